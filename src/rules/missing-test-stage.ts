import { isDependencyManifest, isSourceTree } from "../knowledge/source-files.ts";
import type { BuildCommandInScript, BuildKind } from "../model/build-command.ts";
import { type BuildGraph, chainOf, neededBy, type Stage, type Step, shippedStages } from "../model/graph.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "missing-test-stage",
  level: "off",
  group: "stages",
  summary: "A program is built and shipped, and there is no stage to test.",
  why: `A test stage runs the tests in the very environment that built the program, the same for everyone and on every machine, and a
build of that target is all a pipeline needs. Without one the image that ships is one that nothing has tried. Tests that run on the
way to the shipped image count as well.`,
  examples: [
    {
      title: "Built and shipped, never tested",
      dockerfile:
        "FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [5],
    },
    {
      title: "Dependencies from a manifest, in a file of one stage",
      dockerfile:
        'FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
      lines: [1],
    },
    {
      title: "A heredoc, a variable and a name that only looks like one",
      dockerfile:
        'FROM node:22 AS contest\nENV PM=pnpm\nCOPY . .\nRUN <<EOF\nset -e\n$PM install\n$PM run build\nEOF\n\nFROM node:22-slim AS latest\nCOPY --from=contest /dist /dist\nCMD ["node", "/dist"]\n',
      lines: [10],
    },
    {
      title: "A stage that tests",
      dockerfile:
        "FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\n\nFROM build AS unit-test\nRUN go test ./...\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "Tests on the way to what ships",
      dockerfile:
        "FROM golang:1.23 AS build\nCOPY . .\nRUN go test ./... && go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "Nothing is built: packages and settings only",
      dockerfile: "FROM nginx:1.27-alpine\nRUN apk add --no-cache curl\nCOPY nginx.conf /etc/nginx/nginx.conf\n",
      lines: [],
    },
    {
      title: "Somebody else's program, tested elsewhere",
      dockerfile:
        "FROM golang:1.23 AS build\nRUN git clone https://example.com/tool.git && cd tool && go build -o /tool .\n\nFROM alpine:3.20\nCOPY --from=build /tool /tool\n",
      lines: [],
    },
    {
      title: "A tool by its name is no program of this repository",
      dockerfile: 'FROM python:3.12-slim\nRUN pip install ansible==10.5.0\nENTRYPOINT ["ansible"]\n',
      lines: [],
    },
  ],
  *check(graph) {
    const last = graph.stages.at(-1);
    const shipped = shippedStages(graph).filter(({ workbench }) => !workbench);
    if (!last || shipped.length === 0 || graph.stages.some(({ role }) => role === "tests")) return;
    const needed = neededBy(
      graph.edges,
      shipped.map(({ index }) => index),
    );
    const stages = graph.stages.filter(({ index }) => needed.has(index));
    if (stages.some((stage) => buildsOf(stage).some(({ kind }) => kind === "test"))) return;
    const made = kinds.flatMap((kind) => stages.flatMap((stage) => madeHere(graph, stage, kind)));
    const [first] = made;
    if (!first) return;
    const { name } = first.stage;
    const does = first.kind === "install" ? "prepares" : "makes";
    const stage = name === undefined ? "a stage FROM the one that builds," : `\`FROM ${name} AS test\``;
    yield {
      at: last.from.span,
      stage: last.index,
      message: `\`${first.tool}\` ${does} a program that ships, and no stage tests it. Before the stage that ships, add ${stage} with the tests in a RUN, and have the pipeline build it.`,
    };
  },
});

/** What tells most comes first: a stage that compiles or bundles is the one to test on. */
const kinds: readonly BuildKind[] = ["compile", "bundle", "install"];

function buildsOf({ steps }: Stage): readonly BuildCommandInScript[] {
  return steps.flatMap(({ builds }) => builds);
}

interface Made {
  readonly stage: Stage;
  readonly tool: string;
  readonly kind: BuildKind;
}

/** Commands of the kind that work on files of this repository. What is fetched from elsewhere is tested elsewhere. */
function madeHere(graph: BuildGraph, stage: Stage, kind: BuildKind): Made[] {
  const commands = buildsOf(stage).filter(
    (build) => build.kind === kind && (kind !== "install" || build.manifests.length > 0),
  );
  const isOwn = commands.length > 0 && chainOf(graph, stage).some((link) => link.steps.some(bringsProject));
  return isOwn ? commands.map(({ tool }) => ({ stage, tool, kind })) : [];
}

/** Sources or a manifest from the build context, copied or mounted. */
function bringsProject({ instruction, copy }: Step): boolean {
  if (copy?.from.kind === "context") {
    return copy.sources.some(({ kind, path }) => kind === "file" && (isSourceTree(path) || isDependencyManifest(path)));
  }
  return (
    instruction.keyword === "RUN" && instruction.mounts.some(({ type, from }) => type === "bind" && from === undefined)
  );
}
