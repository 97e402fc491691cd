import { type DependencyInstall, dependencyInstalls } from "../graph/dependency-installs.ts";
import { sharedSteps } from "../graph/shared-steps.ts";
import { type Step, stageTitle } from "../model/graph.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "repeated-dependency-install",
  level: "notice",
  group: "stages",
  summary: "The same dependencies are installed in several stages that cannot share the work.",
  why: `The download and the work are done again in each stage, and one day the two differ. A stage that only installs can be built upon,
or copied from, by all the others. Stages that stand on the same base and have the same instructions up to the install are fine as they
are: BuildKit runs such steps once. So are installs with a cache mount, and those that differ: development and production dependencies.`,
  examples: [
    {
      title: "Two builders, each with its own install",
      dockerfile:
        "FROM node:22-alpine AS web\nWORKDIR /web\nCOPY package*.json ./\nRUN npm ci\nCOPY web ./web\nRUN npm run build:web\n\nFROM node:22-alpine AS api\nWORKDIR /api\nCOPY package*.json ./\nRUN npm ci\nCOPY api ./api\nRUN npm run build:api\n\nFROM node:22-alpine\nCOPY --from=web /web/dist /app/public\nCOPY --from=api /api/dist /app\n",
      lines: [11],
    },
    {
      title: "A label and a tool between, sources instead of the manifest",
      dockerfile:
        "FROM python:3.12-slim AS base\nWORKDIR /srv\n\nFROM base AS test\nRUN pip install pytest\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nRUN pytest\n\nFROM base\nLABEL stage=production\nCOPY . .\nRUN pip install --no-cache-dir -r /srv/requirements.txt\n",
      lines: [13],
    },
    {
      title: "The same after all: a heredoc, a variable, a COPY of the whole folder",
      dockerfile:
        "FROM golang:1.26 AS base\nENV SRC=/src\nWORKDIR $SRC\n\nFROM base AS server\nCOPY backend/go.mod backend/go.sum ./\nRUN go mod download\n\nFROM base AS worker\nRUN apt-get update\nCOPY backend/ $SRC\nRUN <<EOF\nset -e\ngo mod download\ngo build -o /worker ./worker\nEOF\n\nFROM debian:13-slim\nCOPY --from=server /x /x\nCOPY --from=worker /worker /worker\n",
      lines: [14],
    },
    {
      title: "In another folder, by an option, on the slim variant of the base",
      dockerfile:
        "FROM node:22 AS a\nWORKDIR /app/web\nCOPY web/package.json web/package-lock.json ./\nRUN npm ci --prefix .\n\nFROM node:22-slim AS b\nCOPY . /x\nRUN cd /x/web && npm ci --prefix .\n\nFROM nginx:1.28\nCOPY --from=a /x /x\nCOPY --from=b /y /y\n",
      lines: [8],
    },
    {
      title: "BuildKit runs it once: same base, same text up to it",
      dockerfile:
        "FROM node:22-alpine AS base\nWORKDIR /app\nCOPY package*.json ./\n\nFROM base AS web\nRUN npm ci\nCOPY web ./web\nRUN npm run build:web\n\nFROM base AS api\nLABEL part=api\nRUN npm  ci\nCOPY api ./api\nRUN npm run build:api\n\nFROM node:22-alpine\nCOPY --from=web /app/dist /app/public\nCOPY --from=api /app/dist /app\n",
      lines: [],
    },
    {
      title: "All dependencies to build, production ones to ship",
      dockerfile:
        "FROM node:22-alpine AS build\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\nFROM node:22-alpine AS production\nENV NODE_ENV=production\nCOPY package*.json ./\nRUN npm ci\n\nFROM node:22-alpine\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY --from=build /dist /dist\nCOPY --from=production /node_modules /node_modules\n",
      lines: [],
    },
    {
      title: "Two projects with manifests of their own",
      dockerfile:
        "FROM node:22-alpine AS web\nWORKDIR /app\nCOPY web/package*.json ./\nRUN npm ci\n\nFROM node:22-alpine AS api\nWORKDIR /app\nCOPY api/package*.json ./\nRUN npm ci\n\nFROM alpine:3.23\nCOPY --from=web /app /web\nCOPY --from=api /app /api\n",
      lines: [],
    },
    {
      title: "Another base, where modules may be built otherwise",
      dockerfile:
        "FROM node:22 AS build\nCOPY package*.json ./\nRUN npm ci\n\nFROM node:22-alpine\nCOPY package*.json ./\nRUN npm ci\nCOPY --from=build /dist /dist\n",
      lines: [],
    },
    {
      title: "A cache that both use",
      dockerfile:
        "FROM golang:1.26 AS a\nCOPY go.* ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n\nFROM golang:1.26 AS b\nWORKDIR /b\nCOPY go.* ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n\nFROM scratch\nCOPY --from=a /x /x\nCOPY --from=b /y /y\n",
      lines: [],
    },
  ],
  *check(graph) {
    const groups = new Map<string, DependencyInstall[]>();
    for (const install of dependencyInstalls(graph).filter(isOwnWork)) {
      const group = groups.get(install.brings);
      if (group) group.push(install);
      else groups.set(install.brings, [install]);
    }
    const repeated = [...groups.values()].filter((group) => group.length > 1);
    if (repeated.length === 0) return;
    const states = sharedSteps(graph);
    for (const group of repeated) {
      const [first, second, ...others] = separateRuns(group, states);
      if (first && second) yield draftFor(first, second, others);
    }
  },
});

/** One of each that BuildKit runs by itself, at most one a stage. */
function separateRuns(group: readonly DependencyInstall[], states: ReadonlyMap<Step, number>): DependencyInstall[] {
  const stages = new Set(group.map(({ stage }) => stage.index));
  const seenStates = new Set<number | undefined>();
  const seenStages = new Set<number>();
  return group.filter(({ stage, step }) => {
    // A stage on top of one that installed already only looks whether anything is missing.
    if (seenStages.has(stage.index) || stage.chain.slice(1).some((index) => stages.has(index))) return false;
    seenStages.add(stage.index);
    const state = states.get(step);
    return !seenStates.has(state) && seenStates.add(state);
  });
}

/** Not one that a cache mount spares the download, nor one in a stage that nobody builds. */
function isOwnWork({ stage, step: { instruction } }: DependencyInstall): boolean {
  const isCached = instruction.keyword === "RUN" && instruction.mounts.some(({ type }) => type === "cache");
  return stage.role !== "unreachable" && !isCached;
}

function draftFor(first: DependencyInstall, second: DependencyInstall, others: readonly DependencyInstall[]): Draft {
  const tool = second.build.tool;
  return {
    at: second.build.command.span,
    stage: second.stage.index,
    message: `\`${tool}\` installs the same in ${stageTitle(first.stage)} and again in ${stageTitle(second.stage)}, and BuildKit cannot share it, as other instructions stand before. Install in a stage of its own, and let ${others.length > 0 ? "all of them" : "both"} build on it or copy from it.`,
    related: [first, ...others].map(({ build }) => ({
      message: "the same is installed here",
      span: build.command.span,
    })),
  };
}
