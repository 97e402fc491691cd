import { getOctokit } from "@actions/github";
import { describe, expect, it } from "vitest";
import { FakeGitHub } from "./fake-github.ts";
import type { Job } from "./job.ts";

function client(github: FakeGitHub, { token }: Pick<Job, "token">) {
  return getOctokit(token, { baseUrl: github.urls.api });
}

const place = { owner: "acme", repo: "shop" };
const lines = (count: number) => Array.from({ length: count }, (_, index) => `RUN step ${index + 1}\n`).join("");

describe("pull requests", () => {
  it("shows head, base, files and their content", async () => {
    const github = await FakeGitHub.start();
    const base = github.commit("main", { Dockerfile: "FROM alpine\n", "a/b.txt": "b\n" });
    const pull = github.openPull({ head: "feature", files: { Dockerfile: "FROM alpine:3.20\n", "a/b.txt": null } });
    const octokit = client(github, github.job(pull));
    const { data } = await octokit.rest.pulls.get({ ...place, pull_number: pull.number });
    expect(data).toMatchObject({ number: 1, head: { sha: pull.head.sha, ref: "feature" }, base: { sha: base } });
    const files = await octokit.rest.pulls.listFiles({ ...place, pull_number: 1 });
    expect(files.data).toMatchObject([
      { filename: "Dockerfile", status: "modified", patch: "@@ -1 +1 @@\n-FROM alpine\n+FROM alpine:3.20" },
      { filename: "a/b.txt", status: "removed" },
    ]);
    expect(data).toMatchObject({ mergeable: true, changed_files: 2 });
  });

  it("refuses a whole review for one line outside the hunks", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: lines(40) });
    const pull = github.openPull({ head: "feature", files: { Dockerfile: `FROM alpine\n${lines(40)}` } });
    const octokit = client(github, github.job(pull));
    const review = {
      ...place,
      pull_number: 1,
      event: "COMMENT" as const,
      body: "One",
      comments: [
        { path: "Dockerfile", line: 1, body: "here" },
        { path: "Dockerfile", line: 30, start_line: 1, body: "there" },
      ],
    };
    await expect(octokit.rest.pulls.createReview(review)).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          message: "Unprocessable Entity",
          errors: [
            "Pull request review thread line must be part of the diff, Pull request review thread start line must be part of the same hunk as the line., and Pull request review thread diff hunk can't be blank",
          ],
        },
      },
    });
    expect(github.threads(pull)).toEqual([]);
    await octokit.rest.pulls.createReview({ ...review, comments: review.comments.slice(0, 1) });
    expect(github.threads(pull)).toMatchObject([{ place: { line: 1 }, comments: [{ body: "here" }] }]);
    const thread = await octokit.graphql(
      'query($n:Int!){viewer{login} repository(owner:"acme",name:"shop"){pullRequest(number:$n){reviewThreads(first:10){nodes{id isOutdated viewerCanResolve comments(first:5){nodes{databaseId viewerDidAuthor author{login}}}}}}}}',
      { n: 1 },
    );
    expect(thread).toMatchObject({ viewer: { login: "github-actions[bot]" } });
  });
});
