import { describe, expect, it } from "vitest";
import type { LoggedRequest } from "../../support/fake-github/fault.ts";
import { fingerprintOf, onFile, onLine, planOf, ReviewScene } from "../../support/review-scene.ts";

const three = planOf(onLine(1), onLine(2), onLine(3));
const said = (...lines: readonly number[]) => lines.map((line) => `**Error** in line ${line}.`);
const isReview = ({ method, path }: LoggedRequest) => method === "POST" && path.endsWith("/reviews");
const isOnFile = ({ method, path }: LoggedRequest) => method === "POST" && /pulls\/\d+\/comments$/.test(path);
const isOverview = ({ method, path }: LoggedRequest) => method === "POST" && path.includes("/issues/");
const codes = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code);

/** In a file that the change touches in its first line only. */
const misplaced = (number: number) => onLine(number, { path: "long.txt", line: 150, body: `**Error** ${number}.` });

describe("places that GitHub refuses", () => {
  it.each([1, 2])("finds %i bad ones among 30, puts them on their files and the others on their lines", async (bad) => {
    const scene = await ReviewScene.start();
    const comments = Array.from({ length: 30 }, (_, index) => onLine(index + 1));
    const all = [...comments.slice(0, 17), misplaced(91), ...comments.slice(17), ...(bad === 2 ? [misplaced(92)] : [])];
    const result = await scene.publish(planOf(...all));
    expect(result.placement.unplaced.size).toBe(0);
    expect(result.placement.inline.size).toBe(30 + bad);
    const onFiles = scene.github.threads(scene.pull).filter(({ subject }) => subject === "FILE");
    expect(onFiles.map(({ path }) => path)).toEqual(bad === 1 ? ["long.txt"] : ["long.txt", "long.txt"]);
    expect(result.requests.filter(isReview).length).toBeLessThanOrEqual(2 * 5 * bad + 1);
    expect((await scene.publish(planOf(...all))).writes).toEqual([]);
  });

  it("knows the newer texts, and lists in the overview what no file takes, without trying at this commit again", async () => {
    const scene = await ReviewScene.start();
    const plan = planOf(onLine(1), onLine(8, { path: "gone.txt" }));
    const result = await scene.publish(plan);
    expect(result.placement.unplaced).toEqual(new Map([[fingerprintOf(8), "refused"]]));
    expect(scene.commentTexts).toEqual(["- Dockerfile 1: comment\n- gone.txt 8: refused"]);
    expect(codes(result)).toEqual([]);
    expect((await scene.publish(plan)).writes).toEqual([]);
    scene.github.push(scene.pull, { "gone.txt": "here now\n" });
    await scene.publish(planOf(onLine(1), onLine(8, { path: "gone.txt", line: 1 })));
    expect(scene.threadTexts).toEqual(said(1, 8));
  });

  it("shows a suggestion as code where it comes to stand on a file", async () => {
    const scene = await ReviewScene.start();
    const body = "Fix:\n\n```suggestion\nUSER 1000\n```";
    await scene.publish(planOf(onLine(1, { body }), { ...misplaced(9), body }));
    expect(scene.threadTexts).toEqual([body, body.replace("suggestion", "dockerfile")]);
  });

  it("leaves what is more than ten comments on files to the overview", async () => {
    const scene = await ReviewScene.start();
    const plan = planOf(...Array.from({ length: 12 }, (_, index) => onFile(index + 1)));
    const { placement } = await scene.publish(plan);
    expect(scene.threadTexts.length).toBe(10);
    expect([...placement.unplaced.values()]).toEqual(["no-room", "no-room"]);
    expect((await scene.publish(plan)).writes).toEqual([]);
  });

  it("makes no comments on files of a server that does not know them", async () => {
    const scene = await ReviewScene.start({ enterprise: true });
    const message = 'Invalid request.\n\n"subject_type" is not a permitted key.';
    scene.github.fault({ match: isOnFile, times: 99, reply: { status: 422, body: { message } } });
    const result = await scene.publish(planOf(onLine(1), onFile(2), onFile(3)));
    expect(result.requests.filter(isOnFile).length).toBe(1);
    expect([...result.placement.unplaced.values()]).toEqual(["refused", "refused"]);
    expect(scene.threadTexts).toEqual(said(1));
  });

  it("stops when the head moves while it writes", async () => {
    const scene = await ReviewScene.start();
    const { head } = scene.pull;
    scene.github.fault({
      match: (request) => {
        if (!isReview(request)) return false;
        scene.github.push(scene.pull, { Dockerfile: "FROM alpine\n" });
        return true;
      },
      reply: { status: 422, body: { message: "Unprocessable Entity", errors: ["Line could not be resolved"] } },
    });
    const result = await scene.publish(three, { head: head.sha });
    expect(codes(result)).toEqual(["comments-not-published"]);
    expect([...result.placement.unplaced.values()]).toEqual(["head-moved", "head-moved", "head-moved"]);
    expect(result.writes.length).toBe(1);
    expect(scene.threadTexts).toEqual([]);
  });

  it("shortens once what GitHub calls too long", async () => {
    const scene = await ReviewScene.start();
    const reply = {
      status: 422,
      body: { message: "Validation Failed", errors: ["Body is too long (maximum is 65536 characters)"] },
    };
    scene.github.fault({ match: isReview, reply });
    scene.github.fault({ match: isOverview, reply });
    const body = Array.from({ length: 3000 }, (_, index) => `Paragraph ${index}.`).join("\n\n");
    const result = await scene.publish(planOf(onLine(1, { body })));
    expect(scene.threadTexts[0]?.length).toBeLessThan(20_000);
    expect(scene.threadTexts[0]).toMatch(/This is cut: the job summary has the rest\.$/);
    expect(scene.commentTexts.length).toBe(1);
    expect(codes(result)).toEqual([]);
  });

  it("removes its own review that was never sent, and nobody else's", async () => {
    const scene = await ReviewScene.start();
    scene.github.person("sam").review(scene.pull, "PENDING");
    scene.github.person("github-actions[bot]").review(scene.pull, "PENDING");
    expect(codes(await scene.publish(three))).toEqual([]);
    expect(scene.threadTexts).toEqual(said(1, 2, 3));
    const states = scene.github.reviews(scene.pull).map(({ author, state }) => `${author.login} ${state}`);
    expect(states).toEqual(["sam PENDING", "github-actions[bot] COMMENTED"]);
  });
});
