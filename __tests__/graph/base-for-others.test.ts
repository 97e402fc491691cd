import { describe, expect, it } from "vitest";
import {
  bringsOnlyScripts,
  isBaseForOthers,
  isPerDistribution,
  startsInterpreter,
} from "../../src/graph/base-for-others.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

function lastStage(text: string, path = "Dockerfile") {
  const graph = buildGraph(parseDockerfile(sourceFile(path, text)));
  const stage = graph.stages.at(-1);
  if (!stage) throw new Error("no stage");
  return { graph, stage };
}

function isBase(text: string, path?: string): boolean {
  const { graph, stage } = lastStage(text, path);
  return isBaseForOthers(graph, stage);
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

describe("an image of a language", () => {
  it.each(['CMD ["python3"]', 'CMD ["php", "-a"]', 'CMD ["/usr/bin/jshell"]'])("waits for input: %s", (command) => {
    expect(startsInterpreter(lastStage(`FROM debian:12\n${command}\n`).stage)).toBe(true);
  });

  it.each(['CMD ["python3", "app.py"]', 'CMD ["node", "-e", "1"]', 'ENTRYPOINT ["python3"]', 'CMD ["server"]'])(
    "does not: %s",
    (command) => expect(startsInterpreter(lastStage(`FROM debian:12\n${command}\n`).stage)).toBe(false),
  );

  it.each([
    ["8.4/alpine3.24/fpm/Dockerfile", true],
    ["17/jre/ubuntu/Dockerfile", true],
    ["3.14/slim-trixie/Dockerfile", true],
    ["src/runtime/windowsservercore-ltsc2025/Dockerfile", true],
    ["services/alpineclub/Dockerfile", false],
    ["Dockerfile.alpine", false],
  ])("%s is one of several, for each distribution: %s", (path, expected) => {
    expect(isPerDistribution(lastStage(app, path).graph)).toBe(expected);
  });

  it.each([
    ["COPY docker-php-entrypoint docker-php-ext-* /usr/local/bin/", true],
    ["COPY --from=docker.io/library/node:22 /usr/local /usr/local", true],
    ["COPY . .", false],
    ["COPY entrypoint.sh app /", false],
  ])("%s brings only scripts: %s", (line, expected) => {
    const { graph, stage } = lastStage(`FROM debian:12\n${line}\n`);
    expect(bringsOnlyScripts(graph, stage)).toBe(expected);
  });
});
