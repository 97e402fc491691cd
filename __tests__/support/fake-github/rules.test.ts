import { describe, expect, it } from "vitest";
import { FakeGitHub, type FakeGitHubOptions } from "./fake-github.ts";
import type { JobOptions } from "./job.ts";
import { octokit, refusalOf, shop } from "./octokit.ts";

async function start(options: FakeGitHubOptions = {}, fork = false) {
  const github = await FakeGitHub.start(options);
  github.commit("main", { Dockerfile: "FROM alpine\n" });
  const pull = github.openPull({ head: "feature", files: { Dockerfile: "FROM alpine:3\n" }, fork });
  const client = (job: JobOptions = {}) => octokit(github, github.job(pull, job).token);
  return { github, pull, client };
}

const number = { ...shop, pull_number: 1 };
const comment = { ...shop, issue_number: 1, body: "Hello" };
const inaccessible = { message: "Resource not accessible by integration" };

describe("permissions", () => {
  it("that a job lacks are named in the refusal", async () => {
    const { client, github, pull } = await start();
    const request = client({ permissions: { contents: "read" } }).rest.issues.createComment(comment);
    await expect(request).rejects.toMatchObject({
      status: 403,
      response: {
        data: inaccessible,
        headers: { "x-accepted-github-permissions": "issues=write; pull_requests=write" },
      },
    });
    await client({ permissions: { issues: "write" } }).rest.issues.createComment(comment);
    await client({ permissions: { "pull-requests": "write" } }).rest.issues.createComment(comment);
    expect(github.comments(pull)).toHaveLength(2);
  });

  it.each([
    ["of a fork", true, {}],
    ["of Dependabot", false, { actor: "dependabot[bot]" }],
  ])("%s are to read only, except under pull_request_target", async (_, fork, job) => {
    const { client } = await start({}, fork);
    const writing = { permissions: { "pull-requests": "write" }, ...job } as const;
    expect(await refusalOf(client(writing).rest.issues.createComment(comment))).toMatchObject({ status: 403 });
    expect((await client(writing).rest.pulls.get(number)).data.head.repo.fork).toBe(fork);
    await client({ ...writing, event: "pull_request_target" }).rest.issues.createComment(comment);
  });

  it("to read are needed in private repositories only, which others do not see at all", async () => {
    const { client, github } = await start({ private: true });
    const contents = client({ permissions: { contents: "read" } });
    expect((await contents.rest.repos.getContent({ ...shop, path: "Dockerfile" })).status).toBe(200);
    expect(await refusalOf(contents.rest.pulls.get(number))).toMatchObject({ status: 403, data: inaccessible });
    const policies = github.addRepository("acme/policies", { private: true, files: { "policy.yml": "version: 1\n" } });
    const policy = { owner: "acme", repo: "policies", path: "policy.yml" };
    expect(await refusalOf(client().rest.repos.getContent(policy))).toMatchObject({ status: 404 });
    const token = github.token({
      login: "policy-reader",
      kind: "personal",
      permissions: { contents: "read" },
      repositories: [policies],
    });
    expect((await octokit(github, token).rest.repos.getContent(policy)).data).toMatchObject({ name: "policy.yml" });
    expect(await refusalOf(octokit(github, token).rest.pulls.get(number))).toMatchObject({ status: 404 });
    expect(await refusalOf(octokit(github, "wrong").rest.pulls.get(number))).toMatchObject({
      status: 401,
      data: { message: "Bad credentials" },
    });
  });

  it("of people are told", async () => {
    const { client, github } = await start();
    github.collaborator("alice", "maintain");
    github.person("bob");
    const of = async (username: string) =>
      (await client().rest.repos.getCollaboratorPermissionLevel({ ...shop, username })).data;
    expect(await of("Alice")).toMatchObject({ permission: "write", role_name: "maintain" });
    expect(await of("bob")).toMatchObject({ permission: "read", role_name: "read" });
    expect(await refusalOf(of("nobody"))).toMatchObject({ status: 404 });
  });

  it("give a job's token no user of its own, and its comments those of github-actions[bot]", async () => {
    const { client } = await start();
    expect(await refusalOf(client().rest.users.getAuthenticated())).toMatchObject({ status: 403, data: inaccessible });
    const { data } = await client().rest.issues.createComment(comment);
    expect(data.user).toMatchObject({ login: "github-actions[bot]", type: "Bot" });
  });
});

