import { broadCopies, makesProgram } from "../graph/broad-copies.ts";
import { absolutePath, isWithin } from "../graph/paths.ts";
import type { Fix } from "../model/finding.ts";
import {
  type BuildGraph,
  type CopySource,
  chainOf,
  type Stage,
  type Step,
  shippedStages,
  stageTitle,
} from "../model/graph.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "broad-stage-copy",
  level: "warning",
  group: "ships",
  summary: "A whole working directory, home or root is copied out of the stage that built the program.",
  why: `Sources, development dependencies, caches and tools come along with what was built, and the builder stage was for nothing.
Name the artifacts. Interpreted programs are their own source: where nothing is compiled or bundled, copying the tree is right.`,
  examples: [
    {
      title: "The whole working directory of the builder",
      dockerfile:
        'FROM node:22-alpine AS builder\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=builder /app ./\nCMD ["node", "dist/index.js"]\n',
      lines: [10],
    },
    {
      title: "The build command tells what to take",
      dockerfile:
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /src/bin/server ./cmd/server\n\nFROM gcr.io/distroless/base-debian12\nCOPY --from=build /src/ /app/\nCMD ["/app/bin/server"]\n',
      lines: [7],
      fixed:
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /src/bin/server ./cmd/server\n\nFROM gcr.io/distroless/base-debian12\nCOPY --from=build /src/bin/server /app/bin/server\nCMD ["/app/bin/server"]\n',
    },
    {
      title: "By number, through a variable, from the stage below the builder",
      dockerfile:
        'FROM node:22 AS deps\nENV APP=/srv/shop\nWORKDIR $APP\nCOPY . .\nRUN yarn install --frozen-lockfile\n\nFROM deps\nRUN yarn build\n\nFROM node:22-slim\nENV APP=/srv/shop\nCOPY --from=1 $APP/. /srv/shop/\nCMD ["node", "server.js"]\n',
      lines: [12],
    },
    {
      title: "The root of a builder",
      dockerfile:
        "FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\n\nFROM debian:12-slim\nCOPY --from=build / /\n",
      lines: [7],
    },
    {
      title: "The artifacts by name",
      dockerfile:
        "FROM node:22-alpine AS builder\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM node:22-alpine\nWORKDIR /app\nCOPY --from=builder /app/dist ./dist\nCOPY --from=builder /app/node_modules ./node_modules\n",
      lines: [],
    },
    {
      title: "An interpreted program is its source",
      dockerfile:
        "FROM python:3.12-slim AS builder\nWORKDIR /app\nCOPY . .\nRUN uv sync --locked --no-dev\n\nFROM python:3.12-slim\nCOPY --from=builder /app /app\n",
      lines: [],
    },
    {
      title: "A folder made for the purpose, a root put together for the purpose",
      dockerfile:
        "FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN mkdir /out && go build -o /out/ ./...\n\nFROM scratch AS files\nCOPY --from=build /out /bin\n\nFROM alpine:3.20\nCOPY --from=files / /\n",
      lines: [],
    },
  ],
  *check(graph) {
    for (const shipped of shippedStages(graph)) {
      for (const stage of chainOf(graph, shipped).reverse()) {
        for (const step of stage.steps) yield* judgeCopy(graph, shipped, step);
      }
    }
  },
});

function* judgeCopy(graph: BuildGraph, shipped: Stage, step: Step) {
  for (const { taken, source, links, builds, tree } of broadCopies(graph, step)) {
    const artifact = artifactIn(taken.path, links);
    yield {
      at: taken.span,
      stage: shipped.index,
      message: `${taken.path} of ${stageTitle(source)} holds sources and what \`${builds[0]?.tool}\` left, and all of it ships in ${stageTitle(shipped)}. ${
        artifact
          ? `Copy ${artifact} alone.`
          : "Copy the built files by name, such as its output folder and the production dependencies."
      }`,
      related: [{ message: "the whole source tree comes in here", span: tree.span }],
      fix: artifact ? nameArtifact(taken, artifact, step) : undefined,
    };
  }
}

/** The one file that the build commands say they write there. */
function artifactIn(path: string, links: readonly Stage[]): string | undefined {
  const outputs = links.flatMap((link) =>
    link.steps.flatMap(({ builds, before }) =>
      builds.filter(makesProgram).map(({ output, command }) => {
        // A tool's default output is a folder with much else in it; what the command names is the artifact.
        const isNamed = output !== undefined && command.arguments.some((word) => word.text.includes(output));
        return isNamed ? absolutePath(before.workdir, output) : undefined;
      }),
    ),
  );
  const [first] = outputs;
  const certain = outputs.length === 1 && first !== undefined && first !== path && !/[$*?[]/.test(first);
  return certain && isWithin(first, path) ? first : undefined;
}

/** Keeps the place that the file has under the destination now, so that what runs it still finds it. */
function nameArtifact(taken: CopySource, artifact: string, { instruction, copy }: Step): Fix | undefined {
  if (instruction.keyword !== "COPY" || !copy || copy.sources.length !== 1 || instruction.form === "exec")
    return undefined;
  const below = artifact.slice(taken.path === "/" ? 0 : taken.path.length);
  return {
    title: `Copy ${artifact} alone`,
    safe: false,
    edits: [
      { span: taken.span, text: artifact },
      { span: instruction.destination.span, text: `${copy.destination.replace(/\/$/, "")}${below}` },
    ],
  };
}
