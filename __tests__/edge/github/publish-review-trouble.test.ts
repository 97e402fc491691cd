import { describe, expect, it } from "vitest";
import { apiAddress, gitHubClient } from "../../../src/edge/github/client.ts";
import type { LoggedRequest } from "../../support/fake-github/fault.ts";
import type { Job } from "../../support/fake-github/job.ts";
import { isWrite, onFile, onLine, planOf, ReviewScene } from "../../support/review-scene.ts";

const three = planOf(onLine(1), onLine(2), onLine(3));
const said = (...lines: readonly number[]) => lines.map((line) => `**Error** in line ${line}.`);
const isReview = ({ method, path }: LoggedRequest) => method === "POST" && path.endsWith("/reviews");
const isOnFile = ({ method, path }: LoggedRequest) => method === "POST" && /pulls\/\d+\/comments$/.test(path);
const isOverview = ({ method, path }: LoggedRequest) => method === "POST" && path.includes("/issues/");
const codes = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code);

/** The client of the action, that waits a thousandth of the time. */
function hastyClient(job: Job) {
  return gitHubClient({ token: job.token, address: apiAddress(job.environment), debug: () => {}, second: 1 });
}

describe("runs that meet", () => {
  it("leaves a pull request with a newer commit to the run of that commit", async () => {
    const scene = await ReviewScene.start();
    const head = scene.pull.head.sha;
    scene.github.push(scene.pull, { "other.txt": "more\n" });
    const result = await scene.publish(three, { head });
    expect(result.requests.length).toBe(1);
    expect(codes(result)).toEqual(["comments-not-published"]);
    expect(result.problems[0]).toMatchObject({ incomplete: false });
  });

  it("writes nothing when a later run has written at the same commit", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(planOf(onLine(1)), { run: 500 });
    const older = await scene.publish(planOf(onLine(2)), { run: 499 });
    expect(older.writes).toEqual([]);
    expect(codes(older)).toEqual(["comments-not-published"]);
    expect(scene.threadTexts).toEqual(said(1));
  });

  it("leaves one of each comment when two runs write at the same time", async () => {
    const scene = await ReviewScene.start();
    const isSecondToRead = scene.github.requests.length + 1;
    scene.github.fault({ match: () => scene.github.requests.length === isSecondToRead, slowMilliseconds: 1500 });
    const first = scene.publish(three, { run: 7 });
    const other = scene.publish(planOf(onLine(1), onLine(2), onLine(3, { body: "Newer words." })), { run: 8 });
    const results = await Promise.all([first, other]);
    expect(results.length).toBe(2);
    expect(scene.threadTexts.length).toBe(3);
    expect(scene.commentTexts.length).toBe(1);
    await scene.publish(three, { run: 9 });
    expect(scene.threadTexts.toSorted()).toEqual(said(1, 2, 3));
  });
});

describe("failures of GitHub", () => {
  it.each([
    ["a review that was written", isReview, { afterWrite: true }],
    ["a review that was written, by a reset", isReview, { afterWrite: true, reset: true }],
    ["a review that was not written", isReview, { reset: true }],
    ["an overview that was written", isOverview, { afterWrite: true }],
    ["an overview that was not written", isOverview, { reset: true }],
    ["a comment on a file that was written", isOnFile, { afterWrite: true }],
  ] as const)("looks before it writes again: %s", async (_, match, fault) => {
    const scene = await ReviewScene.start();
    scene.github.fault({ match, ...fault });
    const plan = planOf(onLine(1), onLine(2), onFile(3));
    const result = await scene.publish(plan);
    expect(codes(result)).toEqual([]);
    expect(scene.threadTexts).toEqual([...said(1, 2), "**Error** of Dockerfile, number 3."]);
    expect(scene.commentTexts.length).toBe(1);
    expect((await scene.publish(plan)).writes).toEqual([]);
  });

  it("writes the rest of a review that was written in part", async () => {
    const scene = await ReviewScene.start();
    scene.github.fault({ match: isReview, afterWrite: true });
    let isCut = false;
    const cut = (request: LoggedRequest) => {
      if (isCut || isWrite(request) || scene.pull.threads.length < 3) return false;
      isCut = true;
      scene.pull.threads.splice(1, 1);
      return false;
    };
    scene.github.fault({ match: cut });
    await scene.publish(three);
    expect(scene.threadTexts).toEqual(said(1, 3, 2));
    expect(scene.github.reviews(scene.pull).length).toBe(2);
  });

  it("gives up after the third failure, lists everything in the overview, and goes on with the next run", async () => {
    const scene = await ReviewScene.start();
    scene.github.fault({ match: isReview, times: 3, reset: true });
    const result = await scene.publish(three);
    expect(codes(result)).toEqual(["comments-not-published"]);
    expect(result.requests.filter(isReview).length).toBe(3);
    expect(scene.commentTexts[0]).toContain("Dockerfile 1: unavailable");
    await scene.publish(three);
    expect(scene.threadTexts).toEqual(said(1, 2, 3));
    expect(scene.commentTexts[0]).toContain("Dockerfile 1: comment");
  });

  it("takes a conflict that does not pass for no refusal: the next run tries again", async () => {
    const scene = await ReviewScene.start();
    const reply = { status: 409, body: { message: "Conflict" } };
    scene.github.fault({ match: isOnFile, times: 9, reply });
    const plan = planOf(onLine(1), onFile(3));
    expect(codes(await scene.publish(plan))).toEqual(["comments-not-published"]);
    scene.github.clearFaults();
    await scene.publish(plan);
    expect(scene.threadTexts).toEqual([...said(1), "**Error** of Dockerfile, number 3."]);
  });

  it("writes nothing where it cannot read", async () => {
    const scene = await ReviewScene.start();
    scene.github.fault({ match: () => true, times: 99, reply: { status: 502, body: { message: "Server Error" } } });
    const result = await scene.publish(three);
    expect(result.writes).toEqual([]);
    expect(codes(result)).toEqual(["comments-not-published"]);
  });

  it("never throws, whatever an answer looks like", async () => {
    const scene = await ReviewScene.start();
    scene.github.fault({ match: () => true, times: 99, reply: { status: 200, body: { data: { viewer: null } } } });
    const result = await scene.publish(three);
    expect(codes(result)).toEqual(["comments-not-published"]);
    expect([...result.placement.unplaced.values()]).toEqual(["unavailable", "unavailable", "unavailable"]);
  });

  it("takes a comment that is gone for removed", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(three);
    const reply = { status: 404, body: { message: "Not Found" } };
    scene.github.fault({ match: ({ method }) => method === "DELETE", reply });
    expect(codes(await scene.publish(planOf()))).toEqual([]);
    expect(scene.threadTexts.length).toBe(1);
  });
});

