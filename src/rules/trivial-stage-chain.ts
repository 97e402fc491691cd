import { type BuildGraph, type Stage, stageTitle } from "../model/graph.ts";
import { defineRule } from "./rule.ts";

/** Two stages in a row are a common and readable way to name a base. */
const shortestChain = 3;

export default defineRule({
  id: "trivial-stage-chain",
  level: "warning",
  group: "stages",
  summary: "Three or more stages in a row, each FROM the one before, that nothing else uses.",
  why: `A stage is worth its name when something else copies from it, builds on it too, or builds it as a target. A chain that only
its last link uses does what one stage would do, and a reader has to follow it link by link.`,
  examples: [
    {
      title: "Steps dressed up as stages",
      dockerfile:
        "FROM node:22-alpine AS base\n\nFROM base AS step1\nWORKDIR /app\n\nFROM step1 AS step2\nCOPY package.json .\n\nFROM step2 AS step3\nRUN npm ci\n",
      lines: [3],
    },
    {
      title: "In front of the stage that ships",
      dockerfile:
        "FROM alpine:3.20 AS tools\nRUN apk add curl\n\nFROM tools AS data\nRUN curl -o /data https://example.com/data\n\nFROM data\nCOPY app /app\n",
      lines: [4],
    },
    {
      title: "Another spelling of the name, a mount from the chain's own end",
      dockerfile:
        "FROM python:3.12-slim AS Base\nENV PYTHONUNBUFFERED=1\n\nFROM base AS Deps\nRUN pip install flask\n\nFROM deps AS app\nCOPY app.py /app.py\n\nFROM scratch AS report\nRUN --mount=from=app,target=/app true\n",
      lines: [4],
      ships: ["report"],
    },
    {
      title: "Both ends of the chain are used elsewhere",
      dockerfile:
        "FROM node:22-alpine AS base\n\nFROM base AS builder\nRUN npm ci && npm run build\n\nFROM builder AS tester\nRUN npm test\n\nFROM base AS production\nCOPY --from=builder /app/dist /app\n",
      lines: [],
    },
    {
      title: "Two stages",
      dockerfile: "FROM alpine:3.20 AS base\nRUN apk add tini\n\nFROM base\nCOPY app /app\n",
      lines: [],
    },
    {
      title: "A platform chooses between stages",
      dockerfile:
        "FROM alpine:3.20 AS tool-build\nRUN make\n\nFROM tool-build AS tool-linux\n\nFROM scratch AS tool-windows\n\nFROM tool-${TARGETOS} AS tool\n\nFROM scratch\nCOPY --from=tool /x /x\n",
      lines: [],
    },
    {
      title: "Images of one family, one upon the other",
      dockerfile:
        "FROM debian:12-slim AS shop-runtime\nRUN apt-get update\n\nFROM shop-runtime AS shop-slim\nCOPY app /app\n\nFROM shop-slim AS shop-full\nCOPY extras /extras\n",
      lines: [],
    },
    {
      title: "A test target in the middle",
      dockerfile:
        "FROM golang:1.23 AS deps\nRUN go mod download\n\nFROM deps AS test\nRUN go test ./...\n\nFROM test AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
  ],
  *check(graph) {
    for (const chain of chainsOf(graph)) {
      const [first, second, last] = [chain[0], chain[1], chain.at(-1)];
      if (!first || !second || !last || chain.length < shortestChain) continue;
      yield {
        at: second.from.span,
        stage: second.index,
        message: `The stages ${chain.map((stage) => stage.name ?? stage.index).join(", ")} follow each other by FROM, and nothing else uses those between. Write them as one, from ${stageTitle(first)} to ${stageTitle(last)}.`,
        related: chain.slice(2).map((stage) => ({ message: "goes on here", span: stage.from.span })),
      };
    }
  },
});

/** Longest runs of stages where each is used by the next through FROM only, and is no target of its own. */
function chainsOf(graph: BuildGraph): Stage[][] {
  const users = new Map<number, number>();
  for (const { source } of graph.edges) users.set(source, (users.get(source) ?? 0) + 1);
  const isLink = (stage: Stage) => users.get(stage.index) === 1 && stage.role !== "ships" && !isTarget(stage);
  const chains: Stage[][] = [];
  const chainEndingAt = new Map<number, Stage[]>();
  for (const stage of graph.stages) {
    const below = stage.base.kind === "stage" ? graph.stages[stage.base.index] : undefined;
    // `FROM base-${TARGETOS}` is a choice between stages, not a step.
    const isChoice = stage.from.image.text.includes("$");
    const chain =
      below && !isChoice && isLink(below) && !isVariant(below, stage) ? chainEndingAt.get(below.index) : undefined;
    if (chain) {
      chain.push(stage);
      chainEndingAt.set(stage.index, chain);
    } else {
      const fresh = [stage];
      chains.push(fresh);
      chainEndingAt.set(stage.index, fresh);
    }
  }
  return chains;
}

/** `app-slim` below `app-full`: images of one family, each likely published. */
function isVariant(below: Stage, stage: Stage): boolean {
  const family = /^[^-_]+[-_](?=.)/.exec(below.id)?.[0];
  return family !== undefined && stage.id.startsWith(family);
}

function isTarget(stage: Stage): boolean {
  return stage.role === "tests" || stage.role === "auxiliary";
}