describe("sizes", () => {
  it("of comments end at 65,536 characters", async () => {
    const { client } = await start();
    const { rest } = client();
    await rest.issues.createComment({ ...comment, body: "é".repeat(65_536) });
    expect(await refusalOf(rest.issues.createComment({ ...comment, body: "x".repeat(65_537) }))).toMatchObject({
      status: 422,
      data: { errors: [{ message: "Body is too long (maximum is 65536 characters)" }] },
    });
    expect(await refusalOf(rest.issues.createComment({ ...comment, body: " " }))).toMatchObject({ status: 422 });
  });

  it("of check runs end at 50 annotations a request, which add up, and at 65,535 characters", async () => {
    const { client, github, pull } = await start();
    const { rest } = client({ permissions: { checks: "write" } });
    const annotations = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        path: "Dockerfile",
        start_line: index + 1,
        end_line: index + 1,
        annotation_level: "warning" as const,
        message: "Look",
      }));
    const output = (count: number) => ({ title: "Policy", summary: "", annotations: annotations(count) });
    const run = { ...shop, name: "policy", head_sha: pull.head.sha };
    expect((await refusalOf(rest.checks.create({ ...run, output: output(77) }))).data).toMatchObject({
      message: "Invalid request.\n\nNo more than 50 items are allowed; 77 were supplied.",
    });
    const tooLong = { title: "Policy", summary: "x".repeat(65_536) };
    expect((await refusalOf(rest.checks.create({ ...run, output: tooLong }))).data).toMatchObject({
      message: "Invalid request.\n\nOnly 65535 characters are allowed; 65536 were supplied.",
    });
    const { data } = await rest.checks.create({ ...run, output: output(50), conclusion: "neutral" });
    await rest.checks.update({ ...shop, check_run_id: data.id, output: output(10) });
    expect(github.checkRuns).toMatchObject([{ status: "completed", annotations: { length: 60 } }]);
    const listed = await rest.checks.listAnnotations({ ...shop, check_run_id: data.id, per_page: 100 });
    expect(listed.data).toHaveLength(60);
  });
});

describe("rate limits", () => {
  it("are counted down in headers, and refuse at zero", async () => {
    const { client, github } = await start();
    github.limit({ requests: 1 });
    const { rest } = client();
    expect((await rest.pulls.get(number)).headers).toMatchObject({ "x-ratelimit-remaining": "0" });
    const { status, data } = await refusalOf(rest.pulls.get(number));
    expect([status, data]).toMatchObject([403, { message: expect.stringContaining("API rate limit exceeded") }]);
    expect((await rest.rateLimit.get()).data.rate).toMatchObject({ limit: 1000, remaining: 0 });
  });

  it.each([403, 429, 422] as const)("on content speak as %d, with retry-after, until they are over", async (as) => {
    const { client, github, pull } = await start();
    github.limit({ creations: 1, refusals: 1, as, retryAfterSeconds: 2 });
    const { rest } = client();
    await rest.issues.createComment(comment);
    const words = as === 422 ? { errors: [{ code: "abuse" }] } : { message: expect.stringContaining("secondary rate") };
    await expect(rest.issues.createComment(comment)).rejects.toMatchObject({
      status: as,
      response: { data: words, headers: { "retry-after": "2" } },
    });
    expect((await rest.issues.listComments({ ...shop, issue_number: 1 })).data).toHaveLength(1);
    await rest.issues.createComment(comment);
    expect(github.comments(pull)).toHaveLength(2);
  });

  it("on content are the same for GraphQL, which says it in its own way", async () => {
    const { client, github, pull } = await start();
    github.limit({ creations: 0 });
    const mutation = `mutation ($id: ID!) { addComment(input: { subjectId: $id, body: "Hello" }) { clientMutationId } }`;
    await expect(client().graphql(mutation, { id: `PR_${pull.id}` })).rejects.toThrow("was submitted too quickly");
    expect(github.comments(pull)).toEqual([]);
  });
});

