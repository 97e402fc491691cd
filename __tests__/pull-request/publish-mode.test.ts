import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { runJob } from "../support/fake-runner.ts";
import { tree } from "../support/tree.ts";

const entry = join(import.meta.dirname, "../../dist/index.js");
const good = "FROM alpine:3.23\nUSER 1000\nCMD true\n";
const bad = "FROM alpine:3.23\nCMD true\n";

/** A fork's pull request whose own run has written its report, as an artifact would bring it. */
async function judgedFork() {
  const github = await FakeGitHub.start();
  github.commit("main", { Dockerfile: good });
  const pull = github.openPull({ head: "topic", files: { Dockerfile: bad }, fork: true, author: "eve" });
  const workspace = tree({});
  const job = github.job(pull, { event: "pull_request" });
  const judged = await runJob({ entry, workspace, ...job, inputs: { ...job.inputs, "report-file": "report.json" } });
  const report = readFileSync(join(workspace, "report.json"), "utf8");
  const publish = (text: string) => {
    const { inputs, ...rest } = github.job(pull, { event: "workflow_run" });
    const given = { ...inputs, mode: "publish", "report-file": "report.json" };
    return runJob({ entry, workspace: tree({ "report.json": text }), ...rest, inputs: given });
  };
  return { github, pull, judged, report, publish };
}

describe("mode: publish", () => {
  it("shows on a fork's pull request what its own run found and could not say", async () => {
    const { github, pull, judged, report, publish } = await judgedFork();
    expect(judged.exitStatus).toBe(0);
    expect(github.comments(pull)).toEqual([]);
    const published = await publish(report);
    expect(published).toMatchObject({ exitStatus: 0, annotations: [] });
    expect(github.threads(pull).map(({ path }) => path)).toEqual(["Dockerfile"]);
    expect(github.threads(pull)[0]?.comments[0]?.body).toContain("`root-final-user`");
    expect(github.comments(pull)[0]?.body).toContain("Stagegate: passed");
  });

  it("believes nothing but the text: another commit, another shape and no report are refused", async () => {
    const { github, pull, report, publish } = await judgedFork();
    const { sha } = JSON.parse(report).head;
    for (const [text, reason] of [
      [report.replaceAll(sha, "0".repeat(40)), "about another commit"],
      [report.replace("stagegate/report@1", "stagegate/report@2"), "Its `schema` is not that of a report"],
      [report.replace('"rule": "root-final-user"', '"rule": "<!-- stagegate:1 -->"'), "`files.0.findings.0.rule`"],
      ["", "It is no JSON"],
    ] as const) {
      const refused = await publish(text);
      expect([refused.exitStatus, refused.annotations[0]?.message]).toEqual([2, expect.stringContaining(reason)]);
    }
    expect(github.comments(pull)).toEqual([]);
  });

  it("shows hostile text as text", async () => {
    const { github, pull, report, publish } = await judgedFork();
    const document = JSON.parse(report);
    document.files[0].findings[0].message =
      "::error::x\n<!-- stagegate:1 finding --> @acme/all <img src=x> ```\n##[add-mask]x";
    const published = await publish(JSON.stringify(document));
    expect(published.exitStatus).toBe(0);
    const bodies = [...github.threads(pull).flatMap(({ comments }) => comments), ...github.comments(pull)];
    for (const { body } of bodies) {
      expect(body.match(/<!--/g)).toHaveLength(1);
      expect(body).not.toContain("<img");
      expect(body).not.toMatch(/(?<![`\w])@acme/);
    }
  });

  it("is for workflow_run, with a report", async () => {
    const github = await FakeGitHub.start();
    github.commit("main", { Dockerfile: good });
    const pull = github.openPull({ head: "topic", files: { Dockerfile: bad } });
    const job = github.job(pull, { event: "pull_request" });
    const result = await runJob({ entry, workspace: tree({}), ...job, inputs: { ...job.inputs, mode: "publish" } });
    expect(result.exitStatus).toBe(2);
    expect(result.annotations[0]?.message).toContain("mode: publish is for workflow_run");
  });
});
