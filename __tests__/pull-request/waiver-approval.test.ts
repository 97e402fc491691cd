import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { runJob } from "../support/fake-runner.ts";
import { tree } from "../support/tree.ts";

const entry = join(import.meta.dirname, "../../dist/index.js");
const build = "FROM golang:1.26\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nUSER 1\nCMD /app\n";
const waived = `# stagegate: waive single-stage-build in stage until 2999-01-01 -- split comes in spring\n${build}`;

/** A pull request whose only error is waived by a comment that it adds. */
async function pullWithWaiver() {
  const github = await FakeGitHub.start();
  github.commit("main", { Dockerfile: "FROM alpine:3.23\nUSER 1\n" });
  const pull = github.openPull({ head: "topic", files: { Dockerfile: waived }, author: "dev" });
  const run = () => runJob({ entry, workspace: tree({}), ...github.job(pull, { event: "pull_request" }) });
  return { github, pull, run };
}

describe("a waiver that a pull request adds in a comment", () => {
  it("blocks until somebody who may has approved this very commit", async () => {
    const { github, pull, run } = await pullWithWaiver();
    const before = await run();
    expect(before.exitStatus).toBe(1);
    expect(before.annotations.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("Waivers that this pull request adds do not count yet."),
    );

    github.collaborator("alice", "maintain").review(pull, "APPROVED");
    const after = await run();
    expect(after.exitStatus).toBe(0);
    expect(after.outputs).toMatchObject({ conclusion: "passed", errors: "0" });
    expect(after.summary).toContain("split comes in spring");

    github.push(pull, { "README.md": "more" });
    expect((await run()).exitStatus).toBe(1);
  });

  it("is not approved by its author, by someone with less permission, by a dismissed review", async () => {
    const { github, pull, run } = await pullWithWaiver();
    github.collaborator("dev", "admin");
    github.collaborator("bob", "write").review(pull, "APPROVED");
    const carol = github.collaborator("carol", "admin");
    carol.dismiss(carol.review(pull, "APPROVED"));
    const result = await run();
    expect(result.exitStatus).toBe(1);
    const told = result.annotations.map(({ message }) => message).join("\n");
    expect(told).toContain("bob approved it, but does not have the permission maintain");
    expect(told).toContain("The review of carol was dismissed");
  });
});
