import { readdirSync } from "node:fs";
import { endGroup, info, setSecret, startGroup } from "@actions/core";
import { type CacheTrust, knownCaches } from "../build/build-cache.ts";
import { buildRefusal } from "../build/build-trust.ts";
import { buildables, changedPaths } from "../build/buildables.ts";
import { planBuilds } from "../build/plan-builds.ts";
import type { TargetResult } from "../model/build-result.ts";
import type { Problem } from "../model/report.ts";
import type { ResolvedPolicy } from "../policy/resolve-policy.ts";
import type { Matter } from "../run.ts";
import type { BuildInputs } from "./action-inputs.ts";
import { stoppedBySignals } from "./buildx/cancellation.ts";
import { runBuilds } from "./buildx/run-builds.ts";
import { readBuildSecrets } from "./buildx/secrets.ts";
import { usualTimeLimit } from "./buildx/time-limit.ts";
import type { RepositoryEvent } from "./event-subject.ts";
import type { Job } from "./job.ts";
import { logText } from "./log-text.ts";
import { checkedOutCommit } from "./repository.ts";

interface BuildMatter extends Matter {
  readonly policy: ResolvedPolicy;
}

/** Builds what the step asks for and adds what came of it; undefined where nothing is asked. */
export function buildFor<Read extends BuildMatter>(
  job: Job,
  inputs: BuildInputs | undefined,
): ((matter: Read) => Promise<Read>) | undefined {
  return inputs && ((matter) => built(job, inputs, matter));
}

async function built<Read extends BuildMatter>(job: Job, inputs: BuildInputs, matter: Read): Promise<Read> {
  const { change, policy } = matter;
  const secrets = readBuildSecrets(inputs.secrets, job.environment, job.workspace);
  for (const value of secrets.values) setSecret(value);
  const hasSecrets = secrets.values.length > 0;
  const refusal = refusalFor(job, policy, hasSecrets) ?? troubleWithCheckout(job, change.head.sha);
  if (refusal !== undefined) return withResults(matter, [], [notBuilt(refusal)]);
  const plan = planBuilds(buildables(change, policy), {
    what: inputs.what,
    policy,
    changed: policy.scope === "all" ? undefined : changedPaths(change),
    caches: cacheTrust(job, matter),
  });
  if (plan.builds.length === 0) return withResults(matter, [], plan.problems);
  startGroup(logText(`Build of ${plan.builds.length === 1 ? plan.builds[0]?.name : `${plan.builds.length} targets`}`));
  const end = await stoppedBySignals((signal) =>
    runBuilds(plan.builds, {
      root: job.workspace,
      environment: job.environment,
      builder: inputs.builder,
      secrets,
      timeLimit: usualTimeLimit,
      signal,
      log: (line) => info(logText(line)),
      now: () => performance.now(),
    }),
  ).finally(endGroup);
  if (end.kind === "no-engine") {
    const message = `Nothing was built: ${end.reason}. The job needs Docker with Buildx, as docker/setup-buildx-action sets up.`;
    return withResults(matter, [], [...plan.problems, notBuilt(message)]);
  }
  return withResults(matter, end.results, plan.problems);
}

function withResults<Read extends BuildMatter>(
  matter: Read,
  results: readonly TargetResult[],
  problems: readonly Problem[],
): Read {
  const { change } = matter;
  return { ...matter, change: { ...change, built: results, problems: [...change.problems, ...problems] } };
}

function refusalFor({ event, gitHub }: Job, policy: ResolvedPolicy, hasSecrets: boolean): string | undefined {
  // Without a token the policy is the checkout's, which may be the fork's own.
  const forks = gitHub ? policy.build.forks : undefined;
  return buildRefusal({ event: event.name, isFork: isForeign(gitHub?.event, event), hasSecrets, forks });
}

/** What is on the default branch is what everybody builds on; all else is only proposed. */
function cacheTrust(job: Job, { change, policy }: BuildMatter): CacheTrust {
  const { event, gitHub, environment } = job;
  const branch = gitHub?.event.defaultBranch;
  const isMerged =
    ["push", "schedule", "workflow_dispatch"].includes(event.name) &&
    branch !== undefined &&
    environment.GITHUB_REF === `refs/heads/${branch}`;
  const own = isMerged ? "merged" : "proposed";
  const code = isForeign(gitHub?.event, event) ? "fork" : own;
  // Without a token the policy is the checkout's, which the change may have written.
  const asked = gitHub || policy.build.cache === "off" ? policy.build.cache : "read";
  return { policy: asked, code, event: event.name, known: knownCaches(change) };
}

/** Where the event tells nothing of the code that is checked out, it counts as foreign. */
function isForeign(known: RepositoryEvent | undefined, { name }: Job["event"]): boolean {
  const subject = known?.subject;
  switch (subject?.kind) {
    case "pull-request":
      return subject.isFork;
    case "workflow-run":
      return subject.headRepository !== `${known?.repository.owner}/${known?.repository.repo}`;
    case undefined:
      return name === "pull_request_target" || name === "workflow_run";
    default:
      return false;
  }
}

/** What is built must be what is judged. At `pull_request` the usual checkout is the merge that GitHub tests, which holds it. */
function troubleWithCheckout({ workspace, environment, event }: Job, head: string | undefined): string | undefined {
  const remedy = "Put a step with actions/checkout before this one.";
  if (readdirSync(workspace).length === 0) return `Nothing was built: there is no checkout in the workspace. ${remedy}`;
  const commit = checkedOutCommit(workspace);
  const expected = [
    head,
    ...(event.name === "pull_request" ? [environment.GITHUB_SHA] : []),
    ...(event.changeCommits ?? []),
  ];
  if (commit !== undefined && expected.includes(commit)) return undefined;
  const found = commit === undefined ? "cannot be told" : `is ${commit}`;
  return `Nothing was built: the checkout is not the commit that is judged; its commit ${found}. ${remedy}`;
}

function notBuilt(message: string): Problem {
  return { code: "not-built", message, path: undefined, span: undefined, incomplete: true };
}
