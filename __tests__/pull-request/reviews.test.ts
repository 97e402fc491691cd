import { describe, it } from "vitest";
import { expectHarmless } from "../report/markdown-reader.ts";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, visible } from "../support/run-on-github.ts";

const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";
const good = "FROM scratch\nCOPY app /app\nUSER 65532\n";

describe("what the action says in a pull request", { timeout: 120_000 }, () => {
  it.concurrent("complaint 23, 25: the check blocks, no review does: none requests changes, none approves", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    expect((await runOnGitHub(github, pull)).exitStatus).toBe(1);
    expect(github.reviews(pull).map(({ state }) => state)).toEqual(["COMMENTED"]);
    github.push(pull, { Dockerfile: good });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(0);
    expect(run.writes.filter(({ path }) => path.includes("/reviews"))).toEqual([]);
    expect(github.reviews(pull).map(({ state }) => state)).toEqual(["COMMENTED"]);
    expect(github.threads(pull)).toEqual([]);
  });

  it.concurrent("complaint 24: a review that this account began and never sent is no obstacle; a person's is left alone", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const draft = github.person("ann").review(pull, "PENDING", { body: "thinking" });
    github.person("github-actions[bot]").review(pull, "PENDING", { body: "of a run that was cancelled" });
    const run = await runOnGitHub(github, pull);
    expect(run.annotations.map(({ level }) => level)).toEqual(["error", "error"]);
    expect(github.threads(pull).length).toBe(1);
    expect(github.reviews(pull).map(({ state, author }) => [author.login, state])).toEqual([
      ["ann", "PENDING"],
      ["github-actions[bot]", "COMMENTED"],
    ]);
    expect(github.reviews(pull)[0]).toBe(draft);
  });

  it.concurrent("complaint 30: there is no comment where nothing is wrong, and none where comments are switched off", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const clean = github.openPull({ head: "clean", files: { Dockerfile: good } });
    expect(await runOnGitHub(github, clean)).toMatchObject({ exitStatus: 0, writes: [], annotations: [] });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const off = await runOnGitHub(github, pull, { inputs: { review: "off", comment: "off" } });
    expect(off).toMatchObject({ exitStatus: 1, writes: [] });
    expect(off.annotations.map(({ properties }) => properties.title)).toEqual(["mistaken-inline-comment", undefined]);
    await runOnGitHub(github, pull, { inputs: { review: "off" } });
    expect([github.threads(pull).length, overviews(github, pull).length]).toEqual([0, 1]);
  });

  it.concurrent("complaint 30: 60 findings are one review of 30 comments and one overview of all, and the same again is silent", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const lines = Array.from({ length: 60 }, (_, index) => `COPY a${index} /b${index}/ # note\n`).join("");
    const pull = github.openPull({ head: "topic", files: { Dockerfile: `FROM scratch\n${lines}USER 1\n` } });
    const run = await runOnGitHub(github, pull);
    expect(run.outputs.errors).toBe("60");
    expect([github.reviews(pull).length, github.threads(pull).length, github.comments(pull).length]).toEqual([
      1, 30, 1,
    ]);
    const [overview = ""] = overviews(github, pull);
    expect(overview).toContain("60 errors");
    expect(overview.match(/`mistaken-inline-comment`/g)).toHaveLength(60);
    expect(overview).toContain("30 commented");
    expect(run.writes.length).toBe(2);
    expect((await runOnGitHub(github, pull)).writes).toEqual([]);
  });

  it.concurrent("complaint 31: the overview says which commit it is about, when, and of which run; a new commit brings it up to date", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const shown = () => {
      const [overview = ""] = overviews(github, pull);
      return {
        commit: /commit `([0-9a-f]{12})`/.exec(overview)?.[1],
        time: /\[(\d{4}-\d\d-\d\d \d\d:\d\d UTC)\]/.exec(overview)?.[1],
        run: /\/acme\/shop\/actions\/runs\/(\d+)\)/.exec(overview)?.[1],
      };
    };
    await runOnGitHub(github, pull);
    const first = shown();
    expect(first).toEqual({ commit: pull.head.sha.slice(0, 12), time: expect.any(String), run: expect.any(String) });
    github.push(pull, { "README.md": "A bigger shop\n" });
    await runOnGitHub(github, pull);
    expect(shown().commit).toBe(pull.head.sha.slice(0, 12));
    expect(shown().run).not.toBe(first.run);
    expect(github.comments(pull).length).toBe(1);
  });

  it.concurrent("complaint 33: quoted text mentions nobody, refers to no issue and links nowhere", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    const policy = [
      "version: 1",
      "custom:",
      "  - id: acme/label",
      "    level: error",
      "    each: stage",
      "    assert: 'false'",
      '    message: "Ask @acme/admins, see #1 and https://evil.example/{stage.name}."',
    ].join("\n");
    github.commit("main", { ".github/stagegate.yml": `${policy}\n` });
    const text = [
      "FROM alpine AS build",
      "COPY a b /c/ # ask @acme/admins or @octocat, see #1, GH-2, https://evil.example and www.evil.example",
      "ADD https://evil.example/@octocat/GH-2 /x",
      "FROM scratch",
      "COPY --from=build /app /app",
      "",
    ].join("\n");
    const pull = github.openPull({ head: "@octocat/topic", files: { "@octocat/Dockerfile": text } });
    const run = await runOnGitHub(github, pull);
    const bodies = [...github.comments(pull), ...github.threads(pull).flatMap(({ comments }) => comments)].map(
      ({ body }) => visible(body),
    );
    expect(bodies.length).toBeGreaterThan(2);
    expect(bodies.join("\n")).toContain("@acme/admins");
    for (const markdown of [...bodies, run.summary]) expectHarmless(markdown, [github.urls.server]);
  });
});
