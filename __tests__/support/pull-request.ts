import { join } from "node:path";
import { root } from "./command-line.ts";
import { FakeGitHub, type FakeGitHubOptions } from "./fake-github/fake-github.ts";
import type { FileChanges } from "./fake-github/file-change.ts";
import type { JobOptions } from "./fake-github/job.ts";
import type { Pull } from "./fake-github/pull.ts";
import { type RunnerResult, runJob } from "./fake-runner.ts";
import { tree } from "./tree.ts";

export interface PullRequestRun extends JobOptions {
  /** By their names in action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** A repository whose default branch has these files. */
export async function start(files: FileChanges, options: FakeGitHubOptions = {}) {
  const github = await FakeGitHub.start(options);
  github.commit(github.repository.defaultBranch, files);
  return {
    github,
    /** A job of the built action for a pull request, with no checkout. */
    run(pull: Pull, { inputs, ...options }: PullRequestRun = {}): Promise<RunnerResult> {
      const job = github.job(pull, options);
      const entry = join(root, "dist/index.js");
      return runJob({ entry, workspace: tree({}), ...job, inputs: { ...job.inputs, ...inputs } });
    },
    /** Requests of a job that change something. */
    writes: () =>
      github.requests.filter(({ method, path, body }) => {
        if (method === "GET") return false;
        return !path.endsWith("/graphql") || JSON.stringify(body).includes("mutation");
      }),
  };
}
