import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./support/command-line.ts";
import { type RunnerJob, runJob } from "./support/fake-runner.ts";
import { type TreeEntry, tree } from "./support/tree.ts";

const good =
  "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532\n";
const bad = "FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nUSER 65532\nCMD /app\n";
const warned = "FROM alpine:latest\nUSER 65532\n";

function run(files: Readonly<Record<string, TreeEntry>> | string, job: Partial<RunnerJob> = {}) {
  const workspace = typeof files === "string" ? files : tree(files);
  return runJob({ entry: join(root, "src/action.ts"), workspace, ...job });
}

describe("the action in a pull request", () => {
  const sha = "2222222222222222222222222222222222222222";
  const event = { name: "pull_request", payload: { pull_request: { head: { sha, ref: "topic" } } } };

  it("passes a good folder, without annotations", async () => {
    const result = await run({ "app/Dockerfile": good, "README.md": "" }, { event });
    expect(result).toMatchObject({ exitStatus: 0, annotations: [], stderr: "" });
    expect(result.outputs).toMatchObject({ conclusion: "passed", errors: "0", warnings: "0", notices: "0", sarif: "" });
    expect(JSON.parse(result.outputs.stages ?? "")).toMatchObject([
      {
        path: "app/Dockerfile",
        stages: [
          { name: "build", role: "contributes" },
          { index: 1, role: "ships", needs: [0] },
        ],
      },
    ]);
    expect(result.summary).toContain("passed");
    expect(result.log.at(-1)).toBe("Stagegate: passed. 1 Dockerfile, no findings.");
  });

  it("blocks a bad one: annotation on the line, table and graph in the summary, report file, outputs, status 1", async () => {
    const result = await run({ "app/Dockerfile": bad }, { event, inputs: { "report-file": "out/report.json" } });
    expect(result.exitStatus).toBe(1);
    expect(result.annotations).toMatchObject([
      { level: "error", properties: { file: "app/Dockerfile", line: "4", col: "5", title: "single-stage-build" } },
      { level: "error", message: "Stagegate: blocked. 1 error in 1 file.", properties: {} },
    ]);
    expect(result.summary).toContain(
      `| ❌&nbsp;error | [app/Dockerfile:4](https://github.example/acme/shop/blob/${sha}/app/Dockerfile#L4) | \`single-stage-build\`: `,
    );
    expect(result.summary).toContain("```mermaid\nflowchart ");
    expect(result.outputs).toMatchObject({ conclusion: "blocked", errors: "1" });
    expect(result.outputs.report).toMatch(/out\/report\.json$/);
    const report = JSON.parse(readFileSync(result.outputs.report ?? "", "utf8"));
    expect(report).toMatchObject({ schema: "stagegate/report@1", head: { sha, ref: "topic" }, conclusion: "blocked" });
    expect(result.log.join("\n")).toContain("app/Dockerfile:4:5  error  single-stage-build");
  });

  it("shows 9 of 143 errors and says so; the summary has them all", async () => {
    const lines = Array.from({ length: 143 }, (_, index) => `COPY a${index} /b${index}/ # note\n`).join("");
    const files = { Dockerfile: `FROM scratch\n${lines}USER 1\n`, "x/Dockerfile": warned };
    const result = await run(files, { event });
    expect(result.outputs).toMatchObject({ errors: "143", warnings: "1" });
    expect(result.annotations.map(({ level }) => level)).toEqual([...Array(9).fill("error"), "warning", "error"]);
    expect(result.annotations.at(-1)?.message).toContain("143 errors, 1 warning");
    expect(result.annotations.at(-1)?.message).toContain("9 of 143 errors");
    expect(result.hidden).toBe(0);
    expect(result.summary.match(/`mistaken-inline-comment`/g)).toHaveLength(143);
  });

  it("never writes a summary that GitHub drops", async () => {
    const lines = Array.from(
      { length: 6000 },
      (_, index) => `COPY a${index} /b${index}/ # ${"note".repeat(20)}\n`,
    ).join("");
    const result = await run({ Dockerfile: `FROM scratch\n${lines}USER 1\n` }, { event });
    expect(result.outputs.errors).toBe("6000");
    expect(Buffer.byteLength(result.summary)).toBeGreaterThan(500_000);
    expect(result.summary).toMatch(/\*\*\d+ more\*\* do not fit here/);
  });

  it("writes no annotations but the verdict when they are off", async () => {
    const { annotations } = await run({ Dockerfile: bad }, { event, inputs: { annotations: "false" } });
    expect(annotations).toMatchObject([{ level: "error", message: expect.stringContaining("job summary") }]);
  });

  it("is green without Dockerfiles, and incomplete without a checkout", async () => {
    expect(await run({ "README.md": "" }, { event })).toMatchObject({
      exitStatus: 0,
      outputs: { conclusion: "passed" },
    });
    const result = await run({}, { event });
    expect(result).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    expect(result.annotations).toMatchObject([
      { level: "error", message: expect.stringContaining("actions/checkout") },
    ]);
    expect(result.summary).toContain("actions/checkout");
  });

  it("is incomplete when a file could not be judged", async () => {
    const result = await run({ Dockerfile: new Uint8Array([0]), "a.Dockerfile": { link: "/etc/hostname" } }, { event });
    expect(result).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    expect(result.annotations.map(({ properties }) => [properties.file, properties.title])).toEqual([
      ["Dockerfile", "file-not-text"],
      ["a.Dockerfile", "link-outside"],
      [undefined, undefined],
    ]);
  });

  it("is not talked out of a finding by .gitignore", async () => {
    expect((await run({ ".gitignore": "Dockerfile\n", Dockerfile: bad }, { event })).exitStatus).toBe(1);
  });

  it("follows no link of the checkout to a policy outside", async () => {
    const outside = tree({ "policy.yml": "version: 1\nextends: []\n" });
    const files = { Dockerfile: bad, ".github/stagegate.yml": { link: join(outside, "policy.yml") } };
    const own = await run(files, { event });
    expect(own).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    const named = await run(files, { event, inputs: { policy: ".github/stagegate.yml" } });
    expect(named.annotations[0]).toMatchObject({ message: expect.stringContaining("leaves the repository") });
  });

  it("writes no report through a link or out of the workspace", async () => {
    const outside = tree({ "x.json": "precious" });
    const files = { Dockerfile: good, "r.json": { link: join(outside, "x.json") } };
    const linked = await run(files, { event, inputs: { "report-file": "r.json" } });
    expect(linked).toMatchObject({ exitStatus: 0, outputs: { report: "" } });
    expect(linked.annotations).toMatchObject([{ level: "warning", message: expect.stringContaining("report file") }]);
    for (const path of ["out/new.json", "../new.json", ".git/config"]) {
      expect(
        (await run({ Dockerfile: good, out: { link: outside } }, { event, inputs: { "report-file": path } }))
          .exitStatus,
      ).toBe(2);
    }
    expect(readFileSync(join(outside, "x.json"), "utf8")).toBe("precious");
    expect(lstatSync(join(outside, "new.json"), { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe("events", () => {
  it.each(["push", "schedule", "workflow_dispatch"])("%s reports and blocks only with fail-on", async (name) => {
    const free = await run({ Dockerfile: bad }, { event: { name } });
    expect(free).toMatchObject({ exitStatus: 0, outputs: { conclusion: "passed", errors: "1" } });
    expect(free.annotations.at(-1)).toMatchObject({ level: "notice", message: expect.stringContaining(`at ${name}`) });
    expect((await run({ Dockerfile: bad }, { event: { name }, inputs: { "fail-on": "error" } })).exitStatus).toBe(1);
  });

  it("merge_group blocks, and reports the head of the queue", async () => {
    const event = {
      name: "merge_group",
      payload: { merge_group: { head_sha: "3".repeat(40), head_ref: "refs/heads/q" } },
    };
    const result = await run({ Dockerfile: bad }, { event, inputs: { "report-file": "r.json" } });
    expect(result.exitStatus).toBe(1);
    const report = JSON.parse(readFileSync(result.outputs.report ?? "", "utf8"));
    expect(report.head).toEqual({ sha: "3".repeat(40), ref: "refs/heads/q" });
  });

  it("pull_request_target judges only a checkout of the head", async () => {
    const workspace = tree({ Dockerfile: good });
    const git = (...args: string[]) => execFileSync("git", ["-C", workspace, ...args], { encoding: "utf8" }).trim();
    git("init", "--quiet", "--initial-branch=main");
    git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--allow-empty", "-m", "x");
    const job = (sha: string) => {
      return { event: { name: "pull_request_target", payload: { pull_request: { head: { sha } } } } };
    };
    const base = await run(workspace, job("4".repeat(40)));
    expect(base).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    expect(base.annotations[0]?.message).toContain("not the head of the pull request");
    const environment = { HOME: undefined, GIT_CONFIG_GLOBAL: "/dev/null" };
    expect(await run(workspace, { ...job(git("rev-parse", "HEAD")), environment })).toMatchObject({ exitStatus: 0 });
  });
});

describe("inputs", () => {
  it("fail-on may be stricter than the policy, and not looser", async () => {
    expect((await run({ Dockerfile: warned }, { inputs: { "fail-on": "warning" } })).exitStatus).toBe(1);
    const looser = await run({ Dockerfile: bad }, { inputs: { "fail-on": "never" } });
    expect(looser.exitStatus).toBe(1);
    expect(looser.annotations).toContainEqual(
      expect.objectContaining({ level: "notice", message: expect.stringContaining("looser than the policy") }),
    );
  });

  it("files and working-directory narrow what is judged, with paths from the root", async () => {
    const files = { "a/Dockerfile": bad, "b/Dockerfile": good, "b/c/image.txt": bad, Dockerfile: bad };
    const paths = async (inputs: Record<string, string>) => {
      const { outputs } = await run(files, { inputs });
      return JSON.parse(outputs.stages ?? "").map((file: { path: string }) => file.path);
    };
    expect(await paths({ files: "b/**\n" })).toEqual(["b/Dockerfile"]);
    expect(await paths({ files: "a/*\nb/c/image.txt" })).toEqual(["a/Dockerfile", "b/c/image.txt"]);
    expect(await paths({ "working-directory": "a" })).toEqual(["a/Dockerfile"]);
    expect(await run(files, { inputs: { files: "gone/Dockerfile" } })).toMatchObject({ exitStatus: 2 });
    expect(await run(files, { inputs: { "working-directory": ".." } })).toMatchObject({ exitStatus: 2 });
  });

  it("policy names a pack or a file of the checkout, and mistakes stand on its lines", async () => {
    const files = {
      Dockerfile: warned,
      "p.yml": "version: 1\nrules:\n  root-finl-user: error\n  floating-base-tag: eror\n",
    };
    expect((await run(files, { inputs: { policy: "strict" } })).exitStatus).toBe(1);
    const result = await run(files, { inputs: { policy: "p.yml" } });
    expect(result).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    expect(result.annotations).toMatchObject([
      { level: "error", properties: { file: "p.yml", line: "3", col: "3" } },
      { level: "error", properties: { file: "p.yml", line: "4", col: "22" } },
      { level: "error", message: expect.stringContaining("(and 1 more)") },
    ]);
  });

  it("a build that was asked for and is not done leaves the run incomplete", async () => {
    const result = await run({ Dockerfile: good }, { inputs: { build: "test" } });
    expect(result).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    expect((await run({ Dockerfile: good }, { inputs: { build: "off" } })).exitStatus).toBe(0);
  });

  it("an input without effect is said, and a wrong value refused", async () => {
    const later = await run({ Dockerfile: good }, { inputs: { builder: "big", "build-secrets": "A" } });
    expect(later.exitStatus).toBe(0);
    expect(later.annotations.map(({ level }) => level)).toEqual(["notice", "notice"]);
    const wrong = await run({ Dockerfile: good }, { inputs: { comment: "allways" } });
    expect(wrong.exitStatus).toBe(2);
    expect(wrong.annotations[0]?.message).toContain("Did you mean always?");
  });

  it("writes SARIF where it is asked to, and nowhere outside", async () => {
    const result = await run({ Dockerfile: bad }, { inputs: { "sarif-file": "out/stagegate.sarif" } });
    expect(result.outputs.sarif).toMatch(/out\/stagegate\.sarif$/);
    expect(result.outputs.conclusion).toBe("blocked");
    const outside = await run({ Dockerfile: bad }, { inputs: { "sarif-file": "../x.sarif" } });
    expect(outside.exitStatus).toBe(2);
    expect(outside.annotations[0]?.message).toContain('The input sarif-file cannot be "../x.sarif"');
  });

  it("masks its tokens", async () => {
    const { masks } = await run({ Dockerfile: good }, { inputs: { "github-token": "", "policy-token": "ghs_second" } });
    expect(masks).toEqual(["ghs_second"]);
  });
});
