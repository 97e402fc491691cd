import { describe, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, threadPlaces, visible } from "../support/run-on-github.ts";

const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";

function folders(count: number, text = noted): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`service-${String(index).padStart(2, "0")}/Dockerfile`, text]),
  );
}

describe("what GitHub does not take", { timeout: 240_000 }, () => {
  it.concurrent("complaint 6: one line that takes no comment costs no other one: it is said on its file, and where that fails in the overview", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: folders(5) });
    const refused = (end: string, path: string) => ({
      match: (request: { readonly path: string; readonly body: unknown }) =>
        request.path.endsWith(end) && JSON.stringify(request.body).includes(path),
      times: 100,
      reply: { status: 422, body: { message: "Unprocessable Entity", errors: ["Line could not be resolved"] } },
    });
    github.fault(refused("/reviews", "service-01/"));
    github.fault(refused("/reviews", "service-03/"));
    github.fault(refused("/pulls/1/comments", "service-03/"));
    const run = await runOnGitHub(github, pull);
    expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "5" } });
    expect(threadPlaces(github, pull).sort()).toEqual([
      "service-00/Dockerfile:2 mistaken-inline-comment",
      "service-01/Dockerfile mistaken-inline-comment",
      "service-02/Dockerfile:2 mistaken-inline-comment",
      "service-04/Dockerfile:2 mistaken-inline-comment",
    ]);
    const [overview = ""] = overviews(github, pull);
    expect(overview.match(/`mistaken-inline-comment`/g)?.length).toBe(5);
    expect(overview).toContain(
      "1 finding has no comment of their own. GitHub takes no comment on their lines or files.",
    );
    expect((await runOnGitHub(github, pull)).writes).toEqual([]);
  });

  it.concurrent.for([403, 422, 429] as const)(
    "complaint 7: a monorepo that GitHub slows down with %i is commented on once, and nothing is lost",
    async (as, { expect, onTestFinished }) => {
      const github = await FakeGitHub.start({}, onTestFinished);
      github.commit("main", { "README.md": "A shop\n" });
      const pull = github.openPull({ head: "topic", files: folders(40) });
      github.limit({ creations: 0, refusals: 1, as, retryAfterSeconds: 1 });
      const run = await runOnGitHub(github, pull);
      expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "40" } });
      expect(new Set(threadPlaces(github, pull)).size).toBe(30);
      expect(github.threads(pull).length).toBe(30);
      expect(github.reviews(pull).length).toBe(1);
      expect(overviews(github, pull)[0]?.match(/`mistaken-inline-comment`/g)?.length).toBe(40);
      expect(run.annotations.filter(({ level }) => level === "notice")).toEqual([]);
    },
  );

  it.concurrent("complaint 7: where GitHub asks for more patience than a run has, all is in summary and annotations, and the next run comments", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: folders(5) });
    github.limit({ creations: 0, as: 403, retryAfterSeconds: 600 });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    expect([github.threads(pull), github.comments(pull)]).toEqual([[], []]);
    expect(run.annotations.filter(({ level }) => level === "notice")).toMatchObject([
      { properties: { title: "comments-not-published" }, message: expect.stringContaining("slow down") },
    ]);
    expect(run.summary.match(/`mistaken-inline-comment`/g)?.length).toBe(5);
    github.limit({});
    await runOnGitHub(github, pull);
    expect(github.threads(pull).length).toBe(5);
    expect(github.comments(pull).length).toBe(1);
  });

  it.concurrent("complaint 16, 17: 2,200 findings fit into the overview and the summary: what is cut is counted and said, and SARIF has all", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const lines = Array.from({ length: 2200 }, (_, index) => `COPY a${index} /b${index}/ # note\n`).join("");
    const path = `${"a-folder-with-a-long-name/".repeat(7)}Dockerfile`;
    const pull = github.openPull({ head: "topic", files: { [path]: `FROM scratch\n${lines}USER 1\n` } });
    const run = await runOnGitHub(github, pull, { inputs: { "sarif-file": "stagegate.sarif" } });
    expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "2200" } });
    const [comment] = github.comments(pull);
    expect(comment?.body.length).toBeLessThanOrEqual(65_536);
    const shown = { overview: visible(comment?.body ?? ""), summary: run.summary };
    for (const text of Object.values(shown)) {
      const rows = text.match(/`mistaken-inline-comment`/g)?.length ?? 0;
      expect(rows).toBeGreaterThan(50);
      expect(rows).toBeLessThan(2200);
      expect(text).toContain("2200 errors");
      expect(text).toContain(`${2200 - rows} more`);
      expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
      expect((text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
    }
    expect(Buffer.byteLength(run.summary)).toBeLessThanOrEqual(1024 * 1024);
    expect(JSON.parse(run.sarif ?? "").runs[0].results.length).toBe(2200);
  });
});
