import { resolve } from "node:path";
import { info, notice } from "@actions/core";
import { InputError } from "../model/input-error.ts";
import { shortened, visibleText } from "../report/foreign-text.ts";
import type { ExitStatus } from "../run.ts";
import type { ActionInputs } from "./action-inputs.ts";
import type { Job } from "./job.ts";
import { publishReport } from "./publish-report.ts";
import type { ActionWorld } from "./run-action.ts";

const longestNotice = 4000;

/** Shows the report of another run as comments. What GitHub does not take is a notice, and no failure. */
export async function runPublish(job: Job, inputs: ActionInputs, { packs, today }: ActionWorld): Promise<ExitStatus> {
  const { gitHub, environment, workspace, links, event } = job;
  if (gitHub === undefined) throw new InputError("The input mode: publish takes a github-token that may comment.");
  if (environment.GITHUB_EVENT_NAME !== "workflow_run") {
    throw new InputError("The input mode: publish is for workflow_run, which starts when another workflow has ended.");
  }
  if (inputs.reportFile === undefined) {
    throw new InputError("The input mode: publish takes a report-file, which another run wrote.");
  }
  const problems = await publishReport({
    gitHub,
    inputs,
    path: resolve(workspace, inputs.reportFile),
    asked: inputs.reportFile,
    environment,
    links,
    sentAt: event.sentAt,
    packs,
    today,
  });
  for (const { message } of problems) notice(shortened(visibleText(message), longestNotice));
  if (problems.length === 0) info("Stagegate: the comments of the pull request are up to date.");
  return 0;
}
