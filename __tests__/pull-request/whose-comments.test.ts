import { describe, it } from "vitest";
import { readMarker, withMarker } from "../../src/review/marker.ts";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, threadPlaces, visible } from "../support/run-on-github.ts";

const single = "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nUSER 65532\nCMD /app\n";
const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";
const good = "FROM scratch\nCOPY app /app\nUSER 65532\n";

describe("several jobs on one pull request", { timeout: 120_000 }, () => {
  it.concurrent("complaint 19: jobs, steps and legs of a matrix each keep their own comments up to date, over several runs", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { "a/Dockerfile": single, "b/Dockerfile": noted } });
    const leg = (folder: string) => runOnGitHub(github, pull, { inputs: { "working-directory": folder } });
    await leg("a");
    await leg("b");
    expect(overviews(github, pull)).toEqual([
      expect.stringContaining("a/Dockerfile"),
      expect.stringContaining("b/Dockerfile"),
    ]);
    expect(threadPlaces(github, pull)).toEqual([
      "a/Dockerfile:4 single-stage-build",
      "b/Dockerfile:2 mistaken-inline-comment",
    ]);
    github.push(pull, { "a/Dockerfile": good });
    await leg("a");
    await leg("b");
    expect(overviews(github, pull)).toEqual([expect.stringContaining("passed"), expect.stringContaining("blocked")]);
    expect(threadPlaces(github, pull)).toEqual(["b/Dockerfile:2 mistaken-inline-comment"]);
  });

  it.concurrent("complaint 19: another job and a second step in the same job leave the comments of the first alone", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: single } });
    await runOnGitHub(github, pull);
    const first = github.comments(pull).map(({ body }) => body);
    const secrets = { inputs: { policy: "secrets", comment: "always" } };
    await runOnGitHub(github, pull, { ...secrets, environment: { GITHUB_ACTION: "__stagegate_stagegate_2" } });
    await runOnGitHub(github, pull, { ...secrets, environment: { GITHUB_JOB: "secrets" } });
    expect(github.comments(pull).length).toBe(3);
    expect(github.comments(pull)[0]?.body).toBe(first[0]);
    expect(threadPlaces(github, pull)).toEqual(["Dockerfile:4 single-stage-build"]);
  });

  it.concurrent("complaint 20: two runs at the same time leave one overview and one comment a finding", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: single, "b/Dockerfile": noted } });
    const runs = await Promise.all([runOnGitHub(github, pull), runOnGitHub(github, pull)]);
    expect(runs.map(({ exitStatus }) => exitStatus)).toEqual([1, 1]);
    expect(overviews(github, pull).length).toBe(1);
    expect(threadPlaces(github, pull).sort()).toEqual([
      "Dockerfile:4 single-stage-build",
      "b/Dockerfile:2 mistaken-inline-comment",
    ]);
  });

  it.concurrent("complaint 20: a run that ends late does not write over what a newer one said, and says so", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: single } });
    const older = github.job(pull).environment.GITHUB_RUN_ID;
    await runOnGitHub(github, pull, { inputs: { policy: "strict" } });
    const said = github.comments(pull).map(({ body }) => body);
    const late = await runOnGitHub(github, pull, { environment: { GITHUB_RUN_ID: older ?? "" } });
    expect(late.exitStatus).toBe(1);
    expect(late.writes).toEqual([]);
    expect(github.comments(pull).map(({ body }) => body)).toEqual(said);
    expect(late.annotations).toContainEqual(
      expect.objectContaining({ level: "notice", message: expect.stringContaining("later run") }),
    );
  });

  it.concurrent("complaint 20: a run whose commit is no longer the newest keeps quiet in the pull request, not in its log", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: single } });
    github.fault({
      match: ({ path }) => path.includes("/git/trees/"),
      meanwhile: () => github.push(pull, { Dockerfile: good }),
    });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    expect(run.writes).toEqual([]);
    expect(github.comments(pull)).toEqual([]);
    expect(run.annotations).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining("newer commit") }),
    );
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        level: "error",
        properties: expect.objectContaining({ file: "Dockerfile", line: "4" }),
      }),
    );
    expect(run.summary).toContain("`single-stage-build`");
  });
});

