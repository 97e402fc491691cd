import { describe, expect, it } from "vitest";
import { buildGraph, type GraphOptions } from "../../src/graph/build-graph.ts";
import type { Stage } from "../../src/model/graph.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

function graphOf(text: string, options: GraphOptions = {}, path = "Dockerfile") {
  return buildGraph(parseDockerfile(sourceFile(path, text)), options);
}

function rolesOf(text: string, options: GraphOptions = {}): string[] {
  return graphOf(text, options).stages.map((stage) => `${stage.name ?? stage.index}: ${stage.role}`);
}

function lastStage(text: string, options: GraphOptions = {}): Stage {
  const stage = graphOf(text, options).stages.at(-1);
  if (!stage) throw new Error("no stage");
  return stage;
}

describe("roles", () => {
  const file = `FROM golang:1.23 AS build
RUN go build -o /app .
FROM build AS test
RUN go test ./...
FROM build AS docs
RUN godoc
FROM alpine:3.20 AS old
RUN apk add curl
FROM scratch AS worker
COPY --from=build /app /worker
CMD ["/worker"]
FROM scratch
COPY --from=build /app /app
`;

  it("come from the names, the edges and the last stage", () => {
    expect(rolesOf(file)).toEqual([
      "build: contributes",
      "test: tests",
      "docs: auxiliary",
      "old: unreachable",
      "worker: auxiliary",
      "5: ships",
    ]);
  });

  it("follow what the caller says that ships and tests", () => {
    expect(rolesOf(file, { ships: ["Worker"], test: "old" })).toEqual([
      "build: contributes",
      "test: tests",
      "docs: auxiliary",
      "old: tests",
      "worker: ships",
      "5: unreachable",
    ]);
  });

  it("fall back to the last stage where none of the named targets is in the file", () => {
    expect(rolesOf("FROM alpine AS a\nFROM a AS b\n", { ships: ["production"] })).toEqual([
      "a: contributes",
      "b: ships",
    ]);
  });

  it("ship what a comment tells people to build, and the last stage unless it is there to test", () => {
    const documented = '# docker build --target api -t api .\nFROM alpine AS api\nCMD ["api"]\n';
    expect(rolesOf(`${documented}FROM alpine AS web\n`)).toEqual(["api: ships", "web: ships"]);
    expect(rolesOf(`${documented}FROM api AS test\n`)).toEqual(["api: ships", "test: tests"]);
  });

  it("ship a last stage that is there for development when nothing else ships", () => {
    expect(rolesOf("FROM golang:1.23 AS base\nFROM base AS dev\n")).toEqual(["base: contributes", "dev: ships"]);
  });

  it("count mounts and ONBUILD as needs", () => {
    const text = `FROM alpine AS data
FROM alpine AS tools
FROM alpine AS parent
ONBUILD COPY --from=data /x /x
FROM parent
RUN --mount=from=tools,target=/tools true
`;
    expect(graphOf(text).edges.map(({ stage, source, via }) => [stage, source, via])).toEqual([
      [3, 0, "onbuild"],
      [3, 2, "from"],
      [3, 1, "mount"],
    ]);
  });
});

describe("bases", () => {
  it("come from build arguments where they are given", () => {
    const text = "ARG BASE\nFROM ${BASE:-alpine:3.20}\n";
    const baseOf = (options: GraphOptions) => lastStage(text, options).baseName;
    expect(baseOf({})).toBe("alpine:3.20");
    expect(baseOf({ buildArguments: new Map([["BASE", "debian:12"]]) })).toBe("debian:12");
  });

  it("give way to named contexts", () => {
    const { base } = lastStage("FROM alpine AS app\nFROM app\n", { namedContexts: new Set(["app"]) });
    expect(base).toEqual({ kind: "stage", index: 0 });
    expect(lastStage("FROM alpine\n", { namedContexts: new Set(["alpine"]) }).base).toEqual({
      kind: "context",
      name: "alpine",
    });
  });

  it("stay open, with the variable named, where only a build argument can tell", () => {
    const graph = graphOf("ARG REGISTRY\nFROM ${REGISTRY}/app:1\n");
    expect(graph.stages[0]?.base).toEqual({ kind: "unresolved", text: "${REGISTRY}/app:1", variables: ["REGISTRY"] });
    expect(graph.rejections.map(({ needsBuildArguments }) => needsBuildArguments)).toEqual([true]);
  });
});

