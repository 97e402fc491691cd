import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type ActionWorld, runAction } from "../../src/edge/run-action.ts";
import { root } from "./command-line.ts";
import type { FakeGitHub } from "./fake-github/fake-github.ts";
import type { Pull } from "./fake-github/pull.ts";
import { environmentOf, readOutput, readOutputs } from "./fake-runner.ts";
import { type GitHubRun, isWrite, type RunOptions } from "./run-on-github.ts";

export interface InProcessOptions extends RunOptions {
  readonly client?: ActionWorld["client"];
  /** Files of the workspace by path. */
  readonly workspace?: Readonly<Record<string, string>>;
}

export interface InProcessRun extends GitHubRun {
  /** What the step wrote as its JSON report; undefined where it wrote none. */
  readonly report: string | undefined;
}

/**
 * Runs the source of the action as a job of a workflow, in this process and with a clock that hurries: as the runner does it, with its
 * environment, files and output. One at a time, because a process has one environment and one output.
 */
export async function runInProcess(
  github: FakeGitHub,
  target: Pull | string,
  { inputs, environment, client, workspace = {}, ...options }: InProcessOptions = {},
): Promise<InProcessRun> {
  const job = github.job(target, options);
  const before = github.requests.length;
  const folder = mkdtempSync(join(tmpdir(), "runner-"));
  try {
    const file = (name: string, text = "") => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    for (const name of ["temp", "workspace"]) mkdirSync(join(folder, name));
    for (const [name, text] of Object.entries(workspace)) file(join("workspace", name), text);
    const files = {
      GITHUB_EVENT_PATH: file("event.json", JSON.stringify(job.event.payload)),
      GITHUB_OUTPUT: file("output"),
      GITHUB_STEP_SUMMARY: file("summary"),
    };
    const runnerJob = {
      entry: "",
      workspace: join(folder, "workspace"),
      event: job.event,
      inputs: { ...job.inputs, ...inputs },
      environment: { ...job.environment, ...environment },
    };
    const { exitStatus, stdout } = await inEnvironment(environmentOf(runnerJob, folder, files), (own) =>
      runAction({ environment: own, packs: join(root, "policies"), today: "2026-01-01", client }),
    );
    const requests = github.requests.slice(before);
    const outputs = readOutputs(readFileSync(files.GITHUB_OUTPUT, "utf8"));
    return {
      exitStatus,
      ...readOutput(stdout),
      outputs,
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
      stderr: "",
      requests,
      writes: requests.filter(isWrite),
      report: outputs.report ? readFileSync(outputs.report, "utf8") : undefined,
      sarif: outputs.sarif ? readFileSync(outputs.sarif, "utf8") : undefined,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Does something with another environment, and with an output that is read and not shown. */
async function inEnvironment(
  environment: NodeJS.ProcessEnv,
  work: (environment: NodeJS.ProcessEnv) => Promise<number>,
): Promise<{ readonly exitStatus: number; readonly stdout: string }> {
  const { env } = process;
  const write = process.stdout.write;
  let stdout = "";
  process.env = environment;
  process.stdout.write = ((text: string | Uint8Array) => {
    stdout += String(text);
    return true;
  }) as typeof write;
  try {
    return { exitStatus: await work(environment), stdout };
  } finally {
    process.env = env;
    process.stdout.write = write;
  }
}
