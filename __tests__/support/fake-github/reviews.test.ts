import { describe, expect, it } from "vitest";
import { FakeGitHub } from "./fake-github.ts";
import { lines, octokit, refusalOf, shop } from "./octokit.ts";

/** Lines 11 and 31 of 40 are changed, so that 8…14 and 28…34 are in hunks. */
async function twoHunks(options: Parameters<typeof FakeGitHub.start>[0] = {}) {
  const github = await FakeGitHub.start(options);
  const before = lines(40);
  github.commit("main", { Dockerfile: before, "other.txt": "x\n" });
  const after = before.replace("RUN step 11\n", "RUN other 11\n").replace("RUN step 31\n", "RUN other 31\n");
  const pull = github.openPull({ head: "feature", files: { Dockerfile: after } });
  const client = octokit(github, github.job(pull).token);
  const comment = (more: object) =>
    client.rest.pulls.createReviewComment({
      ...shop,
      pull_number: 1,
      commit_id: pull.head.sha,
      path: "Dockerfile",
      body: "Look",
      ...more,
    } as Parameters<typeof client.rest.pulls.createReviewComment>[0]);
  const review = (comments: readonly object[], more: object = {}) =>
    client.rest.pulls.createReview({
      ...shop,
      pull_number: 1,
      event: "COMMENT",
      body: "",
      comments,
      ...more,
    } as Parameters<typeof client.rest.pulls.createReview>[0]);
  return { github, pull, client, comment, review, after };
}

const [line, sameHunk, blank] = [
  "Pull request review thread line must be part of the diff",
  "Pull request review thread start line must be part of the same hunk as the line.",
  "Pull request review thread diff hunk can't be blank",
];

describe("single comments", () => {
  it("may be on every line of a hunk, on either side, on several lines and on the file", async () => {
    const { comment, github, pull } = await twoHunks();
    const first = await comment({ line: 8 });
    expect(first.data).toMatchObject({ line: 8, side: "RIGHT", start_line: null, position: 1, subject_type: "line" });
    expect(first.data.diff_hunk).toBe("@@ -8,7 +8,7 @@ RUN step 7\n RUN step 8");
    expect((await comment({ line: 11, side: "LEFT" })).data.diff_hunk).toMatch(/\n-RUN step 11$/);
    const several = await comment({ start_line: 11, start_side: "RIGHT", line: 14, side: "RIGHT" });
    expect(several.data).toMatchObject({ start_line: 11, line: 14, original_line: 14, start_side: "RIGHT" });
    expect((await comment({ subject_type: "file" })).data).toMatchObject({ subject_type: "file", path: "Dockerfile" });
    expect(github.threads(pull).map(({ subject }) => subject)).toEqual(["LINE", "LINE", "LINE", "FILE"]);
    const ids = github.threads(pull).map(({ comments }) => comments[0]?.id ?? 0);
    expect(ids).toEqual(ids.toSorted((left, right) => left - right));
  });

  it.each([
    ["outside every hunk", { line: 7 }, ["line must be part of the diff", undefined]],
    ["on a side that has it not", { line: 40, side: "LEFT" }, ["line must be part of the diff", undefined]],
    [
      "from one hunk to another",
      { start_line: 11, line: 31 },
      ["start_line must be part of the same hunk as the line."],
    ],
    ["backwards", { start_line: 12, line: 11 }, ["start_line must precede the end line."]],
    ["on one line, said twice", { start_line: 11, line: 11 }, ["start_line must precede the end line."]],
    ["without a line", {}, [undefined]],
  ])("are refused %s, with an object a reason", async (_, where, reasons) => {
    const { comment, github, pull } = await twoHunks();
    const { status, data } = await refusalOf(comment(where));
    expect(status).toBe(422);
    expect(data).toMatchObject({
      message: "Validation Failed",
      errors: reasons.map((reason) =>
        reason === undefined
          ? { code: "missing_field", field: "pull_request_review_thread.diff_hunk" }
          : { code: "custom", message: `pull_request_review_thread.${reason}` },
      ),
    });
    expect(github.threads(pull)).toEqual([]);
  });

  it("on files that did not change are refused, and so are those on files by an old Enterprise server", async () => {
    const { comment } = await twoHunks({ refusesFileComments: true });
    expect((await refusalOf(comment({ path: "other.txt", line: 1 }))).data).toMatchObject({
      errors: [{ message: "Path could not be resolved" }],
    });
    expect((await refusalOf(comment({ subject_type: "file" }))).data).toMatchObject({
      message: 'Invalid request.\n\n"subject_type" is not a permitted key.',
    });
  });

  it("are answered, edited, deleted and listed", async () => {
    const { client, comment, github, pull } = await twoHunks();
    const { id } = (await comment({ line: 8 })).data;
    const reply = { ...shop, pull_number: 1, comment_id: id, body: "Yes" };
    expect((await client.rest.pulls.createReplyForReviewComment(reply)).data).toMatchObject({ in_reply_to_id: id });
    await client.rest.pulls.updateReviewComment({ ...shop, comment_id: id, body: "Changed" });
    const listed = await client.rest.pulls.listReviewComments({ ...shop, pull_number: 1 });
    expect(listed.data.map(({ body }) => body)).toEqual(["Changed", "Yes"]);
    for (const { id: comment_id } of listed.data) await client.rest.pulls.deleteReviewComment({ ...shop, comment_id });
    expect(github.threads(pull)).toEqual([]);
    const gone = await refusalOf(client.rest.pulls.deleteReviewComment({ ...shop, comment_id: id }));
    expect(gone).toMatchObject({ status: 404, data: { message: "Not Found" } });
  });
});

