import { failingInstruction } from "../build/failing-instruction.ts";
import type { BuildFailure, TargetResult } from "../model/build-result.ts";
import { stageTitle } from "../model/graph.ts";
import { shortened } from "../report/foreign-text.ts";
import { defineRule } from "./rule.ts";

const failed = (step: string, message: string, log: readonly string[], stage = 1): TargetResult => ({
  dockerfile: "Dockerfile",
  stage,
  name: "Dockerfile: test",
  purpose: "test",
  outcome: "failed",
  reason: undefined,
  steps: [],
  failure: { message, step, lines: undefined, exitStatus: message.includes("exit code: 1") ? 1 : undefined, log },
  checks: [],
});

const ended = (outcome: "built" | "unverified"): TargetResult => ({
  ...failed("", "", []),
  outcome,
  failure: undefined,
  reason: outcome === "built" ? undefined : "the time limit of 600 s was reached",
});

const tested =
  "FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n\nFROM build AS test\nRUN go vet ./...\nRUN go test ./...\n\nFROM scratch\nCOPY --from=build /app /app\n";

const exit = 'process "/bin/sh -c go test ./..." did not complete successfully: exit code: 1';

/** Names of instructions can be of any length; characters. */
const longestText = 120;

export default defineRule({
  id: "failed-test-stage",
  level: "error",
  group: "build",
  summary: "A target that was built, and did not build: a test or a step before it fails.",
  why: `The finding stands on the instruction that fails, in whatever stage it is, with its exit status and the last lines that it
printed. It is there only when a build was asked for, by the input \`build\` or \`stagegate build\`. An image that cannot be pulled, a
secret that was not given and a build that ran out of time say nothing about the Dockerfile: those leave the run incomplete, and
never passed.`,
  examples: [
    {
      title: "A test fails",
      dockerfile: tested,
      built: [
        failed("[test 2/2] RUN go test ./...", exit, ["--- FAIL: TestTotal (0.00s)", "    total = 2, want 3", "FAIL"]),
      ],
      lines: [8],
    },
    {
      title: "A step of the stage below, on which the tests stand",
      dockerfile: tested,
      built: [
        failed("[build 4/4] RUN go build -o /app .", exit.replace("test", "build"), ["main.go:3: undefined: total"]),
      ],
      lines: [4],
    },
    {
      title: "A command inside a heredoc",
      dockerfile:
        "FROM node:22 AS build\nCOPY . .\n\nFROM build AS test\nRUN <<EOF\nnpm ci\nnpm test\nEOF\n\nFROM node:22-slim\nCOPY --from=build /dist /dist\n",
      built: [failed("[test 1/1] RUN <<EOF (npm ci...)", exit, ["1 failing"])],
      lines: [5],
    },
    {
      title: "A file that the build context does not have",
      dockerfile:
        "FROM golang:1.23 AS build\nCOPY . .\n\nFROM build AS test\nCOPY testdata /testdata\nRUN go test ./...\n",
      built: [failed("[test 1/2] COPY testdata /testdata", '"/testdata": not found', [])],
      lines: [5],
    },
    { title: "The tests pass", dockerfile: tested, built: [ended("built")], lines: [] },
    {
      title: "The time limit ended the build: not passed, and not the Dockerfile's fault",
      dockerfile: tested,
      built: [ended("unverified")],
      lines: [],
    },
    { title: "Nothing was built", dockerfile: tested, lines: [] },
  ],
  *check(graph) {
    for (const { failure, stage, purpose } of graph.built ?? []) {
      if (!failure) continue;
      const found = failingInstruction(graph, stage, failure);
      const target = graph.stages[stage];
      const instruction = found?.instruction ?? target?.from;
      if (!target || !instruction) continue;
      const what = shortened(instruction.text.replace(/\s+/g, " "), longestText);
      const end = purpose === "test" ? "so the tests did not pass" : "so the image cannot be made";
      const built = `the build of ${stageTitle(target)} stops here, ${end}`;
      yield {
        at: instruction.span,
        stage: found?.stage ?? stage,
        message: `\`${what}\` ${reasonOf(failure)}, and ${built}.`,
        ...(failure.log.length > 0 ? { output: failure.log } : {}),
      };
    }
  },
});

function reasonOf({ exitStatus, message }: BuildFailure): string {
  if (exitStatus !== undefined) return `ends with exit status ${exitStatus}`;
  return `fails (${shortened(message.replace(/\s+/g, " "), longestText)})`;
}
