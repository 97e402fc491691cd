import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { NewStageNames, usableName } from "../../src/graph/new-stage-name.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

function graphOf(text: string) {
  return buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
}

function namesOf(text: string): string[] {
  const graph = graphOf(text);
  const names = new NewStageNames(graph);
  return graph.stages.filter(({ name }) => name === undefined).map((stage) => names.nameFor(stage));
}

describe("a new name for a stage", () => {
  it.each([
    ["what builds", "FROM golang:1.26\nRUN go build -o /app .\n", "builder"],
    ["a toolchain", "FROM maven:3.9-eclipse-temurin-21\nCOPY . .\n", "builder"],
    ["what installs", "FROM node:24\nCOPY package*.json ./\nRUN npm ci\n", "deps"],
    ["what fetches", "FROM alpine:3.23\nRUN wget https://x.example/x\n", "download"],
    ["an image with files", "FROM nginx:1.28\n", "nginx-files"],
    ["scratch", "FROM scratch\nCOPY a /\n", "files"],
  ])("says what it is: %s", (_, text, name) => {
    expect(namesOf(text)).toEqual([name]);
  });

  it("is new to the file", () => {
    const builder = "FROM golang:1.26\nRUN go build .\n";
    expect(namesOf(`${builder}${builder}${builder}`)).toEqual(["builder", "go-builder", "builder-2"]);
    expect(namesOf(`FROM alpine AS BUILDER\n${builder}`)).toEqual(["go-builder"]);
    expect(namesOf(`${builder}FROM builder AS x\n`)).toEqual(["go-builder"]);
    expect(namesOf(`${builder}FROM alpine AS x\nCOPY --from=builder /a /a\n`)).toEqual(["go-builder"]);
    expect(namesOf(`${builder}FROM alpine AS x\nRUN --mount=from=builder,target=/a ls\n`)).toEqual(["go-builder"]);
  });

  it("is not needed where a stage can be called by its own", () => {
    const { stages, ...graph } = graphOf("FROM alpine AS a\nFROM alpine AS B\nFROM alpine AS A\nFROM alpine\n");
    expect(stages.map((stage) => usableName({ stages, ...graph }, stage))).toEqual([undefined, "B", "A", undefined]);
  });
});
