import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { endGroup, info, setSecret, startGroup } from "@actions/core";
import { buildRefusal } from "../build/build-trust.ts";
import { buildables, changedPaths } from "../build/buildables.ts";
import { planBuilds } from "../build/plan-builds.ts";
import { wantedImages } from "../build/plan-images.ts";
import type { TargetResult } from "../model/build-result.ts";
import type { MeasuredImage } from "../model/image-size.ts";
import type { Problem } from "../model/report.ts";
import { budgetsOf, hasBudget } from "../policy/budget.ts";
import type { ResolvedPolicy } from "../policy/resolve-policy.ts";
import type { Matter } from "../run.ts";
import type { BuildInputs } from "./action-inputs.ts";
import { comparedCommit } from "./buildx/base-checkout.ts";
import { buildAndMeasure } from "./buildx/build-and-measure.ts";
import { stoppedBySignals } from "./buildx/cancellation.ts";
import { readBuildSecrets } from "./buildx/secrets.ts";
import { usualTimeLimit } from "./buildx/time-limit.ts";
import type { RepositoryEvent } from "./event-subject.ts";
import type { RemoteRepository } from "./git/fetch-commit.ts";
import type { Job } from "./job.ts";
import { logText } from "./log-text.ts";
import { checkedOutCommit } from "./repository.ts";

interface BuildMatter extends Matter {
  readonly policy: ResolvedPolicy;
}

/**
 * Builds what the step asks for, and measures what has a budget.
 * @param token that can read the repository; undefined where the workflow gives none.
 */
export function buildFor<Read extends BuildMatter>(
  job: Job,
  inputs: BuildInputs | undefined,
  token: string | undefined,
): (matter: Read) => Promise<Read> {
  return async (matter) => (inputs === undefined ? notAsked(matter) : built(job, inputs, token, matter));
}

/** A budget that nobody measures is said, and not passed over in silence. */
function notAsked<Read extends BuildMatter>(matter: Read): Read {
  const { change, policy } = matter;
  if (!hasBudget(policy) || change.files.length === 0) return matter;
  const message = "The budget of images in the policy is not judged: nothing is built without the input build.";
  const said: Problem = { code: "policy-not-applied", message, path: undefined, span: undefined, incomplete: false };
  return { ...matter, change: { ...change, problems: [...change.problems, said] } };
}

async function built<Read extends BuildMatter>(
  job: Job,
  inputs: BuildInputs,
  token: string | undefined,
  matter: Read,
): Promise<Read> {
  const { change, policy } = matter;
  const secrets = readBuildSecrets(inputs.secrets, job.environment, job.workspace);
  for (const value of secrets.values) setSecret(value);
  const hasSecrets = secrets.values.length > 0;
  const refusal = refusalFor(job, policy, hasSecrets) ?? troubleWithCheckout(job, change.head.sha);
  if (refusal !== undefined) return withResults(matter, [], [notBuilt(refusal)]);
  const budgetOf = budgetsOf(policy);
  const found = buildables(change, policy);
  const plan = planBuilds(found, {
    what: inputs.what,
    policy,
    measures: (path) => budgetOf(path) !== undefined,
    changed: policy.scope === "all" ? undefined : changedPaths(change),
  });
  if (plan.builds.length === 0) return withResults(matter, [], plan.problems);
  startGroup(logText(`Build of ${plan.builds.length === 1 ? plan.builds[0]?.name : `${plan.builds.length} targets`}`));
  const request = {
    plan,
    images: wantedImages(plan.builds, found, budgetOf),
    change,
    policy,
    commit: change.base && comparedWith(job, change.head.sha, change.base.sha),
    remote: remoteOf(job, token),
    temporary: job.environment.RUNNER_TEMP || tmpdir(),
  };
  const end = await stoppedBySignals((signal) =>
    buildAndMeasure(request, {
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
  return withResults(matter, end.results, [...plan.problems, ...end.problems], end.images);
}

function comparedWith({ workspace }: Job, head: string | undefined, base: string): string {
  return comparedCommit(workspace, checkedOutCommit(workspace), head, base);
}

/** The repository of the event, which holds the commits of its own branches. */
function remoteOf({ environment, gitHub }: Job, token: string | undefined): RemoteRepository | undefined {
  const { GITHUB_SERVER_URL: server } = environment;
  if (!server || gitHub === undefined || token === undefined) return undefined;
  const { owner, repo } = gitHub.event.repository;
  return { url: `${server}/${owner}/${repo}`, token };
}

function withResults<Read extends BuildMatter>(
  matter: Read,
  results: readonly TargetResult[],
  problems: readonly Problem[],
  images?: readonly MeasuredImage[],
): Read {
  const { change } = matter;
  return { ...matter, change: { ...change, built: results, images, problems: [...change.problems, ...problems] } };
}

function refusalFor({ event, gitHub }: Job, policy: ResolvedPolicy, hasSecrets: boolean): string | undefined {
  // Without a token the policy is the checkout's, which may be the fork's own.
  const forks = gitHub ? policy.build.forks : undefined;
  return buildRefusal({ event: event.name, isFork: isForeign(gitHub?.event, event), hasSecrets, forks });
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
