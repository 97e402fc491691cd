import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import type { LoggedRequest } from "../support/fake-github/fault.ts";
import { overviews, runOnGitHub, threadPlaces } from "../support/run-on-github.ts";

const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";
const name = "Stagegate / Dockerfile policy / dockerfile-policy";
const inputs = { annotations: "check-run" };
const permissions = { contents: "read", "pull-requests": "write", checks: "write" } as const;

function many(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => `COPY a${index} /b${index}/ # note\n`).join("");
  return `FROM scratch\n${lines}USER 1\n`;
}

const isOfCheckRun = ({ path }: LoggedRequest) => path.includes("check-runs");

describe("annotations in a check run", { timeout: 240_000 }, () => {
  it.concurrent("complaint 12, 13: are on the head of the pull request, under a name of their own, which blocks nothing by itself", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const job = github.job(pull, { permissions });
    expect(job.environment.GITHUB_SHA).not.toBe(pull.head.sha);
    const plain = await runOnGitHub(github, pull, { permissions });
    expect(plain.requests.filter(isOfCheckRun)).toEqual([]);
    const run = await runOnGitHub(github, pull, { inputs, permissions });
    expect(run.exitStatus).toBe(1);
    expect(github.checkRuns).toMatchObject([
      { name, headSha: pull.head.sha, status: "completed", conclusion: "failure" },
    ]);
    expect(github.checkRuns[0]?.annotations).toMatchObject([
      { path: "Dockerfile", start_line: 2, annotation_level: "failure", title: "mistaken-inline-comment" },
    ]);
    expect(github.checkRuns[0]?.output).toEqual({
      title: "blocked: 1 error in 1 file",
      summary: expect.stringContaining("`mistaken-inline-comment`"),
      text: null,
    });
    expect(run.annotations).toMatchObject([
      { level: "error", properties: {}, message: expect.stringContaining(`the check run "${name}"`) },
    ]);
  });

  it.concurrent("come in batches of 50, none lost, none twice, and the same again writes nothing", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: many(120) } });
    const options = { inputs: { ...inputs, review: "off", comment: "off" }, permissions };
    const run = await runOnGitHub(github, pull, options);
    expect(run.writes.map(({ method }) => method)).toEqual(["POST", "PATCH", "PATCH"]);
    expect(run.outputs.errors).toBe("120");
    const lines = () => github.checkRuns.flatMap(({ annotations }) => annotations.map(({ start_line }) => start_line));
    expect(lines()).toEqual(Array.from({ length: 120 }, (_, index) => index + 2));
    expect((await runOnGitHub(github, pull, options)).writes).toEqual([]);
    expect(github.checkRuns.length).toBe(1);
  });

  it.concurrent("are gone on with where a run broke off, also when nobody knows whether GitHub took the last batch", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: many(120) } });
    const options = { inputs: { ...inputs, review: "off", comment: "off" }, permissions };
    const isUpdate = ({ method }: LoggedRequest) => method === "PATCH";
    github.fault({ match: isUpdate, reply: { status: 403, body: { message: "Resource not accessible" } } });
    const broken = await runOnGitHub(github, pull, options);
    expect(broken.exitStatus).toBe(1);
    expect(github.checkRuns).toMatchObject([{ status: "in_progress", conclusion: null }]);
    expect(broken.annotations.filter(({ properties }) => properties.file === "Dockerfile").length).toBe(9);
    github.fault({ match: isUpdate, afterWrite: true });
    expect((await runOnGitHub(github, pull, options)).exitStatus).toBe(1);
    expect(github.checkRuns).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    const lines = github.checkRuns.flatMap(({ annotations }) => annotations.map(({ start_line }) => start_line));
    expect(lines).toEqual(Array.from({ length: 120 }, (_, index) => index + 2));
  });

  it.concurrent("say at the same commit what counts now, in the one check run that is there", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { ".github/stagegate.yml": "version: 1\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    await runOnGitHub(github, pull, { inputs, permissions });
    github.commit("main", { ".github/stagegate.yml": "version: 1\nrules: { mistaken-inline-comment: off }\n" });
    const run = await runOnGitHub(github, pull, { inputs, permissions });
    expect(run.exitStatus).toBe(0);
    expect(github.checkRuns).toMatchObject([
      { conclusion: "success", output: { title: expect.stringMatching(/^passed/) } },
    ]);
  });

  it.concurrent("are annotations of the step without checks: write, with one notice for all that is missing", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({ private: true }, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const commenting = { contents: "read", "pull-requests": "write" } as const;
    for (const [given, names] of [
      [commenting, ["checks: write"]],
      [{ contents: "read" }, ["checks: write", "pull-requests: write"]],
    ] as const) {
      const run = await runOnGitHub(github, pull, { inputs, permissions: given });
      expect(run.exitStatus).toBe(1);
      const notices = run.annotations.filter(({ level }) => level === "notice");
      expect(notices).toMatchObject([{ properties: { title: "permission-missing" } }]);
      for (const permission of names) expect(notices[0]?.message).toContain(permission);
      expect(run.annotations[0]).toMatchObject({ level: "error", properties: { file: "Dockerfile", line: "2" } });
    }
    expect(github.checkRuns).toEqual([]);
  });

  it.concurrent("are annotations of the step for a fork, without a try, and with the one notice of forks", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", author: "ann", fork: true, files: { Dockerfile: noted } });
    const run = await runOnGitHub(github, pull, { inputs, permissions });
    expect(run).toMatchObject({ exitStatus: 1, writes: [] });
    expect(run.requests.filter(isOfCheckRun)).toEqual([]);
    expect(run.annotations.map(({ level }) => level)).toEqual(["error", "notice", "error"]);
  });

  it.concurrent("work in a merge queue and at a push, where there are no comments", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const queued = await runOnGitHub(github, pull, { event: "merge_group", inputs, permissions });
    expect(queued.exitStatus).toBe(1);
    const pushed = await runOnGitHub(github, "topic", { inputs, permissions });
    expect(pushed.exitStatus).toBe(0);
    expect(github.checkRuns.map(({ conclusion, annotations }) => [conclusion, annotations.length])).toEqual([
      ["failure", 1],
      ["success", 1],
    ]);
    expect(github.checkRuns[1]?.headSha).toBe(pull.head.sha);
    expect(github.checkRuns[0]?.headSha).not.toBe(pull.head.sha);
  });

  it.concurrent("keep every finding on at least one surface, with the same counts everywhere", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: many(60), "b/Dockerfile": "FROM alpine\n" } });
    const run = await runOnGitHub(github, pull, { inputs, permissions });
    const { errors, warnings, notices } = run.outputs;
    const total = Number(errors) + Number(warnings) + Number(notices);
    const ofLevel = (level: string) =>
      github.checkRuns[0]?.annotations.filter((each) => each.annotation_level === level).length;
    expect([ofLevel("failure"), ofLevel("warning"), ofLevel("notice")].map(String)).toEqual([
      errors,
      warnings,
      notices,
    ]);
    expect(github.checkRuns[0]?.annotations.length).toBe(total);
    expect(github.checkRuns[0]?.output.title).toContain(`${errors} errors`);
    expect(overviews(github, pull)[0]).toContain(`${errors} errors`);
    expect(run.summary).toContain(`${errors} errors`);
    expect(threadPlaces(github, pull).length).toBe(30);
  });
});
