import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { sharedSteps } from "../../src/graph/shared-steps.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

/** Whether BuildKit runs the last steps of the last two stages once. */
function sharesLast(text: string): boolean {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
  const numbers = sharedSteps(graph);
  const [a, b] = graph.stages.slice(-2).map(({ steps }) => {
    const step = steps.at(-1);
    return step && numbers.get(step);
  });
  expect(a).toBeTypeOf("number");
  return a === b;
}

describe("steps that BuildKit runs once", () => {
  it.each([
    ["stand on the same stage", "FROM alpine AS base\nFROM base AS a\nRUN x\nFROM base AS b\nRUN x\n"],
    [
      "stand on the same image, however it is written",
      "FROM alpine AS a\nRUN x\nFROM docker.io/library/alpine:latest\nRUN x\n",
    ],
    [
      "have the same instructions before",
      "FROM alpine AS a\nWORKDIR /x\nCOPY . .\nRUN x\nFROM alpine\nWORKDIR /x\nCOPY . .\nRUN x\n",
    ],
    ["differ in blanks only", "FROM alpine AS a\nRUN x  y\nFROM alpine\nRUN x \\\n  y\n"],
    [
      "have what only describes the image between",
      'FROM alpine AS a\nEXPOSE 80\nRUN x\nFROM alpine\nLABEL a=b\nCMD ["x"]\nRUN x\n',
    ],
    [
      "copy from stages that are the same",
      "FROM alpine AS s\nRUN s\nFROM alpine AS t\nRUN s\nFROM alpine AS a\nCOPY --from=s /x /x\nFROM alpine\nCOPY --from=s /x /x\n",
    ],
  ])("%s", (_, text) => {
    expect(sharesLast(text)).toBe(true);
  });

  it.each([
    ["another image", "FROM alpine:3.20 AS a\nRUN x\nFROM alpine:3.21\nRUN x\n"],
    ["another platform", "FROM --platform=linux/arm64 alpine AS a\nRUN x\nFROM alpine\nRUN x\n"],
    ["another order", "FROM alpine AS a\nRUN y\nWORKDIR /x\nRUN x\nFROM alpine\nWORKDIR /x\nRUN y\nRUN x\n"],
    ["another variable", "FROM alpine AS a\nENV A=1\nRUN x\nFROM alpine\nENV A=2\nRUN x\n"],
    ["another user", "FROM alpine AS a\nRUN x\nFROM alpine\nUSER app\nRUN x\n"],
    ["another shell", 'FROM alpine AS a\nRUN x\nFROM alpine\nSHELL ["/bin/bash", "-c"]\nRUN x\n'],
    ["another here-document", "FROM alpine AS a\nRUN <<EOF\nx\nEOF\nFROM alpine\nRUN <<EOF\ny\nEOF\n"],
    ["another mount", "FROM alpine AS a\nRUN --mount=type=cache,target=/c x\nFROM alpine\nRUN x\n"],
  ])("are not shared with %s", (_, text) => {
    expect(sharesLast(text)).toBe(false);
  });
});
