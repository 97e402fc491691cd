import * as v from "valibot";
import { InputError } from "../model/input-error.ts";
import { readPayload } from "./event.ts";

/** What an event asks to be judged, each commit named by its SHA. */
export type EventSubject =
  | PullRequest
  /** What a merge queue would merge. */
  | { readonly kind: "merge-group"; readonly head: Commit; readonly baseSha: string }
  /** `before` is undefined for a new branch or tag. */
  | { readonly kind: "push"; readonly head: Commit; readonly before: string | undefined }
  /** What another workflow ran on, perhaps in a fork. */
  | {
      readonly kind: "workflow-run";
      readonly head: Commit;
      readonly headOwner: string;
      readonly headRepository: string;
    }
  /** A whole tree: a schedule, a manual run, and whatever else has a commit. */
  | { readonly kind: "tree"; readonly head: Commit };

export interface PullRequest {
  readonly kind: "pull-request";
  readonly number: number;
  readonly head: Commit;
  /** The tip of the branch that it goes to, when the event was sent. */
  readonly base: Commit;
  readonly author: string;
  /** Whether it comes from another repository, or from one that is gone. */
  readonly isFork: boolean;
}

interface Commit {
  readonly sha: string;
  /** Name of the branch or the whole ref, as the event has it. */
  readonly ref: string;
}

export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** An event of one repository. */
export interface RepositoryEvent {
  readonly repository: RepositoryName;
  /** Undefined where the event does not tell. */
  readonly defaultBranch: string | undefined;
  readonly subject: EventSubject;
}

const sha = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
const text = v.pipe(v.string(), v.minLength(1));
const repository = v.object({ full_name: text, owner: v.object({ login: text }) });

const pullRequest = v.object({
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  user: v.nullish(v.object({ login: text })),
  head: v.object({ sha, ref: text, repo: v.nullish(v.object({ full_name: text })) }),
  base: v.object({ sha, ref: text, repo: v.object({ full_name: text }) }),
});

const payloads = {
  pullRequest: v.object({ pull_request: pullRequest }),
  mergeGroup: v.object({ merge_group: v.object({ head_sha: sha, head_ref: text, base_sha: sha }) }),
  push: v.object({ before: sha, after: sha, ref: text }),
  workflowRun: v.object({
    workflow_run: v.object({ head_sha: sha, head_branch: v.nullish(text), head_repository: repository }),
  }),
  repository: v.object({ repository: v.object({ default_branch: text }) }),
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads what the event of this run asks for.
 * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 * @throws InputError outside a job of GitHub Actions, and for an event that lacks what it must have.
 */
export function readSubject(environment: Environment): RepositoryEvent {
  const [owner, repo, ...more] = (environment.GITHUB_REPOSITORY ?? "").split("/");
  if (!owner || !repo || more.length > 0) {
    throw new InputError("GITHUB_REPOSITORY is not set: this is not a job of GitHub Actions.");
  }
  const payload = readPayload(environment.GITHUB_EVENT_PATH);
  const known = v.safeParse(payloads.repository, payload);
  return {
    repository: { owner, repo },
    defaultBranch: known.success ? known.output.repository.default_branch : undefined,
    subject: subjectOf(environment.GITHUB_EVENT_NAME ?? "", payload, environment),
  };
}

/** A pull request as GitHub describes it, in an event or by its API. @throws InputError for anything else. */
export function readPullRequest(value: unknown, source: string): PullRequest {
  const { number, head, base, user } = parsed(pullRequest, value, source);
  return {
    kind: "pull-request",
    number,
    head: { sha: head.sha, ref: head.ref },
    base: { sha: base.sha, ref: base.ref },
    author: user?.login ?? "ghost",
    isFork: head.repo?.full_name !== base.repo.full_name,
  };
}

function subjectOf(name: string, payload: unknown, environment: Environment): EventSubject {
  const source = `The event ${name}`;
  switch (name) {
    case "pull_request":
    case "pull_request_target":
    case "pull_request_review":
    case "pull_request_review_comment":
      return readPullRequest(parsed(v.object({ pull_request: v.unknown() }), payload, source).pull_request, source);
    case "merge_group": {
      const group = parsed(payloads.mergeGroup, payload, source).merge_group;
      return {
        kind: "merge-group",
        head: { sha: group.head_sha, ref: group.head_ref },
        baseSha: group.base_sha,
      };
    }
    case "push": {
      const { before, after, ref } = parsed(payloads.push, payload, source);
      // Zeros stand for nothing: the branch is new.
      return { kind: "push", head: { sha: after, ref }, before: /^0+$/.test(before) ? undefined : before };
    }
    case "workflow_run": {
      const { head_sha, head_branch, head_repository } = parsed(payloads.workflowRun, payload, source).workflow_run;
      return {
        kind: "workflow-run",
        head: { sha: head_sha, ref: head_branch ?? "" },
        headOwner: head_repository.owner.login,
        headRepository: head_repository.full_name,
      };
    }
    default:
      return { kind: "tree", head: headOf(environment) };
  }
}

function headOf({ GITHUB_SHA: commit, GITHUB_REF: ref = "" }: Environment): Commit {
  if (!v.is(sha, commit)) throw new InputError("GITHUB_SHA names no commit: this is not a job of GitHub Actions.");
  return { sha: commit, ref };
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, value: unknown, source: string): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const path = v.getDotPath(result.issues[0]);
  throw new InputError(`${source} has no usable ${path === null ? "payload" : `"${path}"`}. Nothing can be read.`);
}
