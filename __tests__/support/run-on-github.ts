import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./command-line.ts";
import type { FakeGitHub } from "./fake-github/fake-github.ts";
import type { LoggedRequest } from "./fake-github/fault.ts";
import type { JobOptions } from "./fake-github/job.ts";
import type { Pull } from "./fake-github/pull.ts";
import { type RunnerResult, runJob } from "./fake-runner.ts";

export interface RunOptions extends JobOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface GitHubRun extends RunnerResult {
  readonly requests: readonly LoggedRequest[];
  readonly writes: readonly LoggedRequest[];
  /** What the step wrote where the input sarif-file says. */
  readonly sarif: string | undefined;
}

/** Runs what ships as a job of a workflow, without a checkout. */
export async function runOnGitHub(
  github: FakeGitHub,
  target: Pull | string,
  { inputs, environment, ...options }: RunOptions = {},
): Promise<GitHubRun> {
  const job = github.job(target, options);
  const before = github.requests.length;
  const workspace = mkdtempSync(join(tmpdir(), "stagegate-workspace-"));
  try {
    const result = await runJob({
      entry: join(root, "dist/index.js"),
      workspace,
      event: job.event,
      inputs: { ...job.inputs, ...inputs },
      environment: { ...job.environment, ...environment },
    });
    const requests = github.requests.slice(before);
    const { sarif } = result.outputs;
    return {
      ...result,
      requests,
      writes: requests.filter(isWrite),
      sarif: sarif ? readFileSync(sarif, "utf8") : undefined,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** Whether a request of a job changes something. */
export function isWrite({ method, path, body }: LoggedRequest): boolean {
  if (!path.endsWith("/graphql")) return method !== "GET";
  return /^\s*mutation/.test(String((body as { readonly query?: string }).query));
}

export function overviews(github: FakeGitHub, pull: Pull): string[] {
  return github
    .comments(pull)
    .filter(({ body }) => body.includes("Stagegate: "))
    .map(({ body }) => visible(body));
}

/** `path:line rule` of every thread. */
export function threadPlaces(github: FakeGitHub, pull: Pull): string[] {
  return github.threads(pull).map(({ path, place, comments }) => {
    const rule = /`([a-z-]+)`/.exec(comments[0]?.body ?? "")?.[1];
    return `${path}${place ? `:${place.line}` : ""} ${rule}`;
  });
}

/** Without the marker. */
export function visible(body: string): string {
  return body.replace(/\n*<!-- stagegate:[^>]*-->$/, "");
}
