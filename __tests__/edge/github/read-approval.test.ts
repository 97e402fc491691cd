import { describe, expect, it } from "vitest";
import { readSubject } from "../../../src/edge/event-subject.ts";
import { readWaiverReview } from "../../../src/edge/github/read-approval.ts";
import { FakeGitHub } from "../../support/fake-github/fake-github.ts";
import type { JobOptions } from "../../support/fake-github/job.ts";
import type { Pull } from "../../support/fake-github/pull.ts";
import { clientOf, environmentOf } from "../../support/read-job.ts";

const files = { Dockerfile: "FROM alpine:3.20\n" };

async function scene({ author = "dev", isPrivate = false } = {}) {
  const github = await FakeGitHub.start({ private: isPrivate });
  github.commit("main", { "README.md": "x" });
  return { github, pull: github.openPull({ head: "topic", author, files }) };
}

/** What a job of the pull request, at its present head, makes of its reviews. */
async function reviewOf(
  github: FakeGitHub,
  pull: Pull,
  { needed = "maintain", ...options }: JobOptions & { readonly needed?: "write" | "maintain" | "admin" } = {},
) {
  const job = github.job(pull, options);
  const { subject, repository } = readSubject(environmentOf(job));
  if (subject.kind !== "pull-request") throw new Error("This is no event of a pull request.");
  const before = github.requests.length;
  const result = await readWaiverReview(clientOf(job), repository, subject, needed);
  return { ...result, requests: github.requests.length - before };
}

const reasonsOf = (result: Awaited<ReturnType<typeof reviewOf>>) => (result.review === "pending" ? result.reasons : []);

