import { describe, expect, it } from "vitest";
import { onFile, onLine, planOf, ReviewScene } from "../../support/review-scene.ts";

const three = planOf(onLine(3), onLine(5, { startLine: 4 }), onFile(7));

describe("publishing a review", () => {
  it("writes one review, comments on files and one overview, and reads before and behind", async () => {
    const scene = await ReviewScene.start();
    const { placement, links, stickyUrl, problems, requests, writes } = await scene.publish(three);
    expect(problems).toEqual([]);
    expect(scene.threadTexts).toEqual([
      "**Error** in line 3.",
      "**Error** in line 5.",
      "**Error** of Dockerfile, number 7.",
    ]);
    expect(scene.github.threads(scene.pull)[1]?.place).toMatchObject({ startLine: 4, line: 5, side: "RIGHT" });
    expect(scene.commentTexts).toEqual(["- Dockerfile 3: comment\n- Dockerfile 5: comment\n- Dockerfile 7: comment"]);
    expect(placement.inline.size).toBe(3);
    expect([...links.values()].every((link) => link.includes("/acme/shop/pull/1#discussion_r"))).toBe(true);
    expect(stickyUrl).toContain("#issuecomment-");
    expect(writes.length).toBe(3);
    expect(requests.length).toBe(5);
    const [review] = scene.github.reviews(scene.pull);
    expect(review).toMatchObject({ state: "COMMENTED", body: "Stagegate: 2 findings in the lines of this change." });
  });

  it("makes four requests for a usual first run, and one for the same once more, which writes nothing", async () => {
    const scene = await ReviewScene.start();
    const plan = planOf(onLine(1), onLine(2), onLine(3));
    expect((await scene.publish(plan)).requests.length).toBe(4);
    const again = await scene.publish(plan);
    expect(again.requests.length).toBe(1);
    expect(again.writes).toEqual([]);
    expect(again.placement.inline.size).toBe(3);
    expect(again.links.size).toBe(3);
  });
});
