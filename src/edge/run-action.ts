import * as core from "@actions/core";
import { type ErrorPlace, InputError } from "../model/input-error.ts";
import type { Problem, Report } from "../model/report.ts";
import { PolicyError } from "../policy/policy-error.ts";
import type { ResolvedPolicy } from "../policy/resolve-policy.ts";
import { visibleText } from "../report/foreign-text.ts";
import { rules } from "../rules/index.ts";
import { type ExitStatus, type Matter, run } from "../run.ts";
import { type ActionInputs, readActionInputs, tightened, tokenInputs } from "./action-inputs.ts";
import { checkoutSource, gitHubSource } from "./action-source.ts";
import { readWorkspace } from "./checkout.ts";
import { readEvent, type WorkflowEvent } from "./event.ts";
import { readSubject } from "./event-subject.ts";
import { jobClient } from "./github/job-client.ts";
import { publishToPullRequest } from "./publish-pull-request.ts";
import { publishFailure, publishRun } from "./publish-run.ts";
import { reportPath } from "./report-file.ts";
import { version } from "./version.ts";

export interface ActionWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that Stagegate's own policies are in. */
  readonly packs: string;
  /** ISO date of the day, in UTC. */
  readonly today: string;
}

/** The runner shows ten errors of a step; one is the verdict. */
const mostMistakes = 9;

/** Carries out a step. Never throws: what goes wrong is an error of the step, and exit status 2. */
export async function runAction({ environment, packs, today }: ActionWorld): Promise<ExitStatus> {
  try {
    for (const name of tokenInputs) {
      const token = core.getInput(name);
      if (token) core.setSecret(token);
    }
    const inputs = readActionInputs(core.getInput);
    const event = readEvent(environment);
    const workspace = readWorkspace(environment);
    const folders = { workspace, temporary: environment.RUNNER_TEMP };
    const path = reportPath({ input: "report-file", asked: inputs.reportFile, name: "report.json" }, folders);
    const sarifPath =
      inputs.sarifFile && reportPath({ input: "sarif-file", asked: inputs.sarifFile, name: "report.sarif" }, folders);
    const gitHub = connect(environment, inputs);
    const source = gitHub
      ? gitHubSource(gitHub.event, gitHub.client, inputs, { packs, policyClient: gitHub.policyClient })
      : checkoutSource(workspace, event, inputs, packs);
    const links = linksFrom(environment, event);
    const edges = {
      async read(): Promise<Matter> {
        const { policy, problems } = withInputs(await source.readPolicy(), inputs, event);
        const change = await source.readChange(policy);
        const allProblems = [...inputs.problems, ...problems, ...change.problems];
        const waiverReview = gitHub?.event.subject.kind === "pull-request" ? ("pending" as const) : undefined;
        return { change: { ...change, waiverReview, problems: allProblems }, policy, today };
      },
      async publish(report: Report, matter: Matter): Promise<void> {
        const subject = gitHub?.event.subject;
        const published =
          gitHub && subject?.kind === "pull-request"
            ? await publishToPullRequest(report, matter, inputs, { ...gitHub, pull: subject, environment, links })
            : undefined;
        const whole = { ...report, problems: [...report.problems, ...(published?.problems ?? [])] };
        publishRun(whole, {
          annotations: inputs.annotations,
          reportPath: path,
          sarifPath,
          summaryPath: environment.GITHUB_STEP_SUMMARY,
          links,
          remark: event.blocks || inputs.failOn ? undefined : reportOnly(event, report),
        });
      },
    };
    return await run(edges, rules, version);
  } catch (error) {
    sayFailure(error, environment.GITHUB_STEP_SUMMARY);
    return 2;
  }
}

/** GitHub's API and what it is asked about; undefined where the workflow gives no token. */
function connect(environment: ActionWorld["environment"], { token, policyToken }: ActionInputs) {
  if (token === undefined) return undefined;
  const event = readSubject(environment);
  const client = jobClient(token, environment);
  const policyClient = policyToken === undefined ? undefined : jobClient(policyToken, environment);
  return { event, repository: event.repository, client, policyClient };
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

function linksFrom(environment: ActionWorld["environment"], { head }: WorkflowEvent) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = environment;
  if (!server || !repository || !head.sha) return undefined;
  return { server, repository, sha: head.sha, rulePages: rulePages(environment) };
}

/** The pages of the rules are in the repository that the action comes from. */
function rulePages(environment: ActionWorld["environment"]): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = environment;
  if (!server || !repository || !ref || !/^[\w./-]+$/.test(`${repository}${ref}`)) return undefined;
  return `${server}/${repository}/blob/${ref}/docs/rules/`;
}

function sayFailure(error: unknown, summaryPath: string | undefined): void {
  core.setOutput("conclusion", "incomplete");
  if (error instanceof InputError) {
    const mistakes = error instanceof PolicyError ? error.mistakes : [error];
    for (const { message, place } of mistakes.slice(0, mostMistakes)) {
      if (place !== undefined) core.error(visibleText(message), annotationPlace(place));
    }
    publishFailure(
      mistakes.map(({ line }) => line),
      summaryPath,
    );
    return;
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  if (stack !== undefined) core.debug(stack);
  publishFailure([`Internal error: ${message} (please report)`], summaryPath);
}

function annotationPlace({ path, line, column }: ErrorPlace): core.AnnotationProperties {
  return {
    file: path,
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  };
}
