import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { sourceTrees } from "../../src/graph/source-trees.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

function treesOf(text: string): string[] {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
  return (sourceTrees(graph).at(-1) ?? []).map(({ path, hiddenBy }) => (hiddenBy ? `(${path})` : path));
}

describe("where sources are", () => {
  it.each([
    ["COPY . /app", ["/app"]],
    ["WORKDIR /app\nCOPY src ./code", ["/app/code"]],
    ["COPY main.go util.go /src/", ["/src/main.go", "/src/util.go"]],
    ["ADD https://github.com/acme/app.git /app", ["/app"]],
    ["COPY . /app\nRUN rm -rf /app", ["(/app)"]],
    ["COPY . /app\nRUN mv /app /old", ["(/app)", "/old/app"]],
    ["COPY sysctl.d/ /etc/sysctl.d/", []],
    ["COPY config.yaml web/templates /etc/app/", []],
    ["COPY src/main/resources /config", []],
    ["COPY target/app.jar /app.jar", []],
  ])("%s", (lines, expected) => {
    expect(treesOf(`FROM alpine:3\n${lines}\n`)).toEqual(expected);
  });

  it("starts where the base image does", () => {
    expect(treesOf("FROM golang:1.24\nCOPY main.go .\n")).toEqual(["/go/main.go"]);
  });

  it("stays linear where every stage copies everything from all before it", () => {
    const stages = Array.from({ length: 60 }, (_, index) => {
      const copies = Array.from({ length: index }, (__, from) => `COPY --from=s${from} / /c${from}\n`).join("");
      return `FROM alpine:3 AS s${index}\nCOPY . /app${index}\n${copies}`;
    }).join("");
    expect(treesOf(stages).length).toBeLessThanOrEqual(64);
  });
});
