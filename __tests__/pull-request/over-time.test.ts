import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, threadPlaces, visible } from "../support/run-on-github.ts";

const own = ".github/stagegate.yml";
const good = "FROM scratch\nCOPY app /app\nUSER 65532\n";
const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";

describe("comments over the life of a pull request", { timeout: 240_000 }, () => {
  it.concurrent("complaint 2: are the same ones when the base moves, and lines, commits and the words of a rule with it", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    const words = (text: string) =>
      `version: 1\ncustom:\n  - { id: acme/label, level: error, each: stage, assert: 'false', message: "${text}" }\n`;
    github.commit("main", { [own]: words("Label it."), "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    await runOnGitHub(github, pull);
    const ids = () => github.threads(pull).map(({ comments }) => comments[0]?.id);
    const first = ids();
    expect(first.length).toBe(2);
    github.commit("main", { "README.md": "A larger shop\n", [own]: words("Give it a label.") });
    github.updateBranch(pull);
    github.push(pull, { Dockerfile: `# The shop\n\n${noted}` });
    await runOnGitHub(github, pull);
    github.commit("release", { "CHANGES.md": "1.0\n" });
    github.retarget(pull, "release");
    await runOnGitHub(github, pull, { action: "edited" });
    expect(ids()).toEqual(first);
    expect(github.comments(pull).length).toBe(1);
    const said = github.threads(pull).map(({ comments }) => comments[0]?.body);
    expect(said).toContainEqual(expect.stringContaining("Give it a label."));
  });

  it.concurrent("complaint 3: go when what they are about is fixed; where people answered, they say in which commit", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const files = { "a/Dockerfile": noted, "b/Dockerfile": noted, "c/Dockerfile": noted };
    const pull = github.openPull({ head: "topic", files });
    await runOnGitHub(github, pull);
    const [, answered, resolved] = github.threads(pull);
    if (!answered || !resolved) throw new Error("There are no three threads.");
    github.person("ann").reply(answered, "Why is that?");
    github.person("ann").resolve(resolved);
    const kept = resolved.comments[0]?.body;
    github.push(pull, { "a/Dockerfile": good, "b/Dockerfile": good, "c/Dockerfile": good });
    expect((await runOnGitHub(github, pull)).exitStatus).toBe(0);
    expect(github.threads(pull)).toEqual([answered, resolved]);
    expect(answered.comments.map(({ body }) => visible(body).split("\n")[0])).toEqual([
      `**Fixed in ${pull.head.sha}.**`,
      "Why is that?",
    ]);
    expect(answered.comments[0]?.minimized).toBe("resolved");
    expect(resolved.comments[0]?.body).toBe(kept);
    expect(overviews(github, pull)).toEqual([expect.stringContaining("Stagegate: passed")]);
  });

  it.concurrent("complaint 3: do not go on saying that something is fixed which is back, also where it is only listed now", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { [own]: "version: 1\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    await runOnGitHub(github, pull);
    const [thread] = github.threads(pull);
    if (!thread) throw new Error("There is no thread.");
    github.person("ann").reply(thread, "Why is that?");
    github.push(pull, { Dockerfile: good });
    await runOnGitHub(github, pull);
    expect(thread.comments[0]?.body).toContain("**Fixed in");
    github.commit("main", { [own]: "version: 1\nrules: { mistaken-inline-comment: notice }\n" });
    github.push(pull, { Dockerfile: noted });
    const run = await runOnGitHub(github, pull);
    expect(run).toMatchObject({ exitStatus: 0, outputs: { notices: "1" } });
    const text = visible(thread.comments[0]?.body ?? "");
    expect(text).toMatch(new RegExp(`^\\*\\*Back as of ${pull.head.sha}\\.\\*\\* The finding is open again`));
    expect(text).not.toContain("Fixed in");
    expect(thread.comments[0]?.minimized).toBeUndefined();
    expect(threadPlaces(github, pull).length).toBe(1);
    expect((await runOnGitHub(github, pull)).writes).toEqual([]);
  });
});
