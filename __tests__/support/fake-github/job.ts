import { payloadOf } from "./event-payload.ts";
import type { Pull } from "./pull.ts";
import { branchTip } from "./pull.ts";
import { addToken, type PermissionName, type Permissions } from "./token.ts";
import { type Account, fullName, type Repository, type WorkflowRun, type World } from "./world.ts";

export type EventName =
  | "merge_group"
  | "pull_request"
  | "pull_request_target"
  | "push"
  | "schedule"
  | "workflow_dispatch"
  | "workflow_run";

export interface JobOptions {
  /** `pull_request` for a pull request, `push` for a branch unless told. */
  readonly event?: EventName;
  readonly action?: string;
  /** As the workflow's `permissions:` has them; a fork's and Dependabot's jobs get no more than reading. */
  readonly permissions?: Permissions;
  readonly runNumber?: number;
  /** Who pushed; the author of the pull request unless told. */
  readonly actor?: string;
  /** For whom the token speaks. */
  readonly identity?: string;
  /** More of the payload, or something else in it. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** What the runner is given for a job: to be spread into that of the fake runner. */
export interface Job {
  readonly event: { readonly name: EventName; readonly payload: unknown };
  readonly environment: Readonly<Record<string, string>>;
  /** The token, as the default of `github-token` gives it. */
  readonly inputs: { readonly "github-token": string };
  readonly token: string;
  readonly run: WorkflowRun;
}

export interface JobPlace {
  readonly sha: string;
  readonly ref: string;
  readonly headRef: string;
  readonly baseRef: string;
}

const usual: Permissions = { contents: "read", "pull-requests": "write" };

export function makeJob(world: World, repository: Repository, target: Pull | string, options: JobOptions): Job {
  const pull = typeof target === "string" ? undefined : target;
  const event = options.event ?? (pull ? "pull_request" : "push");
  const actor = world.account(options.actor ?? pull?.author.login ?? "dev");
  const place = placeOf(repository, target, event);
  const facts = { actor, pull, place, number: options.runNumber };
  // The run that a workflow_run is about comes before it.
  const cause = event === "workflow_run" ? addRun(world, repository, { ...facts, event: "pull_request" }) : undefined;
  const run = addRun(world, repository, { ...facts, event });
  const isUntrusted =
    event === "pull_request" && (pull?.head.repository !== repository || actor.login === "dependabot[bot]");
  const permissions = options.permissions ?? usual;
  const token = addToken(world, {
    login: options.identity ?? "github-actions[bot]",
    permissions: isUntrusted ? onlyReading(permissions) : permissions,
    repositories: [repository],
  }).text;
  const payload = {
    ...payloadOf(world, repository, { event, action: options.action, pull, place, actor, cause }),
    ...options.payload,
  };
  const environment = {
    GITHUB_API_URL: world.urls.api,
    GITHUB_GRAPHQL_URL: world.urls.graphql,
    GITHUB_SERVER_URL: world.urls.server,
    GITHUB_REPOSITORY: fullName(repository),
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner.login,
    GITHUB_EVENT_NAME: event,
    GITHUB_SHA: place.sha,
    GITHUB_REF: place.ref,
    GITHUB_REF_NAME: place.ref.replace(/^refs\/(?:heads|tags|pull)\//, ""),
    GITHUB_HEAD_REF: place.headRef,
    GITHUB_BASE_REF: place.baseRef,
    GITHUB_ACTOR: actor.login,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKFLOW: "Dockerfile policy",
    GITHUB_JOB: "dockerfile-policy",
  };
  return { event: { name: event, payload }, environment, inputs: { "github-token": token }, token, run };
}

function onlyReading(permissions: Permissions): Permissions {
  const read = Object.entries(permissions).map(([name, level]) => [name, level === "write" ? "read" : level]);
  return Object.fromEntries(read) as Partial<Record<PermissionName, "read">>;
}

function placeOf(repository: Repository, target: Pull | string, event: EventName): JobPlace {
  if (typeof target === "string") {
    return { sha: branchTip(repository, target), ref: `refs/heads/${target}`, headRef: "", baseRef: "" };
  }
  const { head, base, number } = target;
  if (event === "pull_request") {
    // No merge commit where there are conflicts: GitHub then starts no job at all.
    const sha = repository.git.merge(base.sha, head.sha);
    if (sha === undefined) throw new Error("The pull request has conflicts: no job runs for it.");
    return { sha, ref: `refs/pull/${number}/merge`, headRef: head.branch, baseRef: base.branch };
  }
  if (event === "merge_group") {
    const sha = repository.git.merge(branchTip(repository, base.branch), head.sha);
    if (sha === undefined) throw new Error("The pull request has conflicts: it cannot be in a merge queue.");
    const branch = `gh-readonly-queue/${base.branch}/pr-${number}-${branchTip(repository, base.branch)}`;
    repository.branches.set(branch, sha);
    return { sha, ref: `refs/heads/${branch}`, headRef: "", baseRef: "" };
  }
  const sha = branchTip(repository, repository.defaultBranch);
  const isTarget = event === "pull_request_target";
  return {
    sha,
    ref: `refs/heads/${repository.defaultBranch}`,
    headRef: isTarget ? head.branch : "",
    baseRef: isTarget ? base.branch : "",
  };
}

interface NewRun {
  readonly event: EventName;
  readonly actor: Account;
  readonly pull: Pull | undefined;
  readonly place: JobPlace;
  readonly number: number | undefined;
}

function addRun(world: World, repository: Repository, { event, actor, pull, place, number }: NewRun): WorkflowRun {
  const run: WorkflowRun = {
    id: world.newId(),
    number: number ?? repository.runs.length + 1,
    event,
    actor,
    headSha: pull?.head.sha ?? place.sha,
    headBranch: pull?.head.branch ?? place.ref.replace("refs/heads/", ""),
    headRepository: pull?.head.repository ?? repository,
    createdAt: world.now(),
    pulls: pull ? [pull] : [],
  };
  repository.runs.push(run);
  return run;
}
