import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { dropsRoot } from "../../src/graph/dropped-root.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

function drops(text: string): boolean {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
  const last = graph.stages.at(-1);
  if (!last) throw new Error("no stage");
  return dropsRoot(graph, last);
}

describe("an entry point that drops root", () => {
  it.each([
    ["a package", 'FROM alpine:3.20\nRUN apk add --no-cache su-exec\nENTRYPOINT ["/entrypoint.sh"]\n'],
    [
      "a download, in the stage below",
      'FROM debian:12 AS base\nRUN curl -o /usr/local/bin/gosu https://example.com/gosu\nFROM base\nENTRYPOINT ["docker-entrypoint.sh"]\n',
    ],
    [
      "a copy, behind an init program",
      'FROM debian:12\nCOPY --from=tianon/gosu /usr/local/bin/gosu /usr/local/bin/\nENTRYPOINT ["tini", "--", "/docker-entrypoint"]\n',
    ],
  ])("has the program by %s", (_, text) => expect(drops(text)).toBe(true));

  it.each([
    ["has no such program", 'FROM alpine:3.20\nENTRYPOINT ["/entrypoint.sh"]\n'],
    ["is no script", 'FROM alpine:3.20\nRUN apk add --no-cache su-exec\nENTRYPOINT ["/app"]\n'],
    ["does not exist", 'FROM alpine:3.20\nRUN apk add --no-cache su-exec\nCMD ["/app"]\n'],
  ])("is none that %s", (_, text) => expect(drops(text)).toBe(false));
});
