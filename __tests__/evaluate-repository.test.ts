import { parse } from "valibot";
import { describe, expect, it } from "vitest";
import { evaluate } from "../src/evaluate.ts";
import type { Change, FileVersion, RepositoryFiles } from "../src/model/change.ts";
import type { Policy } from "../src/model/policy.ts";
import type { Report } from "../src/model/report.ts";
import { renderJson } from "../src/report/json.ts";
import floatingBaseTag from "../src/rules/floating-base-tag.ts";
import rootFinalUser from "../src/rules/root-final-user.ts";
import type { Rule } from "../src/rules/rule.ts";
import secretBuildArgument from "../src/rules/secret-build-argument.ts";
import secretFileInImage from "../src/rules/secret-file-in-image.ts";
import singleStageBuild from "../src/rules/single-stage-build.ts";
import unreachableStage from "../src/rules/unreachable-stage.ts";
import untestedRelease from "../src/rules/untested-release.ts";
import { packPolicy } from "./support/pack-policy.ts";

const rules = [
  secretBuildArgument,
  secretFileInImage,
  singleStageBuild,
  unreachableStage,
  untestedRelease,
  rootFinalUser,
  floatingBaseTag,
] as unknown as Rule[];

const base = packPolicy("recommended");
const policy: Policy = {
  ...base,
  rules: new Map(
    rules.map((rule) => [rule.id, { level: rule.level, options: rule.options && parse(rule.options, {}) }]),
  ),
};

function judged(
  dockerfiles: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
  more: Partial<Change> = {},
): Report {
  const files: FileVersion[] = Object.entries(dockerfiles).map(([path, text]) => ({ path, text }));
  const change: Change = {
    head: { sha: undefined, ref: undefined },
    files,
    whole: true,
    problems: [],
    target: undefined,
    repository: repositoryOf(dockerfiles, others),
    ...more,
  };
  return evaluate(change, policy, rules, "1.0.0", "2026-01-01");
}

function repositoryOf(
  dockerfiles: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>>,
): RepositoryFiles {
  return { listing: [...Object.keys(dockerfiles), ...Object.keys(others)], texts: new Map(Object.entries(others)) };
}

function findingLines({ files }: Report): string[] {
  return files.flatMap(({ source, findings }) =>
    findings.map(
      ({ rule, span, status }) => `${source.path}:${span.start.line}:${span.start.column} ${rule} ${status}`,
    ),
  );
}

function rolesIn({ files }: Report): string[] {
  return files.flatMap(({ graph }) => graph?.stages.map(({ name, role }) => `${name}: ${role}`) ?? []);
}

const app = `ARG BASE
FROM golang:1.23 AS build
COPY . .
RUN go build -o /app .

FROM build AS test
RUN go test ./...

FROM alpine:3.20 AS worker
COPY --from=build /app /app
USER 1000

FROM alpine:3.20 AS shell
RUN apk add bash

FROM $BASE AS web
COPY --from=build /app /app
USER 1000
`;

