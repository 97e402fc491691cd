import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSubject } from "../../../src/edge/event-subject.ts";
import { readPolicyFor } from "../../../src/edge/github/policy-for.ts";
import { root } from "../../support/command-line.ts";
import { FakeGitHub } from "../../support/fake-github/fake-github.ts";
import { clientOf, environmentOf } from "../../support/read-job.ts";

const own = ".github/stagegate.yml";
const policyText = (level: string, more = "") => `version: 1\n${more}rules:\n  root-final-user: ${level}\n`;

/** A pull request that changes its policy, and the policy that its job reads. */
async function policyOf(
  github: FakeGitHub,
  { policy, otherToken }: { readonly policy?: string; readonly otherToken?: string } = {},
) {
  const pull = github.openPull({ head: `topic-${github.requests.length}`, files: { [own]: policyText("off") } });
  const job = github.job(pull);
  const before = github.requests.length;
  const read = await readPolicyFor(readSubject(environmentOf(job)), clientOf(job), {
    policy,
    packs: join(root, "policies"),
    policyClient: otherToken === undefined ? undefined : clientOf(job, otherToken),
  });
  return {
    source: read.source,
    level: read.rules.get("root-final-user")?.level,
    requests: github.requests.length - before,
  };
}

describe("the policy of a pull request", () => {
  it("is the default branch's, not its own", async () => {
    const github = await FakeGitHub.start({ defaultBranch: "trunk" });
    github.commit("trunk", { [own]: policyText("error") });
    expect(await policyOf(github)).toEqual({ source: own, level: "error", requests: 1 });
  });

  it("may end in .yaml, and is recommended where there is none", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "README.md": "x" });
    expect(await policyOf(github)).toEqual({ source: "recommended", level: "warning", requests: 1 });
    github.commit("main", { ".github/stagegate.yaml": policyText("notice") });
    expect(await policyOf(github)).toEqual({ source: ".github/stagegate.yaml", level: "notice", requests: 1 });
  });

  it("is the one that the workflow names: a pack, or a file of the default branch", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "ops/policy.yml": policyText("error") });
    expect(await policyOf(github, { policy: "strict" })).toMatchObject({ source: "strict", requests: 0 });
    expect(await policyOf(github, { policy: "./ops/policy.yml" })).toMatchObject({ level: "error" });
    await expect(policyOf(github, { policy: own })).rejects.toThrow("not on the default branch");
    await expect(policyOf(github, { policy: "strct" })).rejects.toThrow("Did you mean strict?");
  });

  it("may be another repository's, with a token of its own", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { "README.md": "x" });
    const policies = github.addRepository("acme/policies", {
      private: true,
      files: { "docker/base.yml": policyText("error") },
    });
    const policy = "acme/policies/docker/base.yml@main";
    await expect(policyOf(github, { policy })).rejects.toThrow(/cannot be read from acme\/policies.*policy-token/s);
    const otherToken = github.token({ login: "ops", permissions: { contents: "read" }, repositories: [policies] });
    expect(await policyOf(github, { policy, otherToken })).toEqual({ source: policy, level: "error", requests: 1 });
    await expect(policyOf(github, { policy: "acme/policies/none.yml@main", otherToken })).rejects.toThrow(
      "there is no such file",
    );
  });

  it("may build on other repositories' at fixed commits", async () => {
    const github = await FakeGitHub.start();
    const policies = github.addRepository("acme/policies", { files: { "root.yml": policyText("error") } });
    const first = policies.branches.get("main") ?? "";
    const middle = `version: 1\nextends: acme/policies/root.yml@${first}\n`;
    const second = github.commit("main", { "middle.yml": middle }, { repository: policies });
    github.commit("main", { [own]: `version: 1\nextends: [strict, acme/policies/middle.yml@${second}]\n` });
    expect(await policyOf(github)).toEqual({ source: own, level: "error", requests: 3 });
    github.commit("main", { [own]: "version: 1\nextends: acme/policies/middle.yml@main\n" });
    await expect(policyOf(github)).rejects.toMatchObject({
      line: expect.stringMatching(/^\.github\/stagegate\.yml:2:10: .*must name a commit by its 40 digits/),
    });
    const missing = `acme/policies/none.yml@${second}`;
    github.commit("main", { [own]: `version: 1\nextends: ${missing}\n` });
    await expect(policyOf(github)).rejects.toThrow("there is no such file");
  });

  it("ends a chain that is too long", async () => {
    const github = await FakeGitHub.start();
    const policies = github.addRepository("acme/policies", { files: { "p0.yml": policyText("error") } });
    let last = policies.branches.get("main") ?? "";
    for (let step = 1; step <= 6; step += 1) {
      const text = `version: 1\nextends: acme/policies/p${step - 1}.yml@${last}\n`;
      last = github.commit("main", { [`p${step}.yml`]: text }, { repository: policies });
    }
    github.commit("main", { [own]: `version: 1\nextends: acme/policies/p6.yml@${last}\n` });
    await expect(policyOf(github)).rejects.toThrow("more than 5 levels deep");
  });

  it("is never replaced by another one when it cannot be read or has mistakes", async () => {
    const github = await FakeGitHub.start({ private: true });
    github.commit("main", { [own]: "version: 1\nrulez: {}\n" });
    await expect(policyOf(github)).rejects.toThrow(/rulez/);
    github.fault({
      match: ({ path }) => path.endsWith("/graphql"),
      reply: { status: 403, body: { message: "Resource not accessible" } },
    });
    await expect(policyOf(github)).rejects.toThrow(/policy cannot be read from acme\/shop.*contents: read/s);
    github.commit("main", { [own]: new Uint8Array([0, 1]) });
    await expect(policyOf(github)).rejects.toThrow("binary, not text");
  });
});
