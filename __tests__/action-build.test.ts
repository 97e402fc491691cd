import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./support/command-line.ts";
import { findEngine } from "./support/docker-engine.ts";
import { type RunnerJob, runJob } from "./support/fake-runner.ts";
import { type TreeEntry, tree } from "./support/tree.ts";

const engine = findEngine();

/** A job of a pull request whose checkout is its head. */
function run(files: Readonly<Record<string, TreeEntry>>, job: Partial<RunnerJob> = {}) {
  const workspace = tree(files);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], {
      cwd: workspace,
      encoding: "utf8",
    }).trim();
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "work");
  const sha = git("rev-parse", "HEAD");
  return runJob({
    entry: join(root, "src/action.ts"),
    workspace,
    event: { name: "pull_request", payload: { pull_request: { head: { sha, ref: "topic" } } } },
    ...job,
    inputs: { "github-token": "", build: "test", ...job.inputs },
    environment: { ...engine.environment, ...job.environment },
  });
}

const tested = (command: string) =>
  `FROM busybox:local AS build\nRUN echo ${process.pid}-${Date.now()}\n\nFROM build AS test\nRUN ${command}\n\nFROM scratch\nCOPY --from=build /bin/sh /sh\nUSER 65532\n`;

describe.skipIf(engine.missing !== undefined)("the input build, on a real engine", { timeout: 120_000 }, () => {
  it("passes where the tests pass, with a table in the summary", async () => {
    const result = await run({ Dockerfile: tested("true") });
    expect(result.outputs.conclusion).toBe("passed");
    expect(result.exitStatus).toBe(0);
    expect(result.summary).toContain("### Builds");
    expect(result.summary).toMatch(/\| Dockerfile: test \| built \|/);
  });

  it("blocks where they fail, on the line, and obeys nothing that the build prints", async () => {
    const result = await run({
      Dockerfile: tested("echo '::error file=x::evil'; echo ' ##[error]evil'; echo '::add-mask::t'; exit 5"),
    });
    expect(result.exitStatus).toBe(1);
    expect(result.annotations[0]).toMatchObject({
      level: "error",
      properties: { file: "Dockerfile", line: "5", title: "failed-test-stage" },
    });
    expect(result.annotations.some(({ message }) => message.startsWith("evil"))).toBe(false);
    expect(result.masks).toEqual([]);
    expect(result.log.join("\n")).toContain("evil");
  });

  it("masks a secret, and shows it nowhere", async () => {
    const value = "s3cr3t-of-the-action";
    const result = await run(
      { Dockerfile: tested("--mount=type=secret,id=npm,required=true cat /run/secrets/npm") },
      { inputs: { "build-secrets": `npm=${value}` } },
    );
    expect(result.exitStatus).toBe(0);
    expect(result.masks).toContain(value);
    expect(result.log.join("\n") + result.summary).not.toContain(value);
  });

  it("is incomplete where the builder is not there", async () => {
    const result = await run({ Dockerfile: tested("true") }, { inputs: { builder: "not-there" } });
    expect(result).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    expect(result.log.concat(result.annotations.map(({ message }) => message)).join("\n")).toContain("not-there");
  });
});

describe("the input build, where nothing may or can be built", () => {
  it("is incomplete without Docker", async () => {
    const result = await run({ Dockerfile: tested("true") }, { environment: { PATH: "/nowhere:/usr/bin/git-only" } });
    expect(result).toMatchObject({ exitStatus: 2, outputs: { conclusion: "incomplete" } });
    const said = result.annotations.map(({ message }) => message).join("\n");
    expect(said).toContain("Nothing was built: ");
  });

  it("never builds under pull_request_target where it cannot tell whose code it is", async () => {
    const workspace = { Dockerfile: tested("true") };
    const result = await run(workspace, { event: { name: "workflow_run", payload: {} } });
    expect(result.exitStatus).toBe(2);
    expect(result.annotations.map(({ message }) => message).join("\n")).toContain(
      "this is code of a fork, and a run at workflow_run may hold secrets",
    );
  });
});
