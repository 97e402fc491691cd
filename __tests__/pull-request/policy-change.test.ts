import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FakeGitHub } from "../support/fake-github/fake-github.ts";
import { runJob } from "../support/fake-runner.ts";
import { tree } from "../support/tree.ts";

const entry = join(import.meta.dirname, "../../dist/index.js");
const root = "FROM alpine:3.23\nCMD true\n";
const policy = (level: string, more = "") =>
  `version: 1\n${more}rules:\n  root-final-user: ${level}\n  floating-base-tag: warning\n`;

/** A pull request that changes the policy and adds an image that runs as root. */
async function judge(before: string, after: string) {
  const github = await FakeGitHub.start();
  github.commit("main", { ".github/stagegate.yml": before });
  const pull = github.openPull({ head: "topic", files: { Dockerfile: root, ".github/stagegate.yml": after } });
  const result = await runJob({ entry, workspace: tree({}), ...github.job(pull, { event: "pull_request" }) });
  return { result, comment: github.comments(pull)[0]?.body ?? "" };
}

describe("a pull request that changes the policy", () => {
  it("is judged by the policy of the default branch, and says what it would change", async () => {
    const { result, comment } = await judge(policy("error"), policy("off"));
    expect(result.exitStatus).toBe(1);
    for (const surface of [result.summary, comment]) {
      expect(surface).toContain("This pull request changes the policy `.github/stagegate.yml`");
      expect(surface).toMatch(/root-final-user.*\| error \| off \|/);
    }
    expect(result.log.join("\n")).toContain("This pull request changes the policy .github/stagegate.yml");
  });

  it("is judged by its own at once where it is stricter, if the policy says so", async () => {
    const tightening = await judge(policy("warning", "tighten-only: true\n"), policy("error"));
    expect(tightening.result.exitStatus).toBe(1);
    const waiting = await judge(policy("warning"), policy("error"));
    expect(waiting.result.exitStatus).toBe(0);
    const loosening = await judge(policy("error", "tighten-only: true\n"), policy("off"));
    expect(loosening.result.exitStatus).toBe(1);
  });

  it("is judged in all that its stricter scope and files ask for, also what it leaves alone", async () => {
    const github = await FakeGitHub.start();
    const trusted = 'version: 1\ntighten-only: true\nscope: new\nfiles: { exclude: ["legacy/**"] }\n';
    const noted = "FROM scratch\nCOPY app /app # note\nUSER 65532\n";
    github.commit("main", {
      ".github/stagegate.yml": trusted,
      "old/Dockerfile": noted,
      "legacy/Dockerfile": noted,
    });
    const files = { ".github/stagegate.yml": "version: 1\ntighten-only: true\nscope: all\n" };
    const pull = github.openPull({ head: "topic", files });
    const result = await runJob({ entry, workspace: tree({}), ...github.job(pull) });
    expect(result).toMatchObject({ exitStatus: 1, outputs: { errors: "2" } });
    const blamed = result.annotations.map(({ properties }) => properties.file);
    expect(blamed).toEqual(expect.arrayContaining(["legacy/Dockerfile", "old/Dockerfile"]));
    github.commit("main", { ".github/stagegate.yml": trusted.replace("true", "false") });
    expect((await runJob({ entry, workspace: tree({}), ...github.job(pull) })).exitStatus).toBe(0);
  });

  it("is told of mistakes in it, and judged all the same", async () => {
    const { result } = await judge(policy("error"), "version: 1\nrules:\n  root-finl-user: off\n");
    expect(result.exitStatus).toBe(1);
    const told = result.annotations.map(({ message }) => message).join("\n");
    expect(told).toContain("Did you mean `root-final-user`?");
  });
});
