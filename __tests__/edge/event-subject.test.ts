import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSubject } from "../../src/edge/event-subject.ts";
import { tree } from "../support/tree.ts";

const sha = (digit: string) => digit.repeat(40);

function subjectOf(name: string, payload: unknown, environment: Readonly<Record<string, string>> = {}) {
  const path = join(tree({}), "event.json");
  writeFileSync(path, JSON.stringify(payload));
  return readSubject({
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_SHA: sha("9"),
    GITHUB_REF: "refs/heads/main",
    ...environment,
  });
}

const pull = {
  number: 7,
  user: { login: "dev" },
  head: { sha: sha("1"), ref: "topic", repo: { full_name: "dev/shop" } },
  base: { sha: sha("2"), ref: "main", repo: { full_name: "acme/shop" } },
};

describe("what an event asks for", () => {
  it.each(["pull_request", "pull_request_target", "pull_request_review"])(
    "%s: the pull request's own commits",
    (name) => {
      expect(subjectOf(name, { pull_request: pull, repository: { default_branch: "trunk" } })).toEqual({
        repository: { owner: "acme", repo: "shop" },
        defaultBranch: "trunk",
        subject: {
          kind: "pull-request",
          number: 7,
          head: { sha: sha("1"), ref: "topic" },
          base: { sha: sha("2"), ref: "main" },
          author: "dev",
          isFork: true,
        },
      });
    },
  );

  it("knows a pull request of the repository itself, and one whose fork and author are gone", () => {
    const own = { ...pull, head: { ...pull.head, repo: { full_name: "acme/shop" } } };
    expect(subjectOf("pull_request", { pull_request: own }).subject).toMatchObject({ isFork: false });
    const orphan = { ...pull, user: null, head: { ...pull.head, repo: null } };
    expect(subjectOf("pull_request", { pull_request: orphan }).subject).toMatchObject({
      isFork: true,
      author: "ghost",
    });
  });

  it.each(["schedule", "workflow_dispatch", "issue_comment"])("%s: the commit of the run", (name) => {
    const head = { sha: sha("9"), ref: "refs/heads/main" };
    expect(subjectOf(name, {})).toMatchObject({ defaultBranch: undefined, subject: { kind: "tree", head } });
  });

  it("push: nothing before a new branch", () => {
    const push = { before: sha("0"), after: sha("3"), ref: "refs/heads/new" };
    expect(subjectOf("push", push).subject).toMatchObject({ kind: "push", before: undefined, head: { sha: sha("3") } });
  });

  it.each([
    ["pull_request", {}, 'The event pull_request has no usable "pull_request". Nothing can be read.'],
    ["pull_request", { pull_request: { ...pull, number: "7" } }, '"number"'],
    ["pull_request", { pull_request: { ...pull, head: { ...pull.head, sha: "HEAD" } } }, '"head.sha"'],
    ["merge_group", { merge_group: { head_sha: sha("1") } }, '"merge_group.head_ref"'],
    ["push", [], '"before"'],
    ["workflow_run", { workflow_run: null }, '"workflow_run"'],
  ])("refuses a malformed %s: %j", (name, payload, text) => {
    expect(() => subjectOf(name, payload)).toThrow(text);
  });

  it("refuses to run where there is no repository or commit", () => {
    expect(() => subjectOf("schedule", {}, { GITHUB_REPOSITORY: "" })).toThrow("not a job of GitHub Actions");
    expect(() => subjectOf("schedule", {}, { GITHUB_SHA: "main" })).toThrow("not a job of GitHub Actions");
  });
});
