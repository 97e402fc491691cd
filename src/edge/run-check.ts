import { debug, isDebug } from "@actions/core";
import { hasPendingWaivers } from "../check/pending-waivers.ts";
import type { Change } from "../model/change.ts";
import type { PolicyDifference } from "../model/policy-difference.ts";
import type { Problem, Report } from "../model/report.ts";
import type { ResolvedPolicy } from "../policy/resolve-policy.ts";
import { settleProposal } from "../policy/tighten.ts";
import { visibleText } from "../report/foreign-text.ts";
import { rules } from "../rules/index.ts";
import { type ExitStatus, type Matter, run } from "../run.ts";
import { buildFor } from "./action-build.ts";
import { type ActionInputs, tightened } from "./action-inputs.ts";
import { checkoutSource, gitHubSource } from "./action-source.ts";
import type { WorkflowEvent } from "./event.ts";
import { FirstLook } from "./github/first-look.ts";
import { readWaiverReview } from "./github/read-approval.ts";
import { readProposedPolicy } from "./github/read-proposed-policy.ts";
import type { ConnectedGitHub, Job } from "./job.ts";
import { oneNotice, publishToCheckRun } from "./publish-check-run.ts";
import { publishToPullRequest } from "./publish-pull-request.ts";
import { publishRun } from "./publish-run.ts";
import { reportPath } from "./report-file.ts";
import type { ActionWorld } from "./run-action.ts";
import { Stopwatch } from "./stopwatch.ts";
import { version } from "./version.ts";

interface ActionMatter extends Matter {
  readonly policy: ResolvedPolicy;
  readonly policyDifference: PolicyDifference | undefined;
}

/** Judges what the event brings, and shows the outcome. @throws InputError for what cannot be read. */
export async function runCheck(job: Job, inputs: ActionInputs, { packs, today }: ActionWorld): Promise<ExitStatus> {
  const { environment, workspace, event, gitHub, links } = job;
  const folders = { workspace, temporary: environment.RUNNER_TEMP };
  const path = reportPath({ input: "report-file", asked: inputs.reportFile, name: "report.json" }, folders);
  const sarif = { input: "sarif-file", asked: inputs.sarifFile, name: "report.sarif" } as const;
  const sarifPath = inputs.sarifFile === undefined ? undefined : reportPath(sarif, folders);
  const look = gitHub?.pull && new FirstLook({ ...gitHub.event.repository, number: gitHub.pull.number });
  const source = gitHub
    ? gitHubSource(gitHub.event, gitHub.client, inputs, { packs, policyClient: gitHub.policyClient, look })
    : checkoutSource(workspace, event, inputs, packs);
  const stopwatch = new Stopwatch(() => performance.now());
  const edges = {
    timed: stopwatch.timed,
    async read(): Promise<ActionMatter> {
      const trusted = await source.readPolicy();
      const asked = withInputs(trusted, inputs, event).policy;
      const first = await source.readChange(asked);
      const proposal = gitHub && (await readProposal(gitHub, first, { policy: inputs.policy, packs }, trusted));
      const { policy, problems } = withInputs(proposal?.policy ?? trusted, inputs, event);
      // A policy that the change tightens may ask for more files than the trusted one had read.
      const change = readsTheSame(asked, policy) ? first : await source.readChange(policy);
      if (isDebug()) debug(visibleText(`Policy: ${policy.source}, ${policy.digest}`));
      const allProblems = [...inputs.problems, ...problems, ...change.problems, ...(proposal?.problems ?? [])];
      const waiverReview = gitHub?.pull ? ("pending" as const) : undefined;
      const judged = { ...change, waiverReview, problems: allProblems };
      return { change: judged, policy, today, policyDifference: proposal?.difference };
    },
    build: buildFor(job, inputs.build, inputs.token),
    async readFurther(report: Report, matter: ActionMatter): Promise<ActionMatter | undefined> {
      if (gitHub?.pull === undefined || !hasPendingWaivers(report)) return undefined;
      const { client, pull } = gitHub;
      const answer = await readWaiverReview(client, gitHub.event.repository, pull, matter.policy.waiverApproval);
      const { change } = matter;
      if (answer.review === "approved") return { ...matter, change: { ...change, waiverReview: "approved" } };
      const waiting: Problem = {
        code: "waiver-pending",
        message: `Waivers that this pull request adds do not count yet. ${answer.reasons.join(" ")}`,
        path: undefined,
        span: undefined,
        incomplete: false,
      };
      return { ...matter, change: { ...change, problems: [...change.problems, ...answer.problems, waiting] } };
    },
    async publish(judged: Report, matter: ActionMatter): Promise<void> {
      const report = { ...judged, policyDifference: matter.policyDifference };
      const comments = gitHub?.pull
        ? await publishToPullRequest(report, matter, inputs, {
            client: gitHub.client,
            repository: gitHub.event.repository,
            pull: gitHub.pull,
            environment,
            links,
            sentAt: event.sentAt,
            look,
          })
        : undefined;
      const checkRun = gitHub && (await publishToCheckRun(report, inputs, gitHub, job));
      const trouble = oneNotice([...(comments?.problems ?? []), ...(checkRun?.problems ?? [])]);
      const annotations = checkRun?.note === undefined ? "all" : "problems";
      publishRun(
        { ...report, problems: [...report.problems, ...trouble] },
        {
          annotations: inputs.annotations === "off" ? "none" : annotations,
          note: checkRun?.note,
          reportPath: path,
          sarifPath,
          summaryPath: environment.GITHUB_STEP_SUMMARY,
          links,
          builds: matter.change.built,
          remark: event.blocks || inputs.failOn ? undefined : reportOnly(event, report),
        },
      );
    },
  };
  try {
    return await run(edges, rules, version);
  } finally {
    if (isDebug()) debug(`Time: ${stopwatch.text}`);
  }
}

