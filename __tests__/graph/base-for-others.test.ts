import { describe, expect, it } from "vitest";
import { isBaseForOthers } from "../../src/graph/base-for-others.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

function isBase(text: string, path = "Dockerfile"): boolean {
  const graph = buildGraph(parseDockerfile(sourceFile(path, text)));
  const last = graph.stages.at(-1);
  if (!last) throw new Error("no stage");
  return isBaseForOthers(graph, last);
}

const app = 'FROM debian:12\nCOPY app /app\nCMD ["/app"]\n';

describe("an image that others are built on or with", () => {
  it.each(["docker/base/Dockerfile.ubuntu", "base-images/run/Dockerfile", "Dockerfile.base", "app/base.Dockerfile"])(
    "is called so: %s",
    (path) => expect(isBase(app, path)).toBe(true),
  );

  it.each([
    ["helpers to compile extensions", 'FROM debian:12\nCOPY docker-php-ext-* /usr/local/bin/\nCMD ["php"]\n'],
    ["helpers below it", 'FROM debian:12 AS a\nCOPY docker-php-source /usr/local/bin/\nFROM a\nCMD ["php"]\n'],
    ["tools that make packages", "FROM debian:12\nRUN apt-get install -y debhelper\nCOPY build.sh /\nCMD /build.sh\n"],
    ["a shell to work in", 'FROM debian:12\nCOPY tools /tools\nCMD ["bash"]\n'],
    ["packages alone", "FROM debian:12\nRUN apt-get update && apt-get install -y libfoo-dev\n"],
  ])("has %s", (_, text) => expect(isBase(text)).toBe(true));

  it.each([
    ["starts a program", app],
    ["has a program copied in", "FROM debian:12\nRUN apt-get install -y gcc\nCOPY app /app\n"],
    ["builds a program", "FROM debian:12\nRUN apt-get install -y golang && go build -o /app .\n"],
    ["fetches a program", "FROM debian:12\nRUN apt-get install -y git && git clone https://git.example/app\n"],
    ["starts a program by a shell", 'FROM debian:12\nRUN apt-get install -y gcc\nCMD ["bash", "run.sh"]\n'],
  ])("is none that %s", (_, text) => expect(isBase(text)).toBe(false));

  it.each(["database/Dockerfile", "Dockerfile.based", "base.app/Dockerfile"])("is not called so: %s", (path) => {
    expect(isBase(app, path)).toBe(false);
  });
});
