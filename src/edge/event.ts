import { readFileSync } from "node:fs";

/** What started the workflow, as far as it matters here. */
export interface WorkflowEvent {
  readonly name: string;
  readonly head: { readonly sha: string | undefined; readonly ref: string | undefined };
  /** Whether a failing step keeps something from being merged; elsewhere only an explicit `fail-on` makes it fail. */
  readonly blocks: boolean;
  /** Commits that hold the change, where the default checkout holds another one; undefined where it is the change. */
  readonly changeCommits: readonly string[] | undefined;
  /** When it was sent, as near before as it tells: ISO 8601, by GitHub's clock. The same for a run that is run again. */
  readonly sentAt: string | undefined;
}

/** Events at which the whole repository is reported on, with nothing to be kept from. */
const reportingEvents = new Set(["push", "schedule", "workflow_dispatch", "repository_dispatch"]);

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the event from the environment of the runner. The commit of a pull request is its head, not the test merge that
 * GITHUB_SHA names. https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export function readEvent(environment: Environment): WorkflowEvent {
  const name = environment.GITHUB_EVENT_NAME ?? "";
  const payload = readPayload(environment.GITHUB_EVENT_PATH);
  const pullRequest = objectIn(payload, "pull_request");
  const pullHead = objectIn(pullRequest, "head");
  const mergeGroup = objectIn(payload, "merge_group");
  return {
    name,
    head: {
      sha: textIn(pullHead, "sha") ?? textIn(mergeGroup, "head_sha") ?? environment.GITHUB_SHA,
      ref: textIn(pullHead, "ref") ?? textIn(mergeGroup, "head_ref") ?? environment.GITHUB_REF,
    },
    blocks: !reportingEvents.has(name),
    changeCommits:
      name === "pull_request_target"
        ? [textIn(pullHead, "sha"), textIn(pullRequest, "merge_commit_sha")].filter((sha) => sha !== undefined)
        : undefined,
    sentAt: textIn(pullRequest, "updated_at") ?? textIn(objectIn(payload, "workflow_run"), "updated_at"),
  };
}

/** What the runner says of the event; undefined where it says nothing that can be read. */
export function readPayload(path: string | undefined): unknown {
  if (!path) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Without a payload the environment still names the commit, and an unknown event blocks.
    return undefined;
  }
}

function objectIn(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textIn(value: unknown, key: string): string | undefined {
  const text = objectIn(value, key);
  return typeof text === "string" && text !== "" ? text : undefined;
}
