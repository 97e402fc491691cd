import { describe, expect, it } from "vitest";
import { fingerprintOf, onFile, onLine, planOf, ReviewScene } from "../../support/review-scene.ts";

const three = planOf(onLine(1), onLine(2), onLine(3));
const said = (...lines: readonly number[]) => lines.map((line) => `**Error** in line ${line}.`);

describe("publishing a review", () => {
  it("writes one review, comments on files and one overview", async () => {
    const scene = await ReviewScene.start();
    const { placement, links, stickyUrl, problems, writes } = await scene.publish(
      planOf(onLine(3), onLine(5, { startLine: 4 }), onFile(7)),
    );
    expect(problems).toEqual([]);
    expect(scene.threadTexts).toEqual([...said(3, 5), "**Error** of Dockerfile, number 7."]);
    expect(scene.github.threads(scene.pull)[1]?.place).toMatchObject({ startLine: 4, line: 5, side: "RIGHT" });
    expect(scene.commentTexts).toEqual(["- Dockerfile 3: comment\n- Dockerfile 5: comment\n- Dockerfile 7: comment"]);
    expect(placement.inline.size).toBe(3);
    expect([...links.values()].every((link) => link.includes("/acme/shop/pull/1#discussion_r"))).toBe(true);
    expect(stickyUrl).toContain("#issuecomment-");
    expect(writes.length).toBe(3);
    const [review] = scene.github.reviews(scene.pull);
    expect(review).toMatchObject({ state: "COMMENTED", body: "Stagegate: 2 findings in the lines of this change." });
  });

  it("makes four requests for a usual first run, and one for the same once more, which writes nothing", async () => {
    const scene = await ReviewScene.start();
    expect((await scene.publish(three)).requests.length).toBe(4);
    const again = await scene.publish(three);
    expect(again.requests.length).toBe(1);
    expect(again.writes).toEqual([]);
    expect(again.placement.inline.size).toBe(3);
    expect(again.links.size).toBe(3);
  });

  it("says nothing where there is nothing to say, and turns an overview that is there to green", async () => {
    const scene = await ReviewScene.start();
    expect((await scene.publish(planOf())).writes).toEqual([]);
    await scene.publish(three);
    await scene.publish(planOf());
    expect(scene.threadTexts).toEqual([]);
    expect(scene.commentTexts).toEqual(["All clear."]);
    await scene.publish(planOf(), { comment: "off" });
    expect(scene.commentTexts).toEqual([]);
    await scene.publish(planOf(), { comment: "always" });
    expect(scene.commentTexts).toEqual(["All clear."]);
  });

  it("makes no comments on lines where they are switched off, and settles those that are there", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(planOf(onLine(1), onLine(2)));
    const { placement, problems } = await scene.publish(planOf(onLine(2), onLine(3)), { review: "off" });
    expect(scene.threadTexts).toEqual(said(2));
    expect(placement.unplaced).toEqual(new Map([[fingerprintOf(3), "off"]]));
    expect(problems).toEqual([]);
  });

  it("adds what is new with one review, and removes what is fixed", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(three);
    scene.github.push(scene.pull, { "other.txt": "more\n" });
    const { writes } = await scene.publish(planOf(onLine(2), onLine(4)));
    expect(scene.threadTexts).toEqual(said(2, 4));
    expect(writes.map(({ method }) => method).sort()).toEqual(["DELETE", "DELETE", "PATCH", "POST"]);
  });

  it("changes a comment whose text has changed, but not for another commit in its links", async () => {
    const scene = await ReviewScene.start();
    const at = (words: string) => planOf(onLine(1, { body: `${words}, see /blob/${scene.pull.head.sha}/Dockerfile` }));
    await scene.publish(at("One thing"), { comment: "off" });
    scene.github.push(scene.pull, { "other.txt": "more\n" });
    expect((await scene.publish(at("One thing"), { comment: "off" })).writes).toEqual([]);
    await scene.publish(at("Another thing"), { comment: "off" });
    expect(scene.threadTexts).toEqual([`Another thing, see /blob/${scene.pull.head.sha}/Dockerfile`]);
  });

  it("reads more than a hundred threads and comments", async () => {
    const scene = await ReviewScene.start();
    const somebody = scene.github.person("sam");
    for (let count = 0; count < 120; count += 1) {
      somebody.commentOn(scene.pull, "Dockerfile", 1 + (count % 80), "Why?");
      somebody.comment(scene.pull, "Hm.");
    }
    await scene.publish(three);
    for (let count = 0; count < 120; count += 1) somebody.comment(scene.pull, "Hm.");
    const again = await scene.publish(three);
    expect(again.writes).toEqual([]);
    expect(again.requests.length).toBe(3);
  });

  it("goes to an Enterprise server with the same requests", async () => {
    const scene = await ReviewScene.start({ enterprise: true });
    await scene.publish(three);
    expect(scene.threadTexts).toEqual(said(1, 2, 3));
    expect((await scene.publish(three)).writes).toEqual([]);
  });

  it("asks an older server, which does not know it, for no long ids", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(three);
    const message = "Field 'fullDatabaseId' doesn't exist on type 'PullRequestReviewComment'";
    scene.github.fault({
      match: ({ path, body }) => path.endsWith("/graphql") && JSON.stringify(body).includes("fullDatabaseId"),
      times: 9,
      reply: { status: 200, body: { errors: [{ message }] } },
    });
    const { writes, placement } = await scene.publish(planOf(onLine(1), onLine(2)));
    expect(scene.threadTexts).toEqual(said(1, 2));
    expect(placement.inline.size).toBe(2);
    expect(writes.length).toBe(2);
  });
});

