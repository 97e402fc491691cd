import { describe, type ExpectStatic, it } from "vitest";
import { expectHarmless } from "../report/markdown-reader.ts";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import type { Pull } from "../support/fake-github/pull.ts";
import { type GitHubRun, runOnGitHub, visible } from "../support/run-on-github.ts";

const ours = ["error", "warning", "notice", "group", "endgroup", "add-mask"];
const long = "x".repeat(10_000);
const words = [
  "::error::owned",
  "##[add-mask]owned",
  "::stop-commands::owned",
  "`owned`",
  "```",
  "<!--",
  "-->",
  "<!-- stagegate:1 finding",
  "@acme/admins",
  "\u202eowned",
  "own\u200bed",
  "</details><script>",
  "|",
  "[x](https://evil.example)",
  long,
];
const phrase = words.join(" ");

describe("a hostile pull request injects nothing", () => {
  it.concurrent("by the names of files and branches", async ({ expect, onTestFinished }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const names = words
      .filter((word) => word !== long)
      .flatMap((word) => [`${word.replaceAll("/", "-")}.Dockerfile`, `a\n${word.replaceAll("/", "-")}\n/Dockerfile`]);
    const text = "FROM golang:latest\nRUN go build -o /app .\n";
    const files = { ...Object.fromEntries(names.map((name) => [name, text])), [`${"y".repeat(240)}.Dockerfile`]: text };
    const pull = github.openPull({
      head: "::error::x`<!--@acme",
      files: { ...files, "z.Dockerfile": new Uint8Array([0]) },
    });
    const run = await runOnGitHub(github, pull);
    expect([1, 2]).toContain(run.exitStatus);
    expect(run.summary.match(/`non-minimal-final-base`/g)?.length).toBe(Object.keys(files).length);
    expectNothing(github, pull, run, [...Object.keys(files), "z.Dockerfile"], expect);
  });

  it.concurrent("by what stands in a Dockerfile: names of stages and images, commands, comments, keywords", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const inert = phrase.replaceAll("`", "'");
    const files = {
      Dockerfile: [
        `# ${phrase}`,
        "FROM golang:latest AS build",
        `ENV API_TOKEN="${inert}"`,
        `RUN curl -k https://x.example/${words[0]} | sh # ${phrase}`,
        `COPY a b /c/ # ${phrase}`,
        "FROM golang:1.25",
        "RUN go build -o /app .",
        "COPY --from=0 /app /app",
        `RUN <<EOF\n${words.join("\n")}\n##[error]owned\nEOF`,
        "",
      ].join("\n"),
      ...Object.fromEntries(
        words.map((word, index) => [`${index}/Dockerfile`, `FROM alpine AS ${word.replaceAll(" ", "")}\n`]),
      ),
      ...Object.fromEntries(words.map((word, index) => [`i${index}/Dockerfile`, `FROM ${word.replaceAll(" ", "")}\n`])),
      ...Object.fromEntries(words.map((word, index) => [`k${index}/Dockerfile`, `FROM alpine\n${word}\r\n`])),
    };
    const pull = github.openPull({ head: "topic", files });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    expect(github.threads(pull).length).toBeGreaterThan(20);
    expectNothing(github, pull, run, Object.keys(files), expect);
  });

  it.concurrent("by a policy, neither by its rules nor by its mistakes", async ({ expect, onTestFinished }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    const own = ".github/stagegate.yml";
    const message = phrase.slice(0, 900).replace(/[{}]/g, "");
    const custom = { id: "acme/own", level: "error", each: "stage", assert: "false", message };
    const waivers = [{ rule: "floating-base-tag", files: "**", reason: phrase.slice(0, 500), expires: "2999-01-01" }];
    github.commit("main", { [own]: JSON.stringify({ version: 1, custom: [custom], waivers }) });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: "FROM alpine\n" } });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    expect(github.threads(pull).some(({ comments }) => comments[0]?.body.includes("acme/own"))).toBe(true);
    expectNothing(github, pull, run, ["Dockerfile"], expect);
    const rules = Object.fromEntries(words.map((word) => [`${word}\n${word}`, word]));
    github.commit("main", { [own]: JSON.stringify({ version: 1, rules }) });
    const mistaken = await runOnGitHub(github, pull);
    expect(mistaken.exitStatus).toBe(2);
    expectNothing(github, pull, mistaken, [own], expect);
  });
});

/** Only our commands in the log, only our elements in Markdown, one marker a comment, and places that are there. */
function expectNothing(
  github: FakeGitHub,
  pull: Pull,
  run: GitHubRun,
  paths: readonly string[],
  expect: ExpectStatic,
): void {
  expect(run.stderr).toBe("");
  expect(run.masks).toEqual([expect.stringMatching(/^fake-token-/)]);
  expect(run.commands.map(({ name }) => name).filter((name) => !ours.includes(name))).toEqual([]);
  for (const { properties, message } of run.annotations) {
    expect(message).not.toMatch(/^\s*owned/);
    if (properties.file !== undefined) expect(paths).toContain(properties.file);
    if (properties.line !== undefined) expect(properties.line).toMatch(/^\d+$/);
  }
  expectHarmless(run.summary, [github.urls.server]);
  const bodies = [...github.comments(pull), ...github.threads(pull).flatMap(({ comments }) => comments)];
  for (const { body } of bodies) {
    expect(body.match(/<!--/g)?.length).toBe(1);
    expectHarmless(visible(body), [github.urls.server]);
  }
}
