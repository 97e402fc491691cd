import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { readSubject } from "../../src/edge/event-subject.ts";
import type { GitHubClient } from "../../src/edge/github/client.ts";
import type { FactsReading } from "../../src/edge/github/facts-reading.ts";
import { jobClient } from "../../src/edge/github/job-client.ts";
import { type ChangeRequest, readChange } from "../../src/edge/github/read-change.ts";
import type { Change } from "../../src/model/change.ts";
import type { FakeGitHub } from "./fake-github/fake-github.ts";
import type { Job } from "./fake-github/job.ts";

/** Nothing in the repository says how it is built. */
const noFacts: FactsReading = {
  isFactsPath: () => false,
  namedFiles: () => ({ dockerfiles: [], missing: [] }),
};

/** The environment of a job as the runner sets it, with the event in a file. */
export function environmentOf(job: Job): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "stagegate-event-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "event.json");
  writeFileSync(path, JSON.stringify(job.event.payload));
  return { ...job.environment, GITHUB_EVENT_PATH: path };
}

export function clientOf(job: Job, token = job.token): GitHubClient {
  return jobClient(token, job.environment, { second: 1 });
}

export interface JobReading {
  readonly change: Change;
  /** Of the API, for this reading alone. */
  readonly requests: readonly string[];
}

/** Reads what a job is to judge. */
export async function readJob(
  github: FakeGitHub,
  job: Job,
  { choice, ...request }: Partial<Omit<ChangeRequest, "choice">> & { choice?: Partial<ChangeRequest["choice"]> } = {},
): Promise<JobReading> {
  const before = github.requests.length;
  const everything = { includes: () => true, excludes: () => false };
  const change = await readChange(readSubject(environmentOf(job)), clientOf(job), {
    choice: { selection: everything, files: [], workingDirectory: ".", ...choice },
    scope: undefined,
    facts: noFacts,
    ...request,
  });
  const requests = github.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  return { change, requests };
}

/** Texts by path. */
export function textsOf(files: Change["files"] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((files ?? []).map(({ path, text }) => [path, text]));
}