describe("reviews", () => {
  it.each([
    ["a line outside", { line: 7 }, `${line} and ${blank}`],
    ["lines of which the last is outside", { start_line: 8, line: 40 }, `${line}, ${sameHunk}, and ${blank}`],
    ["lines of two hunks", { start_line: 11, line: 31 }, sameHunk],
    ["a file that did not change", { path: "other.txt", line: 1 }, "Path could not be resolved"],
  ])("are refused whole for %s, in one sentence", async (_, where, reason) => {
    const { review, github, pull } = await twoHunks();
    const good = { path: "Dockerfile", line: 11, body: "Good" };
    const { status, data } = await refusalOf(review([good, { ...good, ...where }]));
    expect([status, data]).toMatchObject([422, { message: "Unprocessable Entity", errors: [reason] }]);
    expect([github.reviews(pull), github.threads(pull)]).toEqual([[], []]);
    await review([good]);
    expect(github.threads(pull)).toMatchObject([{ place: { line: 11 }, comments: [{ body: "Good" }] }]);
  });

  it("are refused in fewer words by a newer GitHub", async () => {
    const { review } = await twoHunks({ newerWording: true });
    const { data } = await refusalOf(review([{ path: "Dockerfile", line: 7, body: "Look" }]));
    expect(data).toMatchObject({ message: "Unprocessable Entity", errors: ["Line could not be resolved"] });
  });

  it("of which one is pending stand in the way of the next, until it is deleted", async () => {
    const { client, review, github, pull } = await twoHunks();
    const good = { path: "Dockerfile", line: 11, body: "Good" };
    const pending = await review([good], { event: undefined });
    expect(pending.data).toMatchObject({ state: "PENDING" });
    expect((await client.rest.pulls.listReviewComments({ ...shop, pull_number: 1 })).data).toEqual([]);
    expect((await refusalOf(review([good]))).data).toMatchObject({
      errors: ["User can only have one pending review per pull request"],
    });
    await client.rest.pulls.deletePendingReview({ ...shop, pull_number: 1, review_id: pending.data.id });
    expect(github.threads(pull)).toEqual([]);
    const { data } = await review([good]);
    const submitted = { ...shop, pull_number: 1, review_id: data.id };
    expect(await refusalOf(client.rest.pulls.deletePendingReview(submitted))).toMatchObject({ status: 422 });
  });

  it("may not approve for a workflow, nor be empty, nor too long", async () => {
    const { review, github, pull } = await twoHunks();
    expect((await refusalOf(review([], { event: "APPROVE" }))).data).toMatchObject({
      errors: ["GitHub Actions is not permitted to approve pull requests."],
    });
    expect(await refusalOf(review([]))).toMatchObject({ status: 422 });
    expect(await refusalOf(review([], { body: "x".repeat(65_537) }))).toMatchObject({ status: 422 });
    await review([], { body: "x".repeat(65_536) });
    expect(github.reviews(pull)).toMatchObject([{ state: "COMMENTED" }]);
  });

  it("of people can be dismissed", async () => {
    const { client, github, pull } = await twoHunks();
    const alice = github.collaborator("alice", "maintain");
    const { id } = alice.review(pull, "CHANGES_REQUESTED", { body: "No" });
    const dismissal = { ...shop, pull_number: 1, review_id: id, message: "Done" };
    expect((await client.rest.pulls.dismissReview(dismissal)).data).toMatchObject({ state: "DISMISSED" });
    const { data } = await client.rest.pulls.listReviews({ ...shop, pull_number: 1 });
    expect(data).toMatchObject([{ user: { login: "alice" }, author_association: "COLLABORATOR", state: "DISMISSED" }]);
  });
});

