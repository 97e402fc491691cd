import type { Artifact } from "../graph/artifacts.ts";
import { broadCopies } from "../graph/broad-copies.ts";
import { isWithin } from "../graph/paths.ts";
import { type SourceTree, sourceTrees } from "../graph/source-trees.ts";
import { buildToolPackage } from "../knowledge/build-tools.ts";
import {
  compilesWhenStarted,
  isCompiledLanguage,
  isCompiledSource,
  isInterpreterPackage,
  startsInterpreter,
} from "../knowledge/compiled-sources.ts";
import { readSystemPackageCommand } from "../knowledge/system-packages.ts";
import type { BuildCommandInScript } from "../model/build-command.ts";
import {
  type BuildGraph,
  type CopySource,
  chainOf,
  type Stage,
  type Step,
  shippedStages,
  stageTitle,
} from "../model/graph.ts";
import type { ShellCommand } from "../model/shell.ts";
import type { Span } from "../model/source.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "source-in-final-stage",
  level: "warning",
  group: "ships",
  summary: "A shipped stage of a compiled language copies the sources, which nothing there reads.",
  why: `The compiled program needs none of them. They tell whoever gets the image how it works, bring along what lies beside them, such
as settings and tests, and make the image larger. Copy the program alone; where it is compiled in the stage itself, bind the sources
into the RUN, since a later RUN cannot take them out of the layer of the COPY. Programs of interpreted languages are their sources.`,
  examples: [
    {
      title: "The whole build context beside the binary",
      dockerfile:
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /server .\n\nFROM debian:12-slim\nWORKDIR /app\nCOPY --from=build /server /usr/local/bin/server\nCOPY . .\nCMD ["server"]\n',
      lines: [9],
    },
    {
      title: "A folder of code out of the builder",
      dockerfile:
        'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /app\nCOPY pom.xml .\nCOPY src ./src\nRUN mvn -q package\n\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/target/app.jar /app.jar\nCOPY --from=build /app/src /app/src\nCMD ["java", "-jar", "/app.jar"]\n',
      lines: [9],
    },
    {
      title: "In disguise: through a stage of files and a variable, by a pattern",
      dockerfile:
        'ARG SOURCES=/repo\nFROM rust:1.84 AS files\nARG SOURCES\nWORKDIR $SOURCES\nCOPY . .\n\nFROM files AS build\nRUN cargo build --release\n\nFROM scratch AS bundle\nCOPY --from=build /repo/target/release/app /out/bin/app\nCOPY --from=files /repo /out/code\n\nFROM debian:12-slim\nCOPY --from=bundle /ou* /opt/\nCMD ["/opt/bin/app"]\n',
      lines: [15],
    },
    {
      title: "Compiled and removed again, but the layer of the COPY stays",
      dockerfile:
        'FROM alpine:3.21\nCOPY main.c util.c /src/\nRUN apk add --no-cache --virtual .build gcc musl-dev && gcc -o /usr/bin/app /src/main.c /src/util.c && apk del .build && rm -rf /src\nCMD ["app"]\n',
      lines: [2],
    },
    {
      title: "The program alone",
      dockerfile:
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /src/bin/server ./cmd/server\n\nFROM debian:12-slim\nCOPY --from=build /src/bin/server /usr/local/bin/\nCOPY web/templates /templates\nCOPY config.yaml /etc/server/\nCMD ["server"]\n',
      lines: [],
    },
    {
      title: "An interpreted program is its source, although a part of it is compiled",
      dockerfile:
        'FROM rust:1.84 AS wheel\nCOPY native /native\nRUN cd /native && cargo build --release\n\nFROM python:3.12-slim\nWORKDIR /app\nCOPY --from=wheel /native/target/release/libfast.so .\nCOPY . .\nCMD ["python", "app.py"]\n',
      lines: [],
    },
    {
      title: "Another folder of the same name: what the build put together",
      dockerfile:
        'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nWORKDIR /source\nCOPY . .\nRUN dotnet publish -o /app\n\nFROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY --from=build /app .\nENTRYPOINT ["./app"]\n',
      lines: [],
    },
    {
      title: "Bound into the RUN",
      dockerfile:
        'FROM alpine:3.21\nRUN --mount=type=bind,target=/src apk add --no-cache --virtual .build gcc musl-dev && gcc -o /usr/bin/app /src/main.c && apk del .build\nCMD ["app"]\n',
      lines: [],
    },
    {
      title: "A copy of everything is that copy's own fault",
      dockerfile:
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /src/server .\n\nFROM debian:12-slim\nCOPY --from=build /src /app\nCMD ["/app/server"]\n',
      lines: [],
    },
  ],
  *check(graph) {
    const trees = sourceTrees(graph);
    const reported = new Set<Step>();
    for (const shipped of shippedStages(graph)) {
      const compiler = shipped.workbench ? undefined : compilerOf(graph, shipped);
      if (!compiler) continue;
      for (const found of [...carriedTrees(graph, shipped, trees), ...takenParts(graph, shipped, trees)]) {
        if (reported.has(found.step)) continue;
        reported.add(found.step);
        yield draftFor(shipped, compiler, found);
      }
    }
  },
});

interface Compiler {
  readonly build: BuildCommandInScript;
  readonly stage: Stage;
}

