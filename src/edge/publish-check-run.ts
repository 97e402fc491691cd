import type { Problem, Report } from "../model/report.ts";
import { renderCheckRun } from "../report/check-run.ts";
import { shortened, visibleText } from "../report/foreign-text.ts";
import type { ActionInputs } from "./action-inputs.ts";
import { type ApiTrouble, troubleText } from "./github/api-trouble.ts";
import { publishCheckRun } from "./github/check-run.ts";
import type { ConnectedGitHub, Job } from "./job.ts";
import { jobKey, mayWrite, runUrl } from "./publish-pull-request.ts";

export interface CheckRunOutcome {
  /** Says where the annotations are; undefined where they are not in a check run, and have to be shown otherwise. */
  readonly note: string | undefined;
  readonly problems: readonly Problem[];
}

const longestName = 200;

/**
 * Shows the findings as annotations of a check run, where the workflow asks for one. Never throws, and never changes the verdict.
 * A job that may not write, such as a fork's, is not tried: that there are no comments is then the one notice.
 */
export async function publishToCheckRun(
  report: Report,
  inputs: Pick<ActionInputs, "annotations" | "files" | "workingDirectory">,
  { client, event, pull }: ConnectedGitHub,
  { environment, links }: Pick<Job, "environment" | "links">,
): Promise<CheckRunOutcome> {
  if (inputs.annotations !== "check-run" || !mayWrite(pull, environment)) return { note: undefined, problems: [] };
  const text = renderCheckRun(report, { links });
  const name = checkRunName(inputs, environment);
  try {
    const trouble = await publishCheckRun(client, {
      repository: event.repository,
      headSha: event.subject.head.sha,
      name,
      key: jobKey(inputs, environment),
      detailsUrl: runUrl(environment),
      text,
    });
    if (trouble !== undefined) return { note: undefined, problems: [checkRunProblem(trouble)] };
    const where = `The findings are annotations of the check run "${name}".`;
    return { note: [where, text.note].filter((part) => part !== undefined).join(" "), problems: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { note: undefined, problems: [notPublished(`Writing it failed: ${reason}.`)] };
  }
}

/** People tell it by the workflow and the job; those of one job by what they judge, or by their number in it. */
function checkRunName(
  { files, workingDirectory }: Pick<ActionInputs, "files" | "workingDirectory">,
  { GITHUB_WORKFLOW: workflow, GITHUB_JOB: job, GITHUB_ACTION: step = "" }: Job["environment"],
): string {
  const judged = [workingDirectory, ...files].filter((part) => part !== ".");
  const [, number] = /_(\d{1,4})$/.exec(step) ?? [];
  const parts = [...judged, ...(number === undefined ? [] : [number])];
  const name = ["Stagegate", workflow, job].filter(Boolean).join(" / ");
  return shortened(visibleText(parts.length === 0 ? name : `${name} (${parts.join(", ")})`), longestName);
}

function checkRunProblem(trouble: ApiTrouble): Problem {
  const isForbidden = trouble.kind === "missing-permission" || trouble.kind === "not-found";
  if (!isForbidden) return notPublished(troubleText(trouble));
  const message =
    "The token may not write a check run. Give the job permissions: { contents: read, checks: write }. The findings are annotations of the step instead.";
  return problem("permission-missing", message);
}

function notPublished(reason: string): Problem {
  const message = `The check run is not up to date. ${reason} The findings are annotations of the step instead.`;
  return problem("check-run-not-published", message);
}

function problem(code: Problem["code"], message: string): Problem {
  return { code, message, path: undefined, span: undefined, incomplete: false };
}

/** One notice for all the permissions that a token lacks. */
export function oneNotice(problems: readonly Problem[]): Problem[] {
  const [first, ...more] = problems.filter(({ code }) => code === "permission-missing");
  if (first === undefined || more.length === 0) return [...problems];
  const message = [first, ...more].map((each) => each.message).join(" ");
  return [{ ...first, message }, ...problems.filter(({ code }) => code !== "permission-missing")];
}
