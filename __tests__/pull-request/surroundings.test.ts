import { describe, it } from "vitest";
import { readMarkdown } from "../report/markdown-reader.ts";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { overviews, runOnGitHub, threadPlaces } from "../support/run-on-github.ts";

const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";

describe("where the action runs", { timeout: 120_000 }, () => {
  it.concurrent("complaint 21: an Enterprise Server is asked at its own addresses, and its refusal of comments on files is lived with", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({ enterprise: true, refusesFileComments: true }, onTestFinished);
    const far = (end: string) => `${noted}${"# filler\n".repeat(20)}${end}`;
    github.commit("main", { ".github/stagegate.yml": "version: 1\nscope: changed\n", Dockerfile: far("") });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: far("# end\n"), "b/Dockerfile": noted } });
    const run = await runOnGitHub(github, pull);
    expect(github.urls.api).toMatch(/\/api\/v3$/);
    expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "2" } });
    expect(threadPlaces(github, pull)).toEqual(["b/Dockerfile:2 mistaken-inline-comment"]);
    const [overview = ""] = overviews(github, pull);
    expect(overview).toContain(`${github.urls.server}/acme/shop/blob/${pull.head.sha}/Dockerfile#L2`);
    expect(overview).toContain("GitHub takes no comment on");
    expect(overview).not.toContain("github.com");
    expect((await runOnGitHub(github, pull)).writes).toEqual([]);
  });

  it.concurrent("complaint 21: an older Enterprise Server lacks fields, and every link on it leads to it", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({ enterprise: true, private: true }, onTestFinished);
    const message = "Field 'fullDatabaseId' doesn't exist on type 'IssueComment'";
    github.fault({
      match: ({ body }) => JSON.stringify(body ?? "").includes("fullDatabaseId"),
      times: 100,
      reply: { status: 200, body: { errors: [{ message, path: ["query"], extensions: { code: "undefinedField" } }] } },
    });
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    const environment = { GITHUB_ACTION_REPOSITORY: "mirrors/stagegate", GITHUB_ACTION_REF: "v1" };
    const inputs = { annotations: "check-run" };
    const permissions = { contents: "read", "pull-requests": "write", checks: "write" } as const;
    const run = await runOnGitHub(github, pull, { environment, inputs, permissions });
    expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "1" } });
    expect(threadPlaces(github, pull)).toEqual(["Dockerfile:2 mistaken-inline-comment"]);
    const bodies = [...github.comments(pull), ...github.threads(pull).flatMap(({ comments }) => comments)];
    const texts = [run.summary, github.checkRuns[0]?.output.summary ?? "", ...bodies.map(({ body }) => body)];
    expect(texts.length).toBe(4);
    const links = texts.flatMap((text) => readMarkdown(text).links);
    expect(links).toContain(`${github.urls.server}/mirrors/stagegate/blob/v1/docs/rules/mistaken-inline-comment.md`);
    expect(links.filter((link) => !link.startsWith(`${github.urls.server}/`))).toEqual([]);
    expect((await runOnGitHub(github, pull, { environment, inputs, permissions })).writes).toEqual([]);
    const queued = await runOnGitHub(github, pull, { event: "merge_group", environment });
    expect(queued).toMatchObject({ exitStatus: 1, writes: [] });
  });

  it.concurrent("complaint 26: every Dockerfile is found, each finding has its own level, and what is waived is shown nowhere as open", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    const waiver =
      '  - { rule: mistaken-inline-comment, files: "legacy/**", reason: "moves in May", expires: 2999-12-31 }\n';
    github.commit("main", { ".github/stagegate.yml": `version: 1\nwaivers:\n${waiver}` });
    const pull = github.openPull({
      head: "topic",
      files: {
        "legacy/Dockerfile": noted,
        "api.Dockerfile": noted,
        "docker/Dockerfile.worker": "FROM alpine:latest\nUSER 65532\n",
        "web/Containerfile": "FROM scratch\nCOPY --from=0 a /b\nUSER 65532\n",
      },
    });
    const run = await runOnGitHub(github, pull, { inputs: { "sarif-file": "stagegate.sarif" } });
    expect(run.exitStatus).toBe(1);
    const shown = run.annotations.map(({ level, properties }) => [level, properties.file, properties.title]);
    expect(shown).toContainEqual(["error", "api.Dockerfile", "mistaken-inline-comment"]);
    expect(shown).toContainEqual(["warning", "docker/Dockerfile.worker", "floating-base-tag"]);
    expect(shown.some(([, file]) => file === "web/Containerfile")).toBe(true);
    expect(shown.filter(([, file]) => file === "legacy/Dockerfile")).toEqual([]);
    expect(threadPlaces(github, pull).filter((place) => place.startsWith("legacy"))).toEqual([]);
    expect(overviews(github, pull)[0]).toContain("1 waived");
    const results = JSON.parse(run.sarif ?? "").runs[0].results as { suppressions?: unknown[]; locations: unknown[] }[];
    const legacy = results.filter((result) => JSON.stringify(result.locations).includes("legacy/Dockerfile"));
    expect(legacy.map(({ suppressions }) => suppressions?.length)).toEqual([1]);
  });

  it.concurrent.for(["pull_request", "merge_group", "push"] as const)(
    "complaint 32: at %s SARIF is a file for a step of its own; nothing is uploaded, so nothing of code scanning can fail the run",
    async (event, { expect, onTestFinished }) => {
      const github = await FakeGitHub.start({}, onTestFinished);
      github.commit("main", { "README.md": "A shop\n" });
      const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
      const inputs = { "sarif-file": "stagegate.sarif", review: "off", comment: "off" };
      const run = await runOnGitHub(github, event === "push" ? "topic" : pull, { event, inputs });
      expect(run.exitStatus).toBe(event === "push" ? 0 : 1);
      expect(run.requests.filter(({ path }) => /code-scanning|check-runs/.test(path))).toEqual([]);
      expect(JSON.parse(run.sarif ?? "")).toMatchObject({
        version: "2.1.0",
        runs: [{ results: [{ ruleId: "mistaken-inline-comment", level: "error" }] }],
      });
    },
  );

  it.concurrent("complaint 35: a GitHub that does not answer about comments holds up the run for a while, and changes no verdict", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    github.fault({ match: ({ path }) => path.endsWith("/reviews"), slowMilliseconds: 33_000, afterWrite: true });
    const run = await runOnGitHub(github, pull);
    expect(run.exitStatus).toBe(1);
    expect(threadPlaces(github, pull)).toEqual(["Dockerfile:2 mistaken-inline-comment"]);
    expect(overviews(github, pull).length).toBe(1);
  });

  it.concurrent("complaint 35: where no comment can be read or written, everything is in the summary and the annotations, with one notice", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: noted } });
    github.fault({
      match: ({ body }) => String((body as { query?: unknown } | undefined)?.query).includes("reviewThreads"),
      times: 100,
      reset: true,
    });
    const run = await runOnGitHub(github, pull);
    expect(run).toMatchObject({ exitStatus: 1, writes: [] });
    expect(run.annotations.map(({ level, properties }) => [level, properties.title])).toEqual([
      ["error", "mistaken-inline-comment"],
      ["notice", "comments-not-published"],
      ["error", undefined],
    ]);
    expect(run.summary).toContain("`mistaken-inline-comment`");
  });

  it.concurrent("complaint 36: of a change of 400 files every Dockerfile is judged and commented on", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`src/${index}.ts`, `${index}\n`]));
    const pull = github.openPull({ head: "topic", files: { ...files, "z/Dockerfile": noted } });
    const run = await runOnGitHub(github, pull);
    expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "1" } });
    expect(threadPlaces(github, pull)).toEqual(["z/Dockerfile:2 mistaken-inline-comment"]);
  });

  it.concurrent("complaint 36: a Dockerfile whose differences GitHub does not show is judged in full, with its comment on the file", async ({
    expect,
    onTestFinished,
  }) => {
    const github = await FakeGitHub.start({}, onTestFinished);
    github.commit("main", { "README.md": "A shop\n" });
    const long = `${"# filler\n".repeat(20_500)}${noted}`;
    const pull = github.openPull({ head: "topic", files: { Dockerfile: long } });
    const run = await runOnGitHub(github, pull);
    expect(run).toMatchObject({ exitStatus: 1, outputs: { errors: "1" } });
    expect(threadPlaces(github, pull)).toEqual(["Dockerfile mistaken-inline-comment"]);
    expect(github.threads(pull)[0]?.comments[0]?.body).toContain(`blob/${pull.head.sha}/Dockerfile#L20502`);
  });
});