describe("comments of others", { timeout: 120_000 }, () => {
  it.concurrent("complaint 29: neither people's nor other bots' comments are edited, hidden or deleted, whatever they hold", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: single } });
    await runOnGitHub(github, pull);
    const [sticky] = github.comments(pull);
    const [thread] = github.threads(pull);
    const copies = ["dependabot[bot]", "other-linter[bot]", "ann"].flatMap((login) => {
      const other = github.person(login);
      return [
        other.comment(pull, sticky?.body ?? ""),
        other.commentOn(pull, "Dockerfile", 4, thread?.comments[0]?.body ?? "").comments[0],
      ];
    });
    const before = copies.map((copy) => ({ ...copy }));
    github.push(pull, { Dockerfile: good });
    await runOnGitHub(github, pull);
    expect(copies.map((copy) => ({ ...copy }))).toEqual(before);
    expect(github.comments(pull).length).toBe(4);
    expect(github.threads(pull).length).toBe(3);
    expect(visible(sticky?.body ?? "")).toContain("passed");
  });

  it.concurrent("complaint 29: a token of an app finds its own comments again, and leaves those of github-actions alone", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: single } });
    await runOnGitHub(github, pull);
    const asApp = { identity: "policy-bot[bot]" };
    await runOnGitHub(github, pull, asApp);
    github.push(pull, { Dockerfile: good });
    await runOnGitHub(github, pull, asApp);
    expect(github.comments(pull).map(({ author, body }) => [author.login, /passed|blocked/.exec(body)?.[0]])).toEqual([
      ["github-actions[bot]", "blocked"],
      ["policy-bot[bot]", "passed"],
    ]);
    expect(github.threads(pull).map(({ comments }) => comments[0]?.author.login)).toEqual(["github-actions[bot]"]);
  });

  it.concurrent("complaint 34: a comment of the same account with a run number that no run can have silences nobody", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: good } });
    await runOnGitHub(github, pull, { inputs: { comment: "always" } });
    const [own] = github.comments(pull);
    const id = `${github.repository.id}/${pull.number}`;
    const found = readMarker(own?.body ?? "", id);
    if (!found || !own) throw new Error("There is no overview.");
    const forged = withMarker("All is well.", { ...found.marker, run: 900_000_000_000 }, id);
    expect(readMarker(forged, id)?.isSealed).toBe(true);
    const note = github.person("github-actions[bot]").comment(pull, forged);
    github.push(pull, { Dockerfile: single });
    const run = await runOnGitHub(github, pull, { inputs: { comment: "always" } });
    expect(run.annotations.filter(({ level }) => level === "notice")).toEqual([]);
    expect(threadPlaces(github, pull)).toEqual(["Dockerfile:4 single-stage-build"]);
    expect(own.body).toContain("blocked");
    expect(github.comments(pull)).toEqual([own, note]);
    expect(note.body).toBe(forged);
  });

  it.concurrent("complaint 34: a forged or copied marker hides no finding, also from the account that every workflow has", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const other = github.openPull({ head: "other", files: { Dockerfile: single } });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: single } });
    await runOnGitHub(github, other);
    const echo = github.person("github-actions[bot]");
    const [foreign] = github.threads(other);
    const marked = foreign?.comments[0]?.body ?? "";
    // A workflow that repeats what it is told: the comment of another pull request, and one with its text changed.
    const forged = [
      echo.commentOn(pull, "Dockerfile", 4, marked),
      echo.commentOn(pull, "Dockerfile", 4, marked.replace("single-stage-build", "all is well")),
      echo.commentOn(pull, "Dockerfile", 4, marked.replace(/run=\d+/, "run=999999999999999")),
    ];
    const note = echo.comment(pull, (github.comments(other)[0]?.body ?? "").replace(/run=\d+/, "run=999999999999999"));
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    const own = github.threads(pull).filter((thread) => !forged.includes(thread));
    expect(own.map(({ path, place }) => [path, place?.line])).toEqual([["Dockerfile", 4]]);
    expect(
      github
        .comments(pull)
        .filter((comment) => comment !== note)
        .map(({ body }) => visible(body)),
    ).toEqual([expect.stringContaining("blocked")]);
  });
});
