import { describe, expect, it } from "vitest";
import { start } from "../support/pull-request.ts";

const good = "FROM scratch\nCOPY app /app\nUSER 65532\n";
const bad = "FROM scratch\nCOPY a b /c/ # note\nUSER 65532\n";

describe("a pull request that is judged again", () => {
  it("writes nothing for a head that was judged already", async () => {
    const { github, run, writes } = await start({ Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    const first = await run(pull, { inputs: { policy: "strict" } });
    expect(first.exitStatus).toBe(1);
    expect(github.threads(pull).length).toBeGreaterThan(0);
    const written = writes().length;
    const second = await run(pull, { inputs: { policy: "strict" } });
    expect(second.exitStatus).toBe(1);
    expect(second.outputs).toMatchObject({ errors: first.outputs.errors, warnings: first.outputs.warnings });
    expect(writes().length).toBe(written);
  });

  it("has no comment twice after a push and a force-push (1: the same comments again)", async () => {
    const { github, run } = await start({ Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    await run(pull, { inputs: { policy: "strict" } });
    const threads = github.threads(pull).length;
    expect(threads).toBeGreaterThan(0);
    github.push(pull, { Dockerfile: `# A remark\n${bad}` });
    await run(pull, { inputs: { policy: "strict" } });
    github.forcePush(pull, { Dockerfile: `# Another\n# remark\n${bad}` });
    await run(pull, { inputs: { policy: "strict" } });
    expect(github.threads(pull)).toHaveLength(threads);
    expect(github.comments(pull)).toHaveLength(1);
  });
});

describe("a pull request of a fork", () => {
  it("keeps its verdict, with one notice that names the permission (4, 5: a fork's job fails or is silent)", async () => {
    const { github, run, writes } = await start({ Dockerfile: good });
    const pull = github.openPull({ head: "topic", fork: true, author: "guest", files: { Dockerfile: bad } });
    const { exitStatus, annotations, summary } = await run(pull, { inputs: { policy: "strict" } });
    expect(exitStatus).toBe(1);
    expect(writes()).toEqual([]);
    expect(annotations.filter(({ message }) => message.includes("pull-requests: write"))).toHaveLength(1);
    expect(annotations.some(({ properties }) => properties.file === "Dockerfile")).toBe(true);
    expect(summary).toContain("mistaken-inline-comment");
  });
});

describe("a pull request without build files", () => {
  async function judged() {
    const { github, run } = await start({ Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { "README.md": "Shop\n" } });
    return { github, pull, result: await run(pull) };
  }

  it("ends green without a comment (14: a required check that never reports)", async () => {
    const { github, pull, result } = await judged();
    expect(result.exitStatus).toBe(0);
    expect(github.comments(pull)).toEqual([]);
  });

  // It makes four today: versions, comparison, tree, discussion.
  it.fails("makes at most three requests", async () => {
    const { github } = await judged();
    expect(github.requests.length).toBeLessThanOrEqual(3);
  });
});