describe("faults", () => {
  it("hit as often as they are to, before the request is carried out or after it", async () => {
    const { client, github, pull } = await start();
    const { rest } = client();
    const isPost = ({ method }: { readonly method: string }) => method === "POST";
    github.fault({ match: isPost, times: 2, reply: { status: 503, body: { message: "Unavailable" } } });
    github.fault({ match: isPost, afterWrite: true });
    const statuses: number[] = [];
    for (let time = 0; time < 3; time++) statuses.push((await refusalOf(rest.issues.createComment(comment))).status);
    expect(statuses).toEqual([503, 503, 502]);
    expect(github.comments(pull)).toHaveLength(1);
    await rest.issues.createComment(comment);
    expect(github.requests.map(({ status }) => status)).toEqual([503, 503, 502, 201]);
  });

  it("let somebody else be faster", async () => {
    const { client, github, pull } = await start();
    const { sha } = pull.head;
    github.fault({
      match: ({ path }) => path.endsWith("/files"),
      meanwhile: () => void github.push(pull, { Dockerfile: "FROM debian\n" }),
    });
    const files = await client().rest.pulls.listFiles(number);
    expect(files.data).toMatchObject([{ patch: expect.stringContaining("+FROM debian") }]);
    expect((await client().rest.pulls.get(number)).data.head.sha).not.toBe(sha);
  });

  it("reset connections, cut replies and make them slow", async () => {
    const { client, github, pull } = await start();
    const { rest } = client();
    github.fault({ match: () => true, reset: true });
    await expect(rest.issues.createComment(comment)).rejects.toThrow();
    expect(github.comments(pull)).toHaveLength(0);
    github.fault({ match: () => true, reset: true, afterWrite: true });
    await expect(rest.issues.createComment(comment)).rejects.toThrow();
    expect(github.comments(pull)).toHaveLength(1);
    github.fault({ match: () => true, truncated: true });
    // Octokit takes what it could not read for an empty reply.
    expect(await rest.pulls.get(number)).toMatchObject({ status: 200, data: "" });
    github.fault({ match: () => true, slowMilliseconds: 5 });
    expect((await rest.pulls.get(number)).status).toBe(200);
  });
});

describe("what GitHub's description does not know", () => {
  it("is refused, and noted", async () => {
    const { client, github } = await start();
    const request = client().request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...comment,
      subject_type: "file",
    });
    expect(await refusalOf(request)).toMatchObject({ status: 422 });
    expect(await refusalOf(client().request("GET /repos/acme/shop/nothing"))).toMatchObject({ status: 404 });
    expect(await refusalOf(client().request("GET /repos/acme/shop/pulls/1/files?size=3"))).toMatchObject({
      status: 422,
    });
    expect(github.takeViolations()).toEqual([
      'POST /repos/acme/shop/issues/1/comments: "subject_type" is not a permitted key.',
      "The fake GitHub does not know GET /repos/acme/shop/nothing.",
      'GET /repos/acme/shop/pulls/1/files: GET /repos/{owner}/{repo}/pulls/{pull_number}/files has no parameter "size".',
    ]);
  });

  it.fails("fails the test that does not expect it", async () => {
    const { client } = await start();
    await refusalOf(client().request("GET /repos/acme/shop/nothing"));
  });
});
