import { describe, expect, it } from "vitest";
import { evaluate } from "../src/evaluate.ts";
import type { Change } from "../src/model/change.ts";
import { rules } from "../src/rules/index.ts";
import { FakeGitHub } from "./support/fake-github/fake-github.ts";
import { packPolicy } from "./support/pack-policy.ts";
import { readJob, textsOf } from "./support/read-job.ts";

const good = "FROM alpine:3.23\nCOPY app /app\nUSER 65532\n";
const bad = "FROM alpine:3.23\nCOPY app /app\n";

const judge = (change: Change) => evaluate(change, packPolicy("strict"), rules, "1.2.3", "2026-11-24");

/** The rules that a pull request breaks whose Dockerfile becomes this text. */
function broken(text: string): string[] {
  const path = "Dockerfile";
  const changed = [{ path, previousPath: undefined, status: "modified" as const, hunks: undefined }];
  const report = judge({
    head: { sha: "head", ref: undefined },
    files: [{ path, text }],
    base: { sha: "base", files: [{ path, text: good }], changed },
    problems: [],
    target: undefined,
  });
  return report.files.flatMap(({ findings }) =>
    findings.filter(({ status, level }) => status === "open" && level === "error").map(({ rule }) => rule),
  );
}

describe("a USER that BuildKit does not see", () => {
  it("hides behind no continuation", () => {
    expect(broken(good)).not.toContain("root-final-user");
    expect(broken("FROM alpine:3.23\nRUN echo \\\nUSER 65532\n")).toContain("root-final-user");
    expect(broken("FROM alpine:3.23\nRUN echo \\\n\n# note\n\nUSER 65532\n")).toContain("root-final-user");
  });

  it("hides in no heredoc", () => {
    expect(broken("FROM alpine:3.23\nRUN <<EOF\nUSER 65532\nEOF\n")).toContain("root-final-user");
    expect(broken("FROM alpine:3.23\nCOPY <<-'EOF' /app\n\tUSER 65532\n\tEOF\n")).toContain("root-final-user");
  });

  it("hides behind no escape directive", () => {
    expect(broken("# escape=`\nFROM alpine:3.23\nRUN echo `\nUSER 65532\n")).toContain("root-final-user");
    expect(broken("# escape=`\nFROM alpine:3.23\nRUN echo \\\nUSER 65532\n")).not.toContain("root-final-user");
  });

  it("hides behind no byte order mark", () => {
    expect(broken("\uFEFF# escape=`\nFROM alpine:3.23\nRUN echo `\nUSER 65532\n")).toContain("root-final-user");
  });

  it("hides behind no carriage return", () => {
    expect(broken("FROM alpine:3.23\r\nRUN echo \\\r\nUSER 65532\r\n")).toContain("root-final-user");
    expect(broken(good.replaceAll("\n", "\r\n"))).not.toContain("root-final-user");
  });
});

describe("other ways to look better than one is", () => {
  it("calls root by another name", () => {
    for (const user of ["0", "0:65532", "root:app", '"root"', "${NAME:-root}", "root${NAME}", "${NAME-0}:0"]) {
      expect(broken(`${good}USER ${user}\n`)).toContain("root-final-user");
    }
    expect(broken(`${good}ENV NOBODY=\nUSER $NOBODY\n`)).toContain("root-final-user");
    expect(broken(`${good}ARG WHO=root\nUSER $WHO\n`)).toContain("root-final-user");
  });

  it("puts a stage behind the last one", () => {
    expect(broken(`${good}\nFROM alpine:3.23 AS release\n`)).toContain("root-final-user");
  });

  it("has the file read by a frontend of its own", () => {
    expect(broken(`# syntax=evil.example/dockerfile:1\n${good}`)).toContain("untrusted-frontend");
    expect(broken(`#!/bin/sh\n# SyNtAx = evil.example/dockerfile:1\n${good}`)).toContain("untrusted-frontend");
  });

  it("puts a finding where an equal one already was", () => {
    const path = "Dockerfile";
    const text = `${bad}\nFROM alpine:3.23 AS release\nCOPY app /app\n`;
    const changed = [{ path, previousPath: undefined, status: "modified" as const, hunks: undefined }];
    const base = { sha: "base", files: [{ path, text: bad }], changed };
    const head = { sha: "head", ref: undefined };
    const report = judge({ head, files: [{ path, text }], base, problems: [], target: undefined });
    expect(report.conclusion).toBe("blocked");
  });
});

describe("a pull request that moves while it is judged", () => {
  it("is judged at the commit of its event, whatever is pushed since", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    const job = github.job(pull);
    github.push(pull, { Dockerfile: `${good}# later\n` });
    const { change } = await readJob(github, job);
    expect(textsOf(change.files)).toEqual({ Dockerfile: bad });
    expect(judge(change)).toMatchObject({ conclusion: "blocked", head: { sha: change.head.sha } });
  });

  it("is compared with the branch that it goes to now, not with one that has its findings already", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good, "README.md": "x" });
    github.commit("staging", { Dockerfile: bad });
    github.commit("topic", { "README.md": "y" }, { parents: [github.repository.branches.get("staging") ?? ""] });
    const pull = github.openPull({ head: "topic", base: "staging" });
    expect(judge((await readJob(github, github.job(pull))).change).conclusion).toBe("passed");
    github.retarget(pull, "main");
    expect(judge((await readJob(github, github.job(pull))).change).conclusion).toBe("blocked");
  });

  it("keeps what it moves: a renamed Dockerfile is judged under its new name", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: null, "build/app.Dockerfile": bad } });
    const report = judge((await readJob(github, github.job(pull))).change);
    expect(report.conclusion).toBe("blocked");
    expect(report.files.map(({ source }) => source.path)).toEqual(["build/app.Dockerfile"]);
  });
});