describe("people in a review", () => {
  it("keeps a thread that somebody answered, says that it is fixed, folds it up, and opens it when the finding is back", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(planOf(onLine(1)), { comment: "off" });
    const [thread] = scene.github.threads(scene.pull);
    if (!thread) throw new Error("There is no thread.");
    scene.github.person("sam").reply(thread, "We need this.");
    await scene.publish(planOf(), { comment: "off" });
    expect(scene.threadTexts[0]).toContain(`**Fixed in ${scene.pull.head.sha}.**`);
    expect(thread.comments).toMatchObject([{ minimized: "resolved" }, { body: "We need this.", minimized: undefined }]);
    expect(thread.resolvedBy).toBeUndefined();
    expect((await scene.publish(planOf(), { comment: "off" })).writes).toEqual([]);
    await scene.publish(planOf(onLine(1)), { comment: "off" });
    expect(scene.threadTexts).toEqual(said(1));
    expect(thread.comments[0]?.minimized).toBeUndefined();
  });

  it("resolves a settled thread where the token may, and reopens it", async () => {
    const scene = await ReviewScene.start();
    const job = { permissions: { contents: "write", "pull-requests": "write" } } as const;
    await scene.publish(planOf(onLine(1)), { job });
    const [thread] = scene.github.threads(scene.pull);
    if (!thread) throw new Error("There is no thread.");
    scene.github.person("sam").reply(thread, "We need this.");
    await scene.publish(planOf(), { job });
    expect(thread.resolvedBy?.login).toBe("github-actions[bot]");
    await scene.publish(planOf(onLine(1)), { job });
    expect(thread.resolvedBy).toBeUndefined();
    expect(scene.threadTexts).toEqual(said(1));
  });

  it.each(["resolve", "hide", "edit"] as const)("leaves alone what somebody did: %s", async (deed) => {
    const scene = await ReviewScene.start();
    await scene.publish(planOf(onLine(1)), { comment: "off" });
    const [thread] = scene.github.threads(scene.pull);
    const sam = scene.github.person("sam");
    const first = thread?.comments[0];
    if (!thread || !first) throw new Error("There is no thread.");
    if (deed === "resolve") sam.resolve(thread);
    if (deed === "hide") sam.hide(first);
    if (deed === "edit") sam.edit(first, `My words. ${first.body}`);
    const { body } = first;
    const other = planOf(onLine(1, { body: "Other words." }));
    expect((await scene.publish(other, { comment: "off" })).writes).toEqual([]);
    expect((await scene.publish(planOf(), { comment: "off" })).writes).toEqual([]);
    expect(scene.github.threads(scene.pull).map(({ comments }) => comments[0]?.body)).toEqual([body]);
  });

  it("says again what somebody deleted and is still there", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(three);
    scene.pull.threads.splice(0, 1);
    await scene.publish(three);
    expect(scene.threadTexts).toEqual(said(2, 3, 1));
  });

  it("does not say again what is outdated", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(three, { comment: "off" });
    scene.github.push(scene.pull, { Dockerfile: "FROM alpine\n" });
    expect(scene.github.threads(scene.pull).every(({ isOutdated }) => isOutdated)).toBe(true);
    const shifted = planOf(...[1, 2, 3].map((line) => onLine(line, { line: 1 })));
    expect((await scene.publish(shifted, { comment: "off" })).writes).toEqual([]);
  });

  it("takes no marker of somebody else, nor one that another workflow repeats, for its own", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(planOf(onLine(1)));
    const [thread] = scene.github.threads(scene.pull);
    const body = thread?.comments[0]?.body ?? "";
    const overview = scene.github.comments(scene.pull)[0]?.body ?? "";
    scene.pull.threads.splice(0);
    scene.pull.comments.splice(0);
    const names = ["mallory", "other-bot[bot]", "github-actions[bot]"];
    for (const name of names) {
      const quoted = name === "github-actions[bot]" ? "A preview:\n\n" : "";
      scene.github.person(name).commentOn(scene.pull, "Dockerfile", 1, quoted + body);
      scene.github.person(name).comment(scene.pull, quoted + overview);
    }
    await scene.publish(planOf(onLine(1)));
    expect(scene.github.threads(scene.pull).length).toBe(4);
    expect(scene.github.comments(scene.pull).length).toBe(4);
    await scene.publish(planOf(), { comment: "off" });
    expect(scene.github.threads(scene.pull).map(({ comments }) => comments[0]?.author.login)).toEqual(names);
    expect(scene.github.comments(scene.pull).map(({ author }) => author.login)).toEqual(names);
  });

  it("leaves the comments of another job to that job", async () => {
    const scene = await ReviewScene.start();
    await scene.publish(planOf(onLine(1)), { key: "a" });
    await scene.publish(planOf(onLine(2)), { key: "b" });
    await scene.publish(planOf(), { key: "b" });
    expect(scene.threadTexts).toEqual(said(1));
    expect(scene.commentTexts).toEqual(["- Dockerfile 1: comment", "All clear."]);
  });
});
