import { describe, expect, it } from "vitest";
import { type PullRequestRun, start } from "../support/pull-request.ts";

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

  it("complaint 1: has no comment twice after a push and a force-push", async () => {
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
  it("complaint 4, 5: keeps its verdict and shows every finding, with one notice that names the permission", async () => {
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
  const plain = { "README.md": "Shop\n" };

  async function judged(options: PullRequestRun = {}, policy = {}) {
    const scene = await start({ Dockerfile: good, ...policy });
    const pull = scene.github.openPull({ head: "topic", files: plain });
    return { ...scene, pull, result: await scene.run(pull, options) };
  }

  it("complaint 14: ends green without a comment, so that a required check reports without a paths filter", async () => {
    const { github, pull, result } = await judged();
    expect(result).toMatchObject({ exitStatus: 0, annotations: [] });
    expect(github.comments(pull)).toEqual([]);
  });

  it("makes at most three requests", async () => {
    const { github } = await judged();
    expect(github.requests.length).toBeLessThanOrEqual(3);
    const pack = await judged({ inputs: { policy: "strict" } });
    expect(pack.github.requests.length).toBeLessThanOrEqual(3);
    const other = await start({ Dockerfile: good });
    other.github.addRepository("acme/policies", { files: { "docker.yml": "version: 1\n" } });
    const pull = other.github.openPull({ head: "topic", files: plain });
    const result = await other.run(pull, { inputs: { policy: "acme/policies/docker.yml@main" } });
    expect(result.exitStatus).toBe(0);
    expect(other.github.requests.length).toBeLessThanOrEqual(3);
  });

  it("makes no more where others have commented, and one more where it may not see that", async () => {
    const { github, run } = await start({ Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: plain });
    github.person("ann").comment(pull, "Looks good.");
    github.person("github-actions[bot]").comment(pull, "Coverage: 80 %");
    expect((await run(pull)).exitStatus).toBe(0);
    expect(github.requests.length).toBeLessThanOrEqual(3);
    const hidden = await start({ Dockerfile: good }, { private: true });
    const result = await hidden.run(hidden.github.openPull({ head: "topic", files: plain }), {
      permissions: { contents: "read" },
    });
    expect(result.exitStatus).toBe(0);
    expect(result.annotations.filter(({ message }) => message.includes("pull-requests: write"))).toHaveLength(1);
    expect(hidden.github.requests.length).toBeLessThanOrEqual(4);
  });

  it("still takes back what was said of build files that it no longer has", async () => {
    const { github, run, writes } = await start({ Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    await run(pull);
    expect([github.threads(pull).length, github.comments(pull).length]).toEqual([1, 1]);
    github.forcePush(pull, plain);
    expect((await run(pull)).exitStatus).toBe(0);
    expect(github.threads(pull)).toEqual([]);
    expect(github.comments(pull).map(({ body }) => body)).toEqual([expect.stringContaining("passed")]);
    const written = writes().length;
    expect((await run(pull)).exitStatus).toBe(0);
    expect(writes().length).toBe(written);
  });
});