/** What compiles the program of a shipped stage, there or in a stage that it copies from; undefined where it may be interpreted. */
function compilerOf(graph: BuildGraph, shipped: Stage): Compiler | undefined {
  const { end, root } = shipped;
  const links = chainOf(graph, shipped);
  const words = [...(end.entrypoint?.words ?? []), ...(end.command?.words ?? [])].join(" ");
  if (compilesWhenStarted(words) || startsInterpreter(words)) return undefined;
  if (root?.language !== undefined && !isCompiledLanguage(root.language)) return undefined;
  const installs = links.some((link) =>
    link.steps.some(({ packages }) =>
      packages.some(({ change, name }) => change === "added" && isInterpreterPackage(name)),
    ),
  );
  if (installs) return undefined;
  for (const stage of builders(graph, links)) {
    const hasCompiler =
      stage.steps.some(({ script }) => script?.commands.some(addsCompiler)) || isCompiledLanguage(stage.root?.language);
    const build = stage.steps
      .flatMap(({ builds }) => builds)
      .find(
        ({ kind, language }) =>
          kind === "compile" && (isCompiledLanguage(language) || (language === undefined && hasCompiler)),
      );
    if (build) return { build, stage };
  }
  return undefined;
}

/** The stages of the chain, and those that their copies take from, each with the stages below it. */
function builders(graph: BuildGraph, links: readonly Stage[]): Stage[] {
  const sources = links
    .flatMap((link) => link.steps)
    .flatMap(({ copy }) => (copy?.from.kind === "stage" ? (graph.stages[copy.from.index] ?? []) : []));
  // A stage that only gathers files is looked through, once.
  const gathered = sources
    .flatMap((source) => source.steps)
    .flatMap(({ copy }) => (copy?.from.kind === "stage" ? (graph.stages[copy.from.index] ?? []) : []));
  return [...new Set([...links, ...[...sources, ...gathered].flatMap((source) => chainOf(graph, source))])];
}

function addsCompiler(command: ShellCommand): boolean {
  const read = readSystemPackageCommand(command);
  if (read?.action !== "install") return false;
  return read.packages.some(({ name }) => {
    const what = buildToolPackage(read.manager, name)?.what;
    return what === "compiler" || what === "language toolchain";
  });
}

interface Found {
  readonly at: Span;
  readonly step: Step;
  readonly tree: SourceTree;
  /** The stage that the COPY takes from, where it is not the build context. */
  readonly from: Stage | undefined;
  /** A later RUN hides it. */
  readonly isHidden: boolean;
}

/** Trees that are in the stage: copied in it, or whole in a copy from another stage. */
function* carriedTrees(graph: BuildGraph, shipped: Stage, trees: ReturnType<typeof sourceTrees>): Iterable<Found> {
  for (const artifact of trees[shipped.index] ?? []) {
    const { thing: tree, taken, step } = artifact;
    const isHidden = artifact.hiddenBy !== undefined;
    if (!taken) yield { at: tree.source.span, step, tree, from: undefined, isHidden };
    else if (!isBroad(graph, step, taken.span)) {
      yield { at: taken.span, step, tree, from: sourceOf(graph, step), isHidden };
    }
  }
}

/** Code that is a part of a tree in the stage that a COPY takes it from: `COPY --from=build /app/src`. */
function* takenParts(graph: BuildGraph, shipped: Stage, trees: ReturnType<typeof sourceTrees>): Iterable<Found> {
  for (const step of chainOf(graph, shipped).flatMap((link) => link.steps)) {
    const from = sourceOf(graph, step);
    if (!from) continue;
    for (const source of step.copy?.sources ?? []) {
      const artifact = trees[from.index]?.find((each) => isPartOf(source, each));
      if (!artifact || isBroad(graph, step, source.span)) continue;
      yield { at: source.span, step, tree: artifact.thing, from, isHidden: false };
    }
  }
}

function sourceOf(graph: BuildGraph, { copy }: Step): Stage | undefined {
  return copy?.from.kind === "stage" ? graph.stages[copy.from.index] : undefined;
}

function isPartOf({ kind, path }: CopySource, { path: tree, hiddenBy }: Artifact<SourceTree>): boolean {
  return kind === "file" && !hiddenBy && path !== tree && isWithin(path, tree) && isCompiledSource(path);
}

/** Judged by the rule for copies of everything. */
function isBroad(graph: BuildGraph, step: Step, span: Span): boolean {
  return broadCopies(graph, step).some(({ taken }) => taken.span === span);
}

function draftFor(shipped: Stage, { build, stage }: Compiler, { at, tree, from, isHidden }: Found): Draft {
  const what = tree.isWhole ? (from ? "The source tree" : "The whole build context") : "Source code";
  const where = from ? `from ${stageTitle(from)} ` : "";
  const isOwn = shipped.chain.includes(stage.index);
  return {
    at,
    stage: shipped.index,
    message: `${what} is copied ${where}into the shipped ${stageTitle(shipped)}, but the program is compiled by \`${build.tool}\`${
      isOwn ? "" : ` in ${stageTitle(stage)}`
    } and does not read it. ${
      isHidden ? "What a later RUN removes stays in the layer of this COPY. " : ""
    }${isOwn ? "Compile in a stage of its own, or bind the sources into the RUN with `--mount=type=bind`." : "Copy the program alone, and by name what it reads at run time."}`,
    related: [{ message: "the program is compiled here", span: build.command.span }],
  };
}
