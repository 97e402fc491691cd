import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, threadPlaces } from "../support/run-on-github.ts";

const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";
const thread = ["Dockerfile:2 mistaken-inline-comment"];

describe("pull requests of forks", { timeout: 120_000 }, () => {
  it.concurrent("at pull_request are judged and blocked; that there are no comments is one notice that names the permission", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", author: "ann", fork: true, files: { Dockerfile: noted } });
    const run = await runOnGitHub(github, pull);
    expect(run).toMatchObject({ exitStatus: 1, writes: [] });
    expect(run.annotations).toMatchObject([
      { level: "error", properties: { file: "Dockerfile", line: "2", title: "mistaken-inline-comment" } },
      { level: "notice", message: expect.stringContaining("pull-requests: write") },
      { level: "error", properties: {} },
    ]);
    expect(run.summary).toContain("`mistaken-inline-comment`");
  });

  it.concurrent("at pull_request_target are read through the API alone, judged by the policy here, and commented on", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { ".github/stagegate.yml": "version: 1\n", Dockerfile: "FROM scratch\nUSER 65532\n" });
    const files = { Dockerfile: noted, ".github/stagegate.yml": "version: 1\nextends: []\n" };
    const pull = github.openPull({ head: "topic", author: "ann", fork: true, files });
    const run = await runOnGitHub(github, pull, { event: "pull_request_target" });
    expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "1" } });
    expect(threadPlaces(github, pull)).toEqual(thread);
    expect(overviews(github, pull).length).toBe(1);
    github.deleteFork(pull);
    expect((await runOnGitHub(github, pull, { event: "pull_request_target" })).exitStatus).toBe(1);
  });

  it.concurrent("of Dependabot get one notice, and no try to write", async ({ expect, onTestFinished }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({
      head: "dependabot/docker",
      author: "dependabot[bot]",
      files: { Dockerfile: noted },
    });
    const run = await runOnGitHub(github, pull);
    expect(run).toMatchObject({ exitStatus: 1, writes: [] });
    expect(run.annotations.filter(({ level }) => level === "notice").length).toBe(1);
  });
});

describe("pull requests of Dependabot", { timeout: 120_000 }, () => {
  const dependabot = { head: "dependabot/docker", author: "dependabot[bot]", files: { Dockerfile: noted } };

  it.concurrent("are blocked by the exit status, with all findings in annotations and summary, and one notice", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    github.addRepository("acme/policies", { files: { "docker.yml": "version: 1\nfail-on: warning\n" } });
    const pull = github.openPull(dependabot);
    const inputs = { policy: "acme/policies/docker.yml@main", "policy-token": "", annotations: "check-run" };
    const run = await runOnGitHub(github, pull, { inputs });
    expect(run).toMatchObject({ exitStatus: 1, writes: [], outputs: { conclusion: "blocked", errors: "1" } });
    expect(run.annotations).toMatchObject([
      { level: "error", properties: { file: "Dockerfile", line: "2", title: "mistaken-inline-comment" } },
      { level: "notice", message: expect.stringContaining("pull-requests: write") },
      { level: "error", properties: {} },
    ]);
    expect(run.summary).toContain("`mistaken-inline-comment`");
    expect([github.comments(pull), github.threads(pull), github.checkRuns]).toEqual([[], [], []]);
  });

  it.concurrent("that would need a secret to read the policy are incomplete, and name it; no other policy judges", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    github.addRepository("acme/policies", { private: true, files: { "docker.yml": "version: 1\n" } });
    const inputs = { policy: "acme/policies/docker.yml@main", "policy-token": "" };
    const run = await runOnGitHub(github, github.openPull(dependabot), { inputs });
    expect(run).toMatchObject({ exitStatus: 2, writes: [], outputs: { conclusion: "incomplete" } });
    expect(run.annotations[0]?.message).toContain("a policy-token that may read it");
  });

  it.concurrent("are commented on at pull_request_target, where their jobs may write, and once a person pushes to them", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull(dependabot);
    expect((await runOnGitHub(github, pull, { event: "pull_request_target" })).exitStatus).toBe(1);
    expect(threadPlaces(github, pull)).toEqual(thread);
    const other = github.openPull({ ...dependabot, head: "dependabot/more" });
    await runOnGitHub(github, other, { actor: "ann" });
    expect(threadPlaces(github, other)).toEqual(thread);
  });
});

