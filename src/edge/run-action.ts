import * as core from "@actions/core";
import { type ErrorPlace, InputError } from "../model/input-error.ts";
import type { Policy } from "../model/policy.ts";
import type { Problem, Report } from "../model/report.ts";
import { PolicyError } from "../policy/policy-error.ts";
import { visibleText } from "../report/foreign-text.ts";
import { rules } from "../rules/index.ts";
import { type ExitStatus, type Matter, run } from "../run.ts";
import { type ActionInputs, readActionInputs, tightened, tokenInputs } from "./action-inputs.ts";
import { readCheckout, readWorkspace, requireCheckout } from "./checkout.ts";
import { readEvent, type WorkflowEvent } from "./event.ts";
import { readPolicy, selectionOf } from "./policy-source.ts";
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
    const edges = {
      async read(): Promise<Matter> {
        requireCheckout(workspace, event.changeCommits);
        const read = readPolicy({
          named: inputs.policy,
          folder: workspace,
          base: workspace,
          packs,
          trustLinks: false,
        });
        const { policy, problems } = withFailOn(read, inputs, event);
        const checkout = readCheckout({
          workspace,
          workingDirectory: inputs.workingDirectory,
          files: inputs.files,
          selection: selectionOf(policy),
        });
        const allProblems = [...inputs.problems, ...problems, ...checkout.problems];
        const { files, repository, folders } = checkout;
        return {
          change: { head: event.head, files, folders, repository, problems: allProblems, target: undefined },
          policy,
          today,
        };
      },
      async publish(report: Report): Promise<void> {
        publishRun(report, {
          annotations: inputs.annotations,
          reportPath: path,
          sarifPath,
          summaryPath: environment.GITHUB_STEP_SUMMARY,
          links: linksFrom(environment, event),
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

/** What blocks: at a push, a schedule or a manual run nothing does, unless the workflow asks for it. */
function withFailOn(
  policy: Policy,
  { failOn }: ActionInputs,
  event: WorkflowEvent,
): { policy: Policy; problems: readonly Problem[] } {
  const reportsOnly = !event.blocks && (failOn === undefined || failOn === "never");
  return reportsOnly ? { policy: { ...policy, failOn: "never" }, problems: [] } : tightened(policy, failOn);
}

function reportOnly({ name }: WorkflowEvent, { counts }: Report): string | undefined {
  if (counts.error + counts.warning + counts.notice === 0) return undefined;
  return `Nothing blocks at ${name} unless the input fail-on is given.`;
}

function linksFrom(environment: ActionWorld["environment"], { head }: WorkflowEvent) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = environment;
  return server && repository && head.sha ? { server, repository, sha: head.sha } : undefined;
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
