import type { EventName, JobPlace } from "./job.ts";
import { branchTip, type Pull } from "./pull.ts";
import { showAccount, showPull, showRepository } from "./rest/show.ts";
import type { Account, Repository, WorkflowRun, World } from "./world.ts";

interface EventFacts {
  readonly event: EventName;
  readonly action: string | undefined;
  readonly pull: Pull | undefined;
  readonly place: JobPlace;
  readonly actor: Account;
  /** What a workflow_run is about. */
  readonly cause: WorkflowRun | undefined;
}

/** The event as the webhook tells it, in what is read of it. */
export function payloadOf(world: World, repository: Repository, facts: EventFacts): Readonly<Record<string, unknown>> {
  return {
    ...ofEvent(world, repository, facts),
    repository: showRepository(world, repository),
    sender: showAccount(world, facts.actor),
  };
}

function ofEvent(world: World, repository: Repository, { event, action, pull, place, cause }: EventFacts) {
  if (event === "push") {
    const [before = "0".repeat(40)] = repository.git.facts(place.sha).parents;
    const { message, author } = repository.git.facts(place.sha);
    const commit = { id: place.sha, message, timestamp: author.date };
    return { ref: place.ref, before, after: place.sha, forced: false, head_commit: commit, commits: [commit] };
  }
  if (event === "schedule") return { schedule: "0 4 * * *" };
  if (event === "workflow_dispatch") return { ref: place.ref, inputs: {} };
  if (!pull) throw new Error(`The event ${event} needs a pull request.`);
  if (event === "merge_group") {
    const base = branchTip(repository, pull.base.branch);
    return {
      action: action ?? "checks_requested",
      merge_group: {
        head_sha: place.sha,
        head_ref: place.ref,
        base_sha: base,
        base_ref: `refs/heads/${pull.base.branch}`,
      },
    };
  }
  if (cause) return { action: action ?? "completed", workflow_run: workflowRun(world, repository, cause, pull) };
  return { action: action ?? "synchronize", number: pull.number, pull_request: showPull(world, pull) };
}

/** The run of the job before, that saw the pull request. */
function workflowRun(world: World, repository: Repository, run: WorkflowRun, pull: Pull) {
  const isFork = pull.head.repository !== repository;
  const { id, url } = showPull(world, pull);
  return {
    id: run.id,
    name: "Dockerfile policy",
    event: run.event,
    status: "completed",
    conclusion: "success",
    run_number: run.number,
    updated_at: world.now(),
    head_sha: pull.head.sha,
    head_branch: pull.head.branch,
    head_repository: showRepository(world, pull.head.repository),
    repository: showRepository(world, repository),
    // GitHub leaves the list empty for forks.
    pull_requests: isFork
      ? []
      : [
          {
            id,
            url,
            number: pull.number,
            head: { ref: pull.head.branch, sha: pull.head.sha },
            base: { ref: pull.base.branch, sha: pull.base.sha },
          },
        ],
  };
}