describe("whether the waivers of a pull request are approved", () => {
  it("is yes once somebody with the permission approves the commit that is judged, in two requests", async () => {
    const { github, pull } = await scene();
    expect(await reviewOf(github, pull)).toEqual({
      review: "pending",
      reasons: [
        "Waivers in comments count after an approving review of this commit by somebody else with the permission maintain.",
      ],
      problems: [],
      requests: 1,
    });
    github.collaborator("lead", "maintain").review(pull, "APPROVED");
    expect(await reviewOf(github, pull)).toEqual({ review: "approved", by: "lead", requests: 2 });
    expect(await reviewOf(github, pull, { permissions: { contents: "read", "pull-requests": "read" } })).toMatchObject({
      review: "approved",
    });
  });

  it.each([
    ["write", ["admin", "maintain", "write"]],
    ["maintain", ["admin", "maintain"]],
    ["admin", ["admin"]],
  ] as const)("asks for the permission %s", async (needed, enough) => {
    const roles = ["admin", "maintain", "write", "triage", "read"] as const;
    const approving = await Promise.all(
      roles.map(async (role) => {
        const { github, pull } = await scene();
        github.collaborator("reviewer", role).review(pull, "APPROVED");
        return (await reviewOf(github, pull, { needed })).review === "approved" ? [role] : [];
      }),
    );
    expect(approving.flat()).toEqual(enough);
  });

  it("says why an approval does not count: too little permission, or none at all", async () => {
    const { github, pull } = await scene();
    github.collaborator("colleague", "write").review(pull, "APPROVED");
    github.person("stranger").review(pull, "APPROVED");
    const result = await reviewOf(github, pull);
    expect(reasonsOf(result)).toEqual([
      "The approval of stranger does not count: they may not write to the repository.",
      "colleague approved it, but does not have the permission maintain on the repository.",
      expect.stringContaining("after an approving review"),
    ]);
    expect(result.requests).toBe(2);
  });

  it("does not take the author's own approval, nor a bot's", async () => {
    const { github, pull } = await scene({ author: "Dev" });
    github.collaborator("dev", "admin").review(pull, "APPROVED");
    github.collaborator("helper[bot]", "admin").review(pull, "APPROVED");
    const result = await reviewOf(github, pull);
    expect(result).toMatchObject({ review: "pending", requests: 1 });
    expect(reasonsOf(result).slice(0, 2)).toEqual([
      "Dev is the author, and cannot approve what is theirs.",
      "The approval of helper does not count: it is no person's.",
    ]);
  });

  it("ends with the next push, and comes back with an approval of that", async () => {
    const { github, pull } = await scene();
    const lead = github.collaborator("lead", "admin");
    lead.review(pull, "APPROVED");
    github.push(pull, { Dockerfile: "FROM alpine:3.21\n" });
    const stale = await reviewOf(github, pull);
    expect(stale).toMatchObject({ review: "pending", requests: 1 });
    expect(reasonsOf(stale)[0]).toBe("The approval of lead is for an earlier commit.");
    lead.review(pull, "APPROVED");
    expect(await reviewOf(github, pull)).toMatchObject({ review: "approved" });
  });

  it("counts for the commit that a run judges, though a push came meanwhile", async () => {
    const { github, pull } = await scene();
    github.collaborator("lead", "admin").review(pull, "APPROVED");
    const job = github.job(pull);
    const judged = readSubject(environmentOf(job));
    github.push(pull, { Dockerfile: "FROM alpine:3.21\n" });
    if (judged.subject.kind !== "pull-request") throw new Error("This is no event of a pull request.");
    expect(await readWaiverReview(clientOf(job), judged.repository, judged.subject, "admin")).toMatchObject({
      review: "approved",
    });
    expect(await reviewOf(github, pull)).toMatchObject({ review: "pending" });
  });

  it("ends when it is dismissed, or when the same person then asks for changes", async () => {
    const { github, pull } = await scene();
    const [lead, owner] = [github.collaborator("lead", "maintain"), github.collaborator("owner", "admin")];
    const approval = lead.review(pull, "APPROVED");
    owner.review(pull, "APPROVED");
    lead.dismiss(approval);
    expect(await reviewOf(github, pull)).toMatchObject({ review: "approved", by: "owner" });
    owner.review(pull, "CHANGES_REQUESTED", { body: "Not this one." });
    const result = await reviewOf(github, pull);
    expect(result).toMatchObject({ review: "pending", requests: 1 });
    expect(reasonsOf(result).slice(0, 2)).toEqual(["The review of lead was dismissed.", "owner asks for changes."]);
    owner.review(pull, "APPROVED");
    expect(await reviewOf(github, pull)).toMatchObject({ review: "approved", by: "owner" });
  });

  it("outlives a comment, and a review that is not sent yet is none", async () => {
    const { github, pull } = await scene();
    const lead = github.collaborator("lead", "admin");
    lead.review(pull, "PENDING");
    expect(await reviewOf(github, pull)).toMatchObject({ review: "pending", requests: 1 });
    lead.review(pull, "APPROVED");
    lead.review(pull, "COMMENTED", { body: "Nice." });
    expect(await reviewOf(github, pull)).toMatchObject({ review: "approved" });
  });

  it("knows what a role of the organisation's own may do", async () => {
    const { github, pull } = await scene();
    github.collaborator("lead", "write").review(pull, "APPROVED");
    const permissions = { pull: true, triage: true, push: true, maintain: true, admin: false };
    const body = { permission: "write", role_name: "release-lead", user: { login: "lead", permissions } };
    github.fault({ match: ({ path }) => path.endsWith("/permission"), reply: { status: 200, body } });
    expect(await reviewOf(github, pull)).toMatchObject({ review: "approved" });
    github.fault({ match: ({ path }) => path.endsWith("/permission"), reply: { status: 200, body } });
    expect(await reviewOf(github, pull, { needed: "admin" })).toMatchObject({ review: "pending" });
  });

  it("looks up five people at most", async () => {
    const { github, pull } = await scene();
    for (let index = 0; index < 7; index += 1) github.collaborator(`dev-${index}`, "write").review(pull, "APPROVED");
    const result = await reviewOf(github, pull);
    expect(result).toMatchObject({ review: "pending", requests: 6 });
    expect(reasonsOf(result)).toContain("Only the first 5 of 7 approvals were looked at.");
  });

  it("is no where it cannot be read, with the permission that is missing", async () => {
    const { github, pull } = await scene({ isPrivate: true });
    github.collaborator("lead", "admin").review(pull, "APPROVED");
    const result = await reviewOf(github, pull, { permissions: { contents: "read" } });
    expect(result).toMatchObject({
      review: "pending",
      problems: [{ code: "permission-missing", incomplete: false }],
    });
    expect(JSON.stringify(result)).toContain("`permissions: pull-requests: read`");
  });

  it.each(["graphql", "permission"])("is no where GitHub is out of order (%s)", async (end) => {
    const { github, pull } = await scene();
    github.collaborator("lead", "admin").review(pull, "APPROVED");
    const reply = { status: 503, body: { message: "Unavailable" } };
    github.fault({ match: ({ path }) => path.endsWith(end), times: 9, reply });
    expect(await reviewOf(github, pull)).toMatchObject({
      review: "pending",
      problems: [{ code: "review-unreadable", message: expect.stringContaining("they do not count") }],
    });
  });
});
