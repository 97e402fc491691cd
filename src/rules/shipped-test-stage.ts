import { isTestName } from "../knowledge/stage-names.ts";
import { type BuildGraph, chainOf, type Stage, shippedStages, stageTitle } from "../model/graph.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "shipped-test-stage",
  level: "error",
  group: "stages",
  summary: "A shipped stage is built FROM a test stage.",
  why: `What testing needed (test data, test frameworks, coverage reports, often a debugger and credentials of test systems) is then in
the image that ships, layer by layer. Test and ship side by side, both FROM the stage that builds; the test target is built for
itself, so that a failing test still stops the release.`,
  examples: [
    {
      title: "Production upon the test stage",
      dockerfile:
        'FROM node:22-alpine AS builder\nRUN npm ci && npm run build\n\nFROM builder AS tester\nRUN npm test\n\nFROM tester AS production\nCMD ["node", "dist/index.js"]\n',
      lines: [7],
    },
    {
      title: "With a stage between, chosen by an ARG",
      dockerfile:
        'ARG BASE=unit-tests\nFROM python:3.12-slim AS unit-tests\nRUN pip install -r dev.txt && pytest\n\nFROM ${BASE} AS base\nENV MODE=production\n\nFROM base\nCMD ["python", "app.py"]\n',
      lines: [8],
    },
    {
      title: "One of several targets that ship",
      dockerfile:
        'FROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./...\n\nFROM test AS worker\nCMD ["/app", "work"]\n\nFROM scratch AS server\nCOPY --from=build /app /app\nCMD ["/app"]\n',
      lines: [7],
      ships: ["worker", "server"],
    },
    {
      title: "Tested beside what ships",
      dockerfile:
        'FROM node:22-alpine AS builder\nRUN npm ci && npm run build\n\nFROM builder AS tester\nRUN npm test\n\nFROM node:22-alpine\nCOPY --from=builder /app/dist /app\nCMD ["node", "/app/index.js"]\n',
      lines: [],
    },
    {
      title: "A file of the test stage is copied: it makes the tests run first",
      dockerfile:
        "FROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./... && touch /passed\n\nFROM scratch\nCOPY --from=test /passed /passed\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "Latest and contest are no tests",
      dockerfile: "FROM alpine:3.20 AS contest\nRUN apk add tini\n\nFROM contest AS latest\nCOPY app /app\n",
      lines: [],
    },
    {
      title: "A test stage upon another, nothing else to ship",
      dockerfile: "FROM golang:1.23 AS test-base\nRUN go mod download\n\nFROM test-base AS test\nRUN go test ./...\n",
      lines: [],
    },
  ],
  *check(graph) {
    for (const stage of shippedStages(graph)) {
      const draft = draftFor(graph, stage);
      if (draft) yield draft;
    }
  },
});

/** An image that is itself there to test, or to work in, may stand on a test stage. */
function draftFor(graph: BuildGraph, stage: Stage): Draft | undefined {
  if (stage.workbench || isTestName(stage.name ?? "")) return undefined;
  const tests = chainOf(graph, stage).find(({ role }) => role === "tests");
  if (!tests) return undefined;
  const below = tests.base.kind === "stage" ? graph.stages[tests.base.index] : undefined;
  const remedy = below
    ? `Build it FROM ${below.name ?? below.index}, as the tests are`
    : "Build both FROM a stage without the tests";
  return {
    at: stage.from.image.span,
    stage: stage.index,
    message: `${capitalised(stageTitle(stage))} ships all that ${stageTitle(tests)} added: test tools, test data and reports. ${remedy}, and build ${stageTitle(tests)} as a target of its own.`,
    related: [{ message: "the tests are here", span: tests.from.span }],
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
