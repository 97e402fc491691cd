import { isCalledBase } from "../graph/base-for-others.ts";
import { type BuildTool, buildToolPackage } from "../knowledge/build-tools.ts";
import { multiStageHint } from "../knowledge/multi-stage-hints.ts";
import { readSystemPackageCommand } from "../knowledge/system-packages.ts";
import type { BuildCommandInScript } from "../model/build-command.ts";
import { type BuildGraph, chainOf, type Stage, type Step, shippedStages, stageTitle } from "../model/graph.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "single-stage-build",
  level: "error",
  group: "ships",
  summary: "A shipped stage compiles or bundles the program itself, so the tools ship with it.",
  why: `Compilers, bundlers, development dependencies and sources stay in the image that runs: it is several times larger, every
scan reports the tools, and whoever gets in finds them. Build in a stage of its own and copy the result into a small one.`,
  supersedes: [
    "non-minimal-final-base",
    "build-tools-in-final-stage",
    "dev-dependencies-in-final-stage",
    "source-in-final-stage",
    "uncleaned-package-cache",
  ],
  examples: [
    {
      title: "The compiler ships",
      dockerfile: 'FROM golang:1.23\nWORKDIR /app\nCOPY . .\nRUN go build -o server .\nCMD ["./server"]\n',
      lines: [4],
    },
    {
      title: "Two stages, but what ships is built FROM the builder",
      dockerfile:
        'FROM rust:1.82 AS builder\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\n\nFROM builder\nCMD ["/app/target/release/app"]\n',
      lines: [4],
    },
    {
      title: "In a heredoc, by a wrapper",
      dockerfile:
        'FROM maven:3.9-eclipse-temurin-21\nCOPY . /src\nRUN <<EOF\nset -e\ncd /src\nbash -c \'mvn -q package\'\nEOF\nCMD ["java", "-jar", "/src/target/app.jar"]\n',
      lines: [6],
    },
    {
      title: "A bundler and its development dependencies",
      dockerfile:
        'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/index.js"]\n',
      lines: [4],
    },
    {
      title: "Built in one stage, shipped in another",
      dockerfile:
        'FROM golang:1.23 AS build\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\nFROM scratch\nCOPY --from=build /server /server\nUSER 65532\nCMD ["/server"]\n',
      lines: [],
    },
    {
      title: "Compiled and cleaned up in the same RUN",
      dockerfile:
        'FROM alpine:3.20\nCOPY src /src\nRUN apk add --no-cache --virtual .build gcc musl-dev make && make -C /src install && apk del .build\nCMD ["app"]\n',
      lines: [],
    },
    {
      title: "An interpreted program needs no build",
      dockerfile:
        'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python", "app.py"]\n',
      lines: [],
    },
    {
      title: "Tools installed on purpose are no program of this repository",
      dockerfile: 'FROM golang:1.23\nRUN go install golang.org/x/tools/cmd/stringer@v0.28.0\nCMD ["stringer"]\n',
      lines: [],
    },
  ],
  *check(graph) {
    const reported = new Set<BuildCommandInScript>();
    for (const stage of shippedStages(graph)) {
      const builds = shippedBuilds(graph, stage);
      const [first] = builds;
      if (!first || reported.has(first.build)) continue;
      reported.add(first.build);
      const others = builds.slice(1, 6).filter(({ build }) => build.command.span !== first.build.command.span);
      yield {
        at: first.build.command.span,
        stage: stage.index,
        ...(stage.workbench || isCalledBase(graph.dockerfile.source.path) ? { level: "notice" as const } : {}),
        message: `\`${first.build.tool}\` runs in the shipped ${stageTitle(stage)}, so ${first.what} ship too. ${multiStageHint(first.build.language, stage.rootImage)}`,
        related: others.map(({ build }) => ({ message: `${build.tool} builds here too`, span: build.command.span })),
      };
    }
  },
});

function isCompiler(tool: BuildTool | undefined): boolean {
  return tool?.what === "compiler" || tool?.what === "language toolchain" || tool?.what === "build system";
}

interface ShippedBuild {
  readonly build: BuildCommandInScript;
  /** What ships because of it, as the end of a sentence. */
  readonly what: string;
}

/** Commands that make the program in this stage, or in one that it inherits, and whose tools stay. */
function shippedBuilds(graph: BuildGraph, stage: Stage): ShippedBuild[] {
  const links = chainOf(graph, stage).reverse();
  const installed = new Set(
    links
      .flatMap((link) => link.steps.flatMap(({ packages }) => packages))
      .flatMap(({ change, manager, name }) =>
        change === "added" && isCompiler(buildToolPackage(manager, name)) ? name : [],
      ),
  );
  let hasSource = false;
  let hasBundler = false;
  const found: ShippedBuild[] = [];
  for (const step of links.flatMap((link) => link.steps)) {
    hasSource ||= bringsSource(step);
    hasBundler ||= step.builds.some((build) => build.kind === "install" && !isForProduction(build));
    if (!hasSource || takesToolsBack(step)) continue;
    for (const build of step.builds) {
      const what = build.kind !== "bundle" || hasBundler ? whatShips(build, stage, installed) : undefined;
      if (what) found.push({ build, what });
    }
  }
  return found;
}

/** The program is built from the build context, or from a repository that the stage fetches. */
function bringsSource({ copy, script, mounts, instruction }: Step): boolean {
  if (copy) return copy.from.kind !== "image" || copy.sources.some((source) => source.kind === "git");
  const bound =
    instruction.keyword === "RUN" && instruction.mounts.some((mount) => mount.type === "bind" && !mount.from);
  const clones = script?.commands.some(({ name, arguments: words }) => name === "git" && words[0]?.value === "clone");
  return bound || mounts.length > 0 || (clones ?? false);
}

/** A RUN that removes packages or the build tree again cleans up after itself: what is left of it is not known to be tools. */
function takesToolsBack({ script }: Step): boolean {
  return (
    script?.commands.some((command) => {
      const action = readSystemPackageCommand(command)?.action;
      if (action === "remove" || action === "autoremove") return true;
      if (command.name !== "rm") return false;
      return command.arguments.some((word) =>
        /(?:^|\/)(?:node_modules|go|\.cargo|\.rustup|rustup|cargo)\/?$/.test(word.text),
      );
    }) ?? false
  );
}

/** Production dependencies bring no bundler. */
function isForProduction({ command }: BuildCommandInScript): boolean {
  return command.arguments.some((word) =>
    /^(?:--production|--prod|--only=prod.*|--omit=dev|--no-dev|-P)$/.test(word.text),
  );
}

function whatShips(
  { kind, language, tool }: BuildCommandInScript,
  { root }: Stage,
  installed: ReadonlySet<string>,
): string | undefined {
  if (kind !== "compile" && kind !== "bundle") return undefined;
  if (root?.kind === "toolchain" && (root.language === language || language === undefined)) {
    return "the toolchain and the sources";
  }
  // Only Node.js bundles with development dependencies; what collects static files elsewhere is part of the program.
  if (kind === "bundle" && language !== "node") return undefined;
  if (kind === "bundle") return "the bundler, the development dependencies and the sources";
  if (installed.size > 0 && (language === "c" || language === undefined)) {
    return `${[...installed].slice(0, 3).join(", ")} and the sources`;
  }
  // make may do anything, and needs no compiler to copy files.
  if (language === undefined || language === "c") {
    return root?.kind === "toolchain" || root?.kind === "language"
      ? "the compiler of the base image and the sources"
      : undefined;
  }
  return `the ${tool.split(" ", 1)[0]} toolchain and the sources`;
}