/** Whether two policies ask for the same files to be read. */
function readsTheSame(one: ResolvedPolicy, other: ResolvedPolicy): boolean {
  return one.scope === other.scope && JSON.stringify(one.files) === JSON.stringify(other.files);
}

/** What a pull request does to the policy that judges it, followed as far as that policy says. */
async function readProposal(
  { client, event, pull }: ConnectedGitHub,
  { base }: Change,
  request: Parameters<typeof readProposedPolicy>[2],
  trusted: ResolvedPolicy,
) {
  if (pull === undefined || base === undefined) return undefined;
  const bearer = { repository: event.repository, headSha: pull.head.sha, changed: base.changed };
  const proposed = await readProposedPolicy(client, bearer, request, trusted);
  if (proposed === undefined) return undefined;
  const settled = proposed.policy && settleProposal(trusted, proposed.policy, rules);
  return { ...settled, problems: proposed.problems };
}

/** What blocks: at a push, a schedule or a manual run nothing does, unless the workflow asks for it. */
function withInputs(
  policy: ResolvedPolicy,
  inputs: ActionInputs,
  event: WorkflowEvent,
): { policy: ResolvedPolicy; problems: readonly Problem[] } {
  const reportsOnly = !event.blocks && (inputs.failOn === undefined || inputs.failOn === "never");
  const asked = reportsOnly ? { scope: inputs.scope, failOn: undefined } : inputs;
  const { policy: settled, problems } = tightened(policy, asked, event.blocks ? "new" : "all");
  return { policy: { ...policy, ...settled, ...(reportsOnly ? { failOn: "never" } : {}) }, problems };
}

function reportOnly({ name }: WorkflowEvent, { counts }: Report): string | undefined {
  if (counts.error + counts.warning + counts.notice === 0) return undefined;
  return `Nothing blocks at ${name} unless the input fail-on is given.`;
}