describe("a repository of compose, bake and workflows", () => {
  it("tells what ships, what is a target of its own, and what BASE is", () => {
    const report = judged(
      { Dockerfile: app },
      {
        "compose.yaml":
          "services:\n  web:\n    build:\n      context: .\n      args: {BASE: 'debian:12-slim'}\n  worker:\n    build:\n      context: .\n      target: worker\n      args: {BASE: 'debian:12-slim'}\n",
        "docker-compose.override.yml": "services:\n  web:\n    build:\n      target: shell\n",
      },
    );
    expect(rolesIn(report)).toEqual([
      "build: contributes",
      "test: tests",
      "worker: ships",
      "shell: auxiliary",
      "web: ships",
    ]);
    expect(findingLines(report)).toEqual(["Dockerfile:6:1 untested-release open"]);
    const { base: web } = report.files[0]?.graph?.stages.at(-1) ?? {};
    expect(web).toMatchObject({ kind: "image", image: { text: "debian:12-slim" } });
  });

  it("leaves the ARG's own default where builds differ, and takes named contexts that all give", () => {
    const dockerfile =
      "ARG TAG=3.20\nFROM alpine:$TAG AS a\nUSER 1000\nFROM app-base\nCOPY --from=a /x /x\nUSER 1000\n";
    const bake = (tag: string, name: string) =>
      `target "${name}" {\n  args = { TAG = "${tag}" }\n  contexts = { app-base = "target:base" }\n}\n`;
    const report = judged(
      { Dockerfile: dockerfile },
      {
        "docker-bake.hcl": `${bake("3.19", "one")}${bake("3.18", "two")}target "base" { dockerfile = "base.Dockerfile" }\n`,
      },
    );
    expect(report.files[0]?.graph?.stages.map((stage) => stage.base)).toMatchObject([
      { kind: "image", image: { tag: "3.20" } },
      { kind: "context", name: "app-base" },
    ]);
    const replaced = judged(
      { Dockerfile: "FROM node:22-slim\nUSER 1000\n" },
      {
        "compose.yaml":
          "services:\n  a:\n    build:\n      context: .\n      additional_contexts: ['node:22-slim=docker-image://evil']\n",
      },
    );
    expect(findingLines(replaced)).toEqual(["Dockerfile:1:6 floating-base-tag open"]);
  });

  it("judges what stands inline in compose and bake files, at its place there", () => {
    const report = judged(
      {},
      {
        "deploy/compose.yaml":
          'services:\n  one:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM alpine:3.20\n        RUN echo \\\n          ok\n  two:\n    build:\n      context: .\n      dockerfile_inline: "FROM alpine\\nUSER 1000\\n"\n',
        "docker-bake.hcl": 'target "default" {\n  dockerfile-inline = <<EOT\nFROM alpine\nUSER 1000\nEOT\n}\n',
      },
    );
    expect(findingLines(report)).toEqual([
      "deploy/compose.yaml:6:9 root-final-user open",
      "deploy/compose.yaml:12:7 floating-base-tag open",
      "docker-bake.hcl:3:6 floating-base-tag open",
    ]);
    const { files } = JSON.parse(renderJson(report));
    expect(
      files.map((file: { path: string; stages: { startLine: number; endLine: number }[] }) => [
        file.path,
        file.stages.map(({ startLine, endLine }) => [startLine, endLine]),
      ]),
    ).toEqual([
      ["deploy/compose.yaml", [[6, 8]]],
      ["deploy/compose.yaml", [[12, 12]]],
      ["docker-bake.hcl", [[3, 4]]],
    ]);
    const fingerprints = report.files.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint));
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
  });

  it("reports a file without stages where it hands a secret to the build, and never its value", () => {
    const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    const report = judged(
      { Dockerfile: "FROM node:22-slim\nARG TOKEN\nUSER 1000\n" },
      { Makefile: `image:\n\tdocker build --build-arg TOKEN=${token} .\n` },
    );
    expect(findingLines(report)).toEqual(["Makefile:2:27 secret-build-argument open"]);
    const json = renderJson(report);
    expect(JSON.parse(json).files[1]).toMatchObject({
      path: "Makefile",
      stages: [],
      findings: [{ stage: null, level: "error" }],
    });
    expect(json).not.toContain(token);
    expect(report.conclusion).toBe("blocked");
  });

  it("compares each side by its own facts: only what the change brings is new", () => {
    const dockerfile = { Dockerfile: "FROM node:22-slim\nARG NPM_TOKEN\nARG GH_TOKEN\nUSER 1000\n" };
    const compose = (names: string) => ({
      "compose.yaml": `services:\n  a:\n    build:\n      context: .\n      args: [${names}]\n`,
    });
    const report = judged(dockerfile, compose("GH_TOKEN, NPM_TOKEN"), {
      whole: false,
      base: {
        sha: "b",
        files: [],
        changed: [{ path: "compose.yaml", previousPath: undefined, status: "modified", hunks: undefined }],
        repository: repositoryOf(dockerfile, compose("NPM_TOKEN")),
      },
    });
    expect(findingLines(report)).toEqual([
      "compose.yaml:5:14 secret-build-argument open",
      "compose.yaml:5:24 secret-build-argument existing",
    ]);
  });

  it("finds secret files that COPY takes along, as .dockerignore lets them in", () => {
    const files = { ".npmrc": "//npm.example.com/:_authToken=s3cr3tV4lue9x8y7w6\n", "api/.env": "A=1\n" };
    const text = "FROM node:22-slim\nCOPY . /app\nUSER 1000\n";
    const lines = (ignore: Readonly<Record<string, string>>) =>
      findingLines(judged({ "x.Dockerfile": text }, { ...files, ...ignore }));
    expect(lines({})).toEqual(["x.Dockerfile:2:6 secret-file-in-image open"]);
    expect(lines({ ".dockerignore": "*\n!api\n" })).toEqual([]);
    expect(lines({ ".dockerignore": ".npmrc\n", "x.Dockerfile.dockerignore": "*.md\n" })).toHaveLength(1);
  });

  it("does not stay green or incomplete by a file that cannot be read", () => {
    const report = judged({ Dockerfile: "FROM alpine:3.20\nUSER 1000\n" }, { "compose.yaml": "a: [" });
    expect(report.problems.map(({ code, path, incomplete }) => ({ code, path, incomplete }))).toEqual([
      { code: "build-file-unreadable", path: "compose.yaml", incomplete: false },
    ]);
    expect(report.conclusion).toBe("passed");
  });
});
