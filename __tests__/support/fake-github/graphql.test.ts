import { describe, expect, it } from "vitest";
import { FakeGitHub } from "./fake-github.ts";
import type { JobOptions } from "./job.ts";
import { octokit, shop } from "./octokit.ts";

async function start(options: Parameters<typeof FakeGitHub.start>[0] = {}) {
  const github = await FakeGitHub.start(options);
  github.commit("main", { Dockerfile: "FROM alpine\n", "big.txt": "x".repeat(512_001), image: new Uint8Array([0]) });
  const pull = github.openPull({ head: "feature", files: { Dockerfile: "FROM alpine:3\n" } });
  const client = (job: JobOptions = {}) => octokit(github, github.job(pull, job).token);
  const ask = (query: string, variables: Record<string, unknown> = {}, job: JobOptions = {}) =>
    client(job).graphql(query, variables);
  return { github, pull, client, ask };
}

const inShop = (selection: string) => `query { repository(owner: "acme", name: "shop") { ${selection} } }`;
const inPull = (selection: string) => inShop(`pullRequest(number: 1) { ${selection} }`);

describe("GraphQL", () => {
  it("reads many files at once, long ones cut at 512,000 bytes", async () => {
    const { ask, pull } = await start();
    const blob = "... on Blob { text isTruncated isBinary byteSize }";
    const object = (name: string, path: string) =>
      `${name}: object(expression: "${pull.head.sha}:${path}") { ${blob} }`;
    const parts = ["Dockerfile", "big.txt", "image", "nothing"].map((path, index) => object(`f${index}`, path));
    const tree = `root: object(expression: "feature:") { ... on Tree { entries { name mode type } } }`;
    const answer = await ask(inShop(`defaultBranchRef { name target { oid } } ${parts.join(" ")} ${tree}`));
    expect(answer).toEqual({
      repository: {
        defaultBranchRef: { name: "main", target: { oid: pull.base.sha } },
        f0: { text: "FROM alpine:3\n", isTruncated: false, isBinary: false, byteSize: 14 },
        f1: { text: "x".repeat(512_000), isTruncated: true, isBinary: false, byteSize: 512_001 },
        f2: { text: null, isTruncated: false, isBinary: true, byteSize: 1 },
        f3: null,
        root: {
          entries: ["Dockerfile", "big.txt", "image"].map((name) => ({ name, mode: 0o100644, type: "blob" })),
        },
      },
    });
  });

  it("shows a conversation as people see it: who wrote, what is outdated, resolved and hidden", async () => {
    const { ask, client, github, pull } = await start();
    const line = { path: "Dockerfile", line: 1, body: "Pin it" };
    await client().rest.pulls.createReview({ ...shop, pull_number: 1, event: "COMMENT", comments: [line] });
    const [thread] = github.threads(pull);
    if (!thread) throw new Error("There is no conversation.");
    github.person("alice").reply(thread, "Why?");
    const fields = "isResolved isOutdated viewerCanResolve path line originalLine subjectType";
    const comments = "comments(first: 50) { nodes { databaseId viewerDidAuthor isMinimized body author { login } } }";
    const query = `query { viewer { login } repository(owner: "acme", name: "shop") { pullRequest(number: 1) {
      headRefOid reviewThreads(first: 100) { nodes { ${fields} ${comments} } pageInfo { hasNextPage } } } } }`;
    const nodes = [
      { viewerDidAuthor: true, body: "Pin it", author: { login: "github-actions" }, isMinimized: false },
      { viewerDidAuthor: false, body: "Why?", author: { login: "alice" } },
    ];
    const shown = (place: object) => ({
      viewer: { login: "github-actions[bot]" },
      repository: {
        pullRequest: {
          headRefOid: pull.head.sha,
          reviewThreads: { nodes: [{ ...place, comments: { nodes } }], pageInfo: { hasNextPage: false } },
        },
      },
    });
    const place = { path: "Dockerfile", originalLine: 1, subjectType: "LINE", viewerCanResolve: false };
    expect(await ask(query)).toMatchObject(shown({ ...place, line: 1, isOutdated: false, isResolved: false }));
    github.push(pull, { Dockerfile: "FROM debian\n" });
    github.person("alice").resolve(thread);
    expect(await ask(query)).toMatchObject(shown({ ...place, line: null, isOutdated: true, isResolved: true }));
  });

  it("hides comments with permission to write them, and resolves conversations only with contents: write", async () => {
    const { ask, client, github, pull } = await start();
    const { data } = await client().rest.issues.createComment({ ...shop, issue_number: 1, body: "Hello" });
    const minimize = `mutation ($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) {
      minimizedComment { isMinimized minimizedReason } } }`;
    expect(await ask(minimize, { id: data.node_id })).toEqual({
      minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: "outdated" } },
    });
    const unminimize = `mutation ($id: ID!) { unminimizeComment(input: { subjectId: $id }) {
      unminimizedComment { isMinimized } } }`;
    const reading = { permissions: { "pull-requests": "read" } } as const;
    await expect(ask(unminimize, { id: data.node_id }, reading)).rejects.toMatchObject({
      errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }],
    });
    expect(github.comments(pull)).toMatchObject([{ minimized: "outdated" }]);
    const thread = github.person("alice").commentOn(pull, "Dockerfile", 1, "Why?");
    const resolve = `mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { thread { isResolved } } }`;
    const id = `PRRT_${thread.id}`;
    await expect(ask(resolve, { id })).rejects.toMatchObject({ errors: [{ type: "FORBIDDEN" }] });
    const writing = { permissions: { contents: "write" } } as const;
    expect(await ask(resolve, { id }, writing)).toEqual({ resolveReviewThread: { thread: { isResolved: true } } });
  });

  it("pages with cursors, and wants to be told how much", async () => {
    const { ask, github, pull } = await start();
    for (let index = 0; index < 3; index++) github.person("alice").comment(pull, `No. ${index}`);
    const page = (after: string) =>
      ask(inPull(`comments(first: 2${after}) { nodes { body } pageInfo { hasNextPage endCursor } }`)) as Promise<{
        repository: { pullRequest: { comments: { nodes: object[]; pageInfo: { endCursor: string } } } };
      }>;
    const first = (await page("")).repository.pullRequest.comments;
    expect(first).toMatchObject({ nodes: [{ body: "No. 0" }, { body: "No. 1" }], pageInfo: { hasNextPage: true } });
    const second = (await page(`, after: "${first.pageInfo.endCursor}"`)).repository.pullRequest.comments;
    expect(second).toMatchObject({ nodes: [{ body: "No. 2" }], pageInfo: { hasNextPage: false } });
    const type = (comments: string) => ask(inPull(`${comments} { nodes { body } }`));
    await expect(type("comments")).rejects.toMatchObject({ errors: [{ type: "MISSING_PAGINATION_BOUNDARIES" }] });
    await expect(type("comments(first: 101)")).rejects.toMatchObject({ errors: [{ type: "EXCESSIVE_PAGINATION" }] });
  });

  it("does not find what the token may not see", async () => {
    const { ask } = await start({ private: true });
    const job = { permissions: { contents: "read" } } as const;
    await expect(ask(inPull("headRefOid"), {}, job)).rejects.toMatchObject({
      errors: [{ type: "FORBIDDEN" }],
      data: { repository: { pullRequest: null } },
    });
    await expect(ask(`query { repository(owner: "acme", name: "other") { id } }`)).rejects.toMatchObject({
      errors: [{ type: "NOT_FOUND", message: "Could not resolve to a Repository with the name 'acme/other'." }],
    });
  });

  it("refuses what GitHub's schema does not have, and fails the test that does not expect it", async () => {
    const { ask, github } = await start();
    await expect(ask(inPull("isOutdated"))).rejects.toThrow('Cannot query field "isOutdated" on type "PullRequest"');
    await expect(ask(inShop("stargazerCount"))).rejects.toThrow(
      "The fake GitHub does not know Repository.stargazerCount",
    );
    expect(github.takeViolations()).toHaveLength(2);
  });
});