describe("after a push", () => {
  it("a review of the commit before is placed where its lines are by now, unless a force push took that away", async () => {
    const { comment, review, github, pull, after } = await twoHunks();
    const commit = pull.head.sha;
    github.push(pull, { Dockerfile: `FROM alpine\n${after.replace("RUN other 31\n", "RUN changed 31\n")}` });
    const places = [11, 31].map((at) => ({ path: "Dockerfile", line: at, body: "Look" }));
    await review(places, { commit_id: commit });
    expect((await comment({ commit_id: commit, line: 8 })).data).toMatchObject({ line: 9, original_line: 8 });
    expect(github.threads(pull).map(({ place }) => place?.line)).toEqual([12, undefined, 9]);
    github.forcePush(pull, { Dockerfile: after });
    expect(await refusalOf(review(places, { commit_id: commit }))).toMatchObject({ status: 422 });
    expect((await refusalOf(comment({ commit_id: commit, line: 8 }))).data).toMatchObject({
      errors: [{ message: "commit_id is not part of the pull request" }],
    });
  });

  it("a comment moves with its line, and is outdated once that was changed", async () => {
    const { client, comment, github, pull, after } = await twoHunks();
    await comment({ line: 11 });
    await comment({ line: 31 });
    await comment({ start_line: 30, start_side: "RIGHT", line: 32 });
    await comment({ subject_type: "file" });
    github.push(pull, { Dockerfile: `FROM alpine\n${after.replace("RUN other 31\n", "RUN changed 31\n")}` });
    const { data } = await client.rest.pulls.listReviewComments({ ...shop, pull_number: 1 });
    expect(data.map(({ line: now, original_line, commit_id }) => [now, original_line, commit_id])).toEqual([
      [12, 11, pull.head.sha],
      [null, 31, github.threads(pull)[1]?.originalCommit],
      [null, 32, github.threads(pull)[1]?.originalCommit],
      [undefined, undefined, pull.head.sha],
    ]);
    expect(github.threads(pull).map(({ isOutdated }) => isOutdated)).toEqual([false, true, true, false]);
  });

  it("a comment is outdated when its line is no longer part of the diff, also after a force push or a new base", async () => {
    const { comment, github, pull } = await twoHunks();
    await comment({ line: 11 });
    await comment({ line: 31 });
    github.forcePush(pull, { Dockerfile: lines(40).replace("RUN step 31\n", "RUN other 31\n") });
    expect(github.threads(pull).map(({ isOutdated }) => isOutdated)).toEqual([true, false]);
    github.commit("release", { Dockerfile: lines(40).replace("RUN step 31\n", "RUN other 31\n") });
    github.retarget(pull, "release");
    expect(pull.base.branch).toBe("release");
    expect(github.threads(pull).map(({ isOutdated }) => isOutdated)).toEqual([true, false]);
    github.updateBranch(pull);
    expect(github.threads(pull).map(({ isOutdated }) => isOutdated)).toEqual([true, true]);
  });
});
