import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, threadPlaces } from "../support/run-on-github.ts";

const own = ".github/stagegate.yml";
const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";
const nothing = "version: 1\nextends: []\n";

describe("the policy of a pull request", { timeout: 120_000 }, () => {
  it.concurrent("complaint 27: is the default branch's: a pull request that switches its rules off is blocked by them", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({ defaultBranch: "trunk" }, onTestFinished);
    github.commit("trunk", { [own]: "version: 1\nrules: { root-final-user: error }\n" });
    const files = { [own]: nothing, Dockerfile: `FROM alpine:3.22\n` };
    const pull = github.openPull({ head: "topic", files });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    expect(threadPlaces(github, pull)).toEqual(["Dockerfile:1 root-final-user"]);
    expect(overviews(github, pull)[0]).toContain(`Policy \`${own}\``);
    const other = await runOnGitHub(github, pull, { inputs: { policy: "ops/new.yml" } });
    expect(other).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    expect(other.annotations[0]?.message).toContain("a policy that only the change has is not used");
  });

  it.concurrent("complaint 27: does not come from the branch that a stacked pull request goes to; retargeted, all it then brings is judged", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { [own]: "version: 1\n" });
    github.commit("first", { [own]: nothing, "a/Dockerfile": noted });
    github.commit("second", { "b/Dockerfile": noted }, { parents: [github.repository.branches.get("first") ?? ""] });
    const pull = github.openPull({ head: "second", base: "first" });
    const stacked = await runOnGitHub(github, pull, { action: "opened" });
    expect(stacked).toMatchObject({ exitStatus: 1, outputs: { errors: "1" } });
    expect(threadPlaces(github, pull)).toEqual(["b/Dockerfile:2 mistaken-inline-comment"]);
    github.retarget(pull, "main");
    const edited = await runOnGitHub(github, pull, { action: "edited", payload: { changes: { base: {} } } });
    expect(edited).toMatchObject({ exitStatus: 1, outputs: { errors: "2" } });
    expect(threadPlaces(github, pull).sort()).toEqual([
      "a/Dockerfile:2 mistaken-inline-comment",
      "b/Dockerfile:2 mistaken-inline-comment",
    ]);
    expect(overviews(github, pull)).toEqual([expect.stringContaining("2 errors")]);
  });

  it.concurrent("complaint 28: may be a private repository's, read with its own token, which nothing else is asked with", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({ private: true }, onTestFinished);
    github.commit("main", { [own]: nothing });
    const policies = github.addRepository("acme/policies", {
      private: true,
      files: { "docker.yml": "version: 1\nfail-on: warning\nrules: { root-final-user: warning }\n" },
    });
    const policyToken = github.token({ login: "ops", permissions: { contents: "read" }, repositories: [policies] });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: "FROM alpine:3.22\n" } });
    const policy = "acme/policies/docker.yml@main";
    const without = await runOnGitHub(github, pull, { inputs: { policy } });
    expect(without).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" }, writes: [] });
    expect(without.annotations).toMatchObject([{ level: "error", message: expect.stringContaining("policy-token") }]);
    expect(without.summary).toContain("acme/policies");
    const run = await runOnGitHub(github, pull, { inputs: { policy, "policy-token": policyToken } });
    expect(run).toMatchObject({ exitStatus: 1, outputs: { conclusion: "blocked", warnings: "1" } });
    expect(run.masks).toContain(policyToken);
    const asked = run.requests.filter(({ headers }) => headers.authorization?.includes(policyToken));
    expect(asked.map(({ body }) => (body as { variables: unknown }).variables)).toEqual([
      expect.objectContaining({ owner: "acme", repo: "policies" }),
    ]);
    expect(run.log.join("\n") + run.summary + JSON.stringify(run.annotations)).not.toContain(policyToken);
  });

  it.concurrent("complaint 28: holds where inputs are looser, and says so; stricter inputs count", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { [own]: "version: 1\nfail-on: warning\nscope: all\n", "old/Dockerfile": noted });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: "FROM alpine\nUSER 65532\n" } });
    const inputs = { "fail-on": "never", scope: "new", review: "off", comment: "off" };
    const looser = await runOnGitHub(github, pull, { inputs });
    expect(looser).toMatchObject({ exitStatus: 1, outputs: { errors: "1", warnings: "1" } });
    expect(looser.annotations.filter(({ properties }) => properties.title === "input-not-followed")).toMatchObject([
      { level: "notice", message: expect.stringContaining("fail-on: never is looser than the policy") },
      { level: "notice", message: expect.stringContaining("scope: new is looser than the policy") },
    ]);
    github.commit("main", { [own]: "version: 1\n" });
    const stricter = { ...inputs, "fail-on": "warning", scope: "changed" };
    expect(await runOnGitHub(github, pull, { inputs: stricter })).toMatchObject({
      exitStatus: 1,
      outputs: { errors: "0" },
    });
  });

  it.concurrent("that cannot be read leaves the run incomplete, with the reason, and with no other policy in its place", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { [own]: "version: 1\nrules:\n  root-finl-user: error\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: "FROM scratch\nCOPY app /app\nUSER 65532\n" } });
    const mistaken = await runOnGitHub(github, pull);
    expect(mistaken).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" }, writes: [] });
    expect(mistaken.annotations).toMatchObject([
      { level: "error", properties: { file: own, line: "3" }, message: expect.stringContaining("root-final-user") },
      { level: "error", message: expect.stringMatching(/^Stagegate: incomplete\. Nothing was judged: /) },
    ]);
    github.commit("main", { [own]: "version: 1\n" });
    github.fault({ match: ({ path }) => path.endsWith("/graphql"), times: 100, reply: { status: 502, body: {} } });
    const down = await runOnGitHub(github, pull);
    expect(down).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" }, writes: [] });
    expect(down.annotations).toMatchObject([
      { level: "error", message: expect.stringContaining("The policy cannot be read from acme/shop") },
    ]);
  });
});
