import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSubject } from "../../../src/edge/event-subject.ts";
import { readPolicyFor } from "../../../src/edge/github/policy-for.ts";
import { readProposedPolicy } from "../../../src/edge/github/read-proposed-policy.ts";
import { settleProposal } from "../../../src/policy/tighten.ts";
import { rules } from "../../../src/rules/index.ts";
import { root } from "../../support/command-line.ts";
import { FakeGitHub } from "../../support/fake-github/fake-github.ts";
import type { FileChanges } from "../../support/fake-github/file-change.ts";
import { clientOf, environmentOf, readJob } from "../../support/read-job.ts";

const own = ".github/stagegate.yml";
const packs = join(root, "policies");
const policyText = (level: string, more = "") => `version: 1\n${more}rules:\n  root-final-user: ${level}\n`;

interface Options {
  readonly policy?: string;
  readonly fork?: boolean;
  readonly otherToken?: string;
}

/** What a pull request with these files proposes, and what reading that took. */
async function proposalOf(github: FakeGitHub, files: FileChanges, { policy, fork = false, otherToken }: Options = {}) {
  const head = `topic-${github.requests.length}`;
  const pull = github.openPull({ head, files, fork, author: fork ? "stranger" : "dev" });
  const job = github.job(pull);
  const client = clientOf(job);
  const event = readSubject(environmentOf(job));
  const policyClient = otherToken === undefined ? undefined : clientOf(job, otherToken);
  const trusted = await readPolicyFor(event, client, { policy, packs, policyClient });
  const { change } = await readJob(github, job);
  const before = github.requests.length;
  const { repository } = event;
  const bearer = { repository, headSha: pull.head.sha, changed: change.base?.changed ?? [] };
  const proposed = await readProposedPolicy(client, bearer, { policy, packs }, trusted);
  const difference = proposed?.policy && settleProposal(trusted, proposed.policy, rules).difference;
  return {
    isThere: proposed !== undefined,
    changes: difference?.changes.map(({ subject, before: from, after }) => `${subject}: ${from} -> ${after}`),
    problems: proposed?.problems ?? [],
    requests: github.requests.length - before,
  };
}

async function repositoryWith(files: FileChanges): Promise<FakeGitHub> {
  const github = await FakeGitHub.start();
  github.commit("main", { "README.md": "x", ...files });
  return github;
}

describe("the policy that a pull request proposes", () => {
  it("is not looked for where the pull request leaves the policy of the run alone", async () => {
    const github = await repositoryWith({ [own]: policyText("error"), "ops/policy.yml": policyText("error") });
    const nothing = { isThere: false, requests: 0 };
    expect(await proposalOf(github, { Dockerfile: "FROM scratch\n" })).toMatchObject(nothing);
    expect(await proposalOf(github, { [own]: policyText("off") }, { policy: "strict" })).toMatchObject(nothing);
    expect(await proposalOf(github, { [own]: policyText("off") }, { policy: "./ops/policy.yml" })).toMatchObject(
      nothing,
    );
  });

  it.each([{ fork: false }, { fork: true }])("is read at its head with one request (%o)", async ({ fork }) => {
    const github = await repositoryWith({ [own]: policyText("error") });
    expect(await proposalOf(github, { [own]: policyText("off") }, { fork })).toEqual({
      isThere: true,
      changes: ["root-final-user: error -> off"],
      problems: [],
      requests: 1,
    });
  });

  it("is compared with recommended where it is the first, and is recommended where it is removed", async () => {
    const github = await repositoryWith({});
    expect(await proposalOf(github, { [own]: policyText("error") })).toMatchObject({
      changes: ["root-final-user: warning -> error"],
    });
    github.commit("main", { [own]: policyText("error") });
    expect(await proposalOf(github, { [own]: null })).toMatchObject({ changes: ["root-final-user: error -> warning"] });
    const other = ".github/stagegate.yaml";
    expect(await proposalOf(github, { [own]: null, [other]: policyText("notice") })).toMatchObject({
      changes: ["root-final-user: error -> notice"],
    });
  });

  it("is a problem, and nothing unjudged, when it has mistakes, each at its place", async () => {
    const github = await repositoryWith({ [own]: policyText("error") });
    const proposal = await proposalOf(github, { [own]: "version: 1\nrules:\n  root-final-usr: eror\nscop: new\n" });
    expect(proposal).toMatchObject({ changes: undefined, requests: 1 });
    expect(
      proposal.problems.map(({ path, span, incomplete }) => [path, span?.start.line, span?.start.column, incomplete]),
    ).toEqual([
      [own, 3, 3, false],
      [own, 4, 1, false],
    ]);
    expect(proposal.problems[0]?.message).toMatch(
      /Did you mean .root-final-user.*once merged, this is an error of every run/s,
    );
  });

  it("is a problem when the file that the workflow names is removed", async () => {
    const github = await repositoryWith({ "ops/policy.yml": policyText("error") });
    const { problems } = await proposalOf(github, { "ops/policy.yml": null }, { policy: "ops/policy.yml" });
    expect(problems).toMatchObject([{ code: "policy-unreadable", path: "ops/policy.yml", incomplete: false }]);
    expect(problems[0]?.message).toContain("removes the policy");
  });

  it("reads nothing new with the policy token", async () => {
    const github = await repositoryWith({});
    const files = { "base.yml": policyText("error"), "secret.yml": "password: hunter2\n" };
    const policies = github.addRepository("acme/policies", { private: true, files });
    const commit = policies.branches.get("main") ?? "";
    const extending = (name: string, more = "") => `version: 1\nextends: acme/policies/${name}@${commit}\n${more}`;
    github.commit("main", { [own]: extending("base.yml") });
    const otherToken = github.token({ login: "ops", permissions: { contents: "read" }, repositories: [policies] });
    expect(
      await proposalOf(github, { [own]: extending("base.yml", "fail-on: warning\n") }, { otherToken }),
    ).toMatchObject({
      changes: ["fail-on: error -> warning"],
      requests: 1,
    });
    const curious = await proposalOf(github, { [own]: extending("secret.yml") }, { otherToken });
    expect(curious.changes).toBeUndefined();
    expect(curious.problems[0]?.message).toContain("cannot be read from acme/policies");
    expect(JSON.stringify(curious)).not.toMatch(/password|hunter2/);
  });
});