describe("merge queues and branches", { timeout: 120_000 }, () => {
  it.concurrent("complaint 15: a merge queue is blocked by what is new, without a comment anywhere", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "old/Dockerfile": noted });
    const bad = github.openPull({ head: "bad", files: { Dockerfile: noted } });
    const run = await runOnGitHub(github, bad, { event: "merge_group" });
    expect(run).toMatchObject({ exitStatus: 1, writes: [], outputs: { errors: "1" } });
    expect(run.annotations[0]).toMatchObject({ level: "error", properties: { file: "Dockerfile", line: "2" } });
    expect(github.comments(bad)).toEqual([]);
    const fine = github.openPull({
      head: "fine",
      files: { "README.md": "A shop\n", "old/Dockerfile": `${noted}# end\n` },
    });
    const passes = await runOnGitHub(github, fine, { event: "merge_group" });
    expect(passes).toMatchObject({ exitStatus: 0, writes: [], outputs: { conclusion: "passed", errors: "0" } });
  });

  it.concurrent.for(["push", "schedule", "workflow_dispatch"] as const)(
    "at %s the whole repository is reported on; it fails only with fail-on",
    async (event, { expect, onTestFinished }) => {
      const github = await FakeGitHub.start({}, onTestFinished);
      github.commit("main", { Dockerfile: noted, "b/Dockerfile": noted });
      github.commit("main", { "README.md": "A shop\n" });
      const run = await runOnGitHub(github, "main", { event });
      expect(run).toMatchObject({ exitStatus: 0, writes: [], outputs: { conclusion: "passed", errors: "2" } });
      expect(run.annotations.at(-1)).toMatchObject({
        level: "notice",
        message: expect.stringContaining(`at ${event}`),
      });
      expect(run.summary.match(/`mistaken-inline-comment`/g)?.length).toBe(2);
      const strict = await runOnGitHub(github, "main", { event, inputs: { "fail-on": "error" } });
      expect(strict).toMatchObject({ exitStatus: 1, outputs: { conclusion: "blocked" } });
    },
  );
});

describe("permissions in a private repository", { timeout: 120_000 }, () => {
  it.concurrent("complaint 18: contents: read is enough for the verdict; without pull-requests: write a notice names it", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({ private: true }, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const reading = await runOnGitHub(github, pull, { permissions: { contents: "read" } });
    expect(reading.exitStatus).toBe(1);
    expect(reading.annotations.filter(({ level }) => level === "notice")).toMatchObject([
      { message: expect.stringContaining("permissions: { contents: read, pull-requests: write }") },
    ]);
    expect(github.comments(pull)).toEqual([]);
    const readsPulls = { contents: "read", "pull-requests": "read" } as const;
    const half = await runOnGitHub(github, pull, { permissions: readsPulls });
    expect(half.exitStatus).toBe(1);
    expect(half.annotations.filter(({ level }) => level === "notice")).toMatchObject([
      { message: expect.stringContaining("pull-requests: write") },
    ]);
    await runOnGitHub(github, pull, { permissions: { contents: "read", "pull-requests": "write" } });
    expect(threadPlaces(github, pull)).toEqual(thread);
  });

  it.concurrent("without contents: read nothing passes: the run is incomplete and names it", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({ private: true }, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    for (const event of ["pull_request", "merge_group"] as const) {
      const run = await runOnGitHub(github, pull, { event, permissions: { "pull-requests": "write" } });
      expect(run).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" }, writes: [] });
      expect(run.annotations).toMatchObject([{ level: "error", message: expect.stringContaining("contents: read") }]);
    }
  });
});