describe("what a stage carries at its end", () => {
  it("is inherited along FROM and changed by its own instructions", () => {
    const { end } = lastStage(`FROM debian:12-slim AS base
ENV HOME_DIR=/srv/app
WORKDIR $HOME_DIR
USER 1000:1000
CMD ["old"]
FROM base
ARG WHO=app
WORKDIR data/../logs
ENTRYPOINT ["/start"]
USER $WHO
`);
    expect(end.user.name).toBe("app");
    expect(end.workdir).toBe("/srv/app/logs");
    expect(end.entrypoint?.words).toEqual(["/start"]);
    // An ENTRYPOINT of its own drops the CMD that it would inherit.
    expect(end.command).toBeUndefined();
  });

  it("knows the user of a base that sets one, and none of a base that it does not know", () => {
    expect(lastStage("FROM gcr.io/distroless/static-debian12:nonroot\n").end.user.name).not.toBe("root");
    expect(lastStage("FROM registry.example.com/base:1\n").end.user.name).toBeUndefined();
    expect(lastStage("FROM alpine:3.20\nARG WHO\nUSER $WHO\n").end.user.name).toBeUndefined();
  });

  it("makes paths of copies absolute, variables expanded", () => {
    const [step] = lastStage("FROM alpine AS b\nFROM alpine\nWORKDIR /app\nCOPY --from=b ./dist/ bin/\n").steps.slice(
      1,
    );
    expect(step?.copy).toMatchObject({
      from: { kind: "stage", index: 0 },
      sources: [{ path: "/dist", kind: "file" }],
      destination: "/app/bin/",
    });
  });
});

describe("packages", () => {
  const installed = (run: string, base = "debian:12-slim") =>
    lastStage(`FROM ${base}\nENV TOOLS="gcc make"\n${run}\n`).steps.flatMap(({ packages }) =>
      packages.map(({ change, name }) => `${change === "added" ? "+" : "-"}${name}`),
    );

  it.each([
    ["RUN apt-get update && apt-get install -y $TOOLS curl", ["+gcc", "+make", "+curl"]],
    ["RUN apt-get install -y gcc && make && apt-get purge -y gcc", []],
    ["RUN apk add --virtual .build gcc make && make && apk del .build", []],
    ["RUN apk add --virtual .build && apk add gcc && apk del .build", ["+gcc"]],
    ["RUN deps='gcc make'; apt-get install -y $deps; apt-get purge -y --auto-remove $deps", []],
    ["RUN apt-get install -y gcc wget; apt-mark auto '.*' >/dev/null; apt-get purge -y --auto-remove", []],
    ["RUN apt-get install -y gcc && apt-get purge -y $(cat list)", []],
    ["RUN apt-get install -y gcc\nRUN apt-get purge -y gcc", ["+gcc", "-gcc"]],
    ["RUN <<EOF\nset -e\napt-get install -y gcc\nEOF", ["+gcc"]],
    ["RUN sh -c 'apt-get install -y gcc'", ["+gcc"]],
  ])("%s", (run, expected) => {
    expect(installed(run)).toEqual(expected);
  });
});

describe("workbenches", () => {
  const isWorkbench = (path: string, text: string, options: GraphOptions = {}) =>
    graphOf(text, options, path).stages.at(-1)?.workbench;
  const program = 'FROM golang:1.23\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n';

  it.each([
    [".devcontainer/Dockerfile", program, true],
    ["build/Dockerfile.test", program, true],
    ["dev.Dockerfile", program, true],
    ["Dockerfile", "FROM mcr.microsoft.com/devcontainers/go:1\n", true],
    ["Dockerfile", "FROM golang:1.23\nRUN apt-get update && apt-get install -y cmake\n", true],
    ["unixbench/Dockerfile", program, true],
    [
      "Dockerfile",
      'FROM debian:12\nRUN apt-get install -y r-base-dev rstudio\nENTRYPOINT ["/usr/bin/rstudio"]\n',
      true,
    ],
    [
      "Dockerfile",
      'FROM debian:12\nRUN apt-get install -y gcc git\nCOPY runner.sh /\nENTRYPOINT ["/runner.sh"]\n',
      true,
    ],
    ["Dockerfile", 'FROM golang:1.23\nADD runner /\nENTRYPOINT ["/bin/bash", "/runner"]\n', true],
    ["Dockerfile", 'FROM golang:1.23\nCOPY server /\nENTRYPOINT ["/server"]\n', false],
    ["Dockerfile", 'FROM golang:1.23\nCOPY . /app\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n', false],
    ["Dockerfile", 'FROM golang:1.23\nCOPY run.sh /\nEXPOSE 80\nENTRYPOINT ["/run.sh"]\n', false],
    ["Dockerfile", 'FROM debian:12\nRUN apt-get install -y gcc\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n', false],
    ["Dockerfile", program, false],
    ["services/latest/Dockerfile", program, false],
    ["Dockerfile", "FROM golang:1.23\nCOPY . .\n", false],
  ])("%s: %j is one: %s", (path, text, expected) => {
    expect(isWorkbench(path, text)).toBe(expected);
  });

  it("are none where somebody says that the target ships", () => {
    expect(isWorkbench("dev.Dockerfile", "FROM golang:1.23 AS app\n", { ships: ["app"] })).toBe(false);
  });
});