describe("tokens and limits", () => {
  it("names the lines that are missing in the workflow, once, and tries nothing more", async () => {
    const scene = await ReviewScene.start();
    const job = { permissions: { contents: "read", "pull-requests": "read" } } as const;
    const result = await scene.publish(three, { job });
    expect(codes(result)).toEqual(["permission-missing"]);
    expect(result.problems[0]?.message).toContain("permissions: { contents: read, pull-requests: write }");
    expect(result.problems[0]?.incomplete).toBe(false);
    expect(result.writes.length).toBe(1);
    expect([...result.placement.unplaced.values()]).toEqual(["not-permitted", "not-permitted", "not-permitted"]);
  });

  it("asks nothing of GitHub for a fork, and says why in one notice", async () => {
    const scene = await ReviewScene.start({ fork: true });
    const result = await scene.publish(three, { mayWrite: false });
    expect(result.requests).toEqual([]);
    expect(codes(result)).toEqual(["permission-missing"]);
    expect(result.problems[0]?.message).toContain("pull-requests: write");
  });

  it("says that a token is wrong", async () => {
    const scene = await ReviewScene.start();
    const result = await scene.publish(three, { client: (job) => hastyClient({ ...job, token: "wrong" }) });
    expect(codes(result)).toEqual(["permission-missing"]);
    expect(result.writes).toEqual([]);
  });

  it.each([403, 422, 429] as const)("waits as long as a secondary limit of status %i asks, and goes on", async (as) => {
    const scene = await ReviewScene.start();
    scene.github.limit({ creations: 0, refusals: 1, as, retryAfterSeconds: 5 });
    const result = await scene.publish(three, { client: hastyClient });
    expect(codes(result)).toEqual([]);
    expect(scene.threadTexts).toEqual(said(1, 2, 3));
    expect(scene.github.reviews(scene.pull).length).toBe(1);
  });

  it("lists in the overview what GitHub does not take before the wait is too long", async () => {
    const scene = await ReviewScene.start();
    const body = { message: "You have exceeded a secondary rate limit." };
    scene.github.fault({ match: isReview, times: 9, reply: { status: 403, headers: { "retry-after": "900" }, body } });
    const result = await scene.publish(three, { client: hastyClient });
    expect(codes(result)).toEqual(["comments-not-published"]);
    expect(scene.commentTexts[0]).toContain("Dockerfile 1: limited");
    expect(result.requests.filter(isReview).length).toBe(1);
  });

  it("does not wait an hour for the primary limit", async () => {
    const scene = await ReviewScene.start({ clock: () => new Date() });
    scene.github.limit({ requests: 1 });
    const result = await scene.publish(three, { client: hastyClient });
    expect(codes(result)).toEqual(["comments-not-published"]);
    expect(result.writes.length).toBe(1);
    expect([...result.placement.unplaced.values()]).toEqual(["limited", "limited", "limited"]);
  });
});
