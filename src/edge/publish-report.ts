import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { InputError } from "../model/input-error.ts";
import type { Problem } from "../model/report.ts";
import { resolvePolicy } from "../policy/resolve-policy.ts";
import { readReport } from "../report/read-report.ts";
import { rules } from "../rules/index.ts";
import type { ActionInputs } from "./action-inputs.ts";
import { readChange } from "./github/read-change.ts";
import type { ConnectedGitHub } from "./job.ts";
import { packSource, packTexts, selectionOf } from "./policy-source.ts";
import { type CommentedPullRequest, publishToPullRequest } from "./publish-pull-request.ts";
import { reasonOf } from "./text-file.ts";

/** Bytes; a report of ten thousand findings has less. */
const sizeLimit = 32 * 1024 * 1024;

export interface ReportPublication extends Pick<CommentedPullRequest, "environment" | "links" | "sentAt"> {
  readonly gitHub: ConnectedGitHub;
  readonly inputs: ActionInputs;
  /** Absolute path of the report. */
  readonly path: string;
  /** The path as the workflow has it. */
  readonly asked: string;
  readonly packs: string;
  readonly today: string;
}

/**
 * Shows the report of another run on its pull request: for workflow_run, whose token may write where that run's could not. The
 * report comes from a run that the pull request controls. Nothing in it is believed but the text of comments: which pull request it
 * is about is looked up by the commit of that run.
 * @throws InputError for what is no report, or one of another commit.
 */
export async function publishReport(publication: ReportPublication): Promise<readonly Problem[]> {
  const { gitHub, inputs, path, asked, packs, today } = publication;
  const { client, pull, event } = gitHub;
  const { repository, subject } = event;
  const json = reportText(path, asked);
  const first = readReport(json, new Map());
  if ("reason" in first) throw new InputError(`The report-file is no report of Stagegate. ${first.reason}`);
  if (first.report.head.sha !== subject.head.sha) {
    throw new InputError(
      "The report-file is about another commit than the run that this workflow follows. It is not shown.",
    );
  }
  if (pull === undefined) return [noPullRequest];
  const texts = packTexts(packs);
  const policy = resolvePolicy(packSource("recommended", texts), rules, texts);
  const facts = { isFactsPath: () => false, namedFiles: () => ({ dockerfiles: [], missing: [] }) };
  const choice = { selection: selectionOf(policy), files: [], workingDirectory: "." };
  const change = await readChange({ ...event, subject: pull }, client, { choice, scope: "new", facts });
  const read = readReport(json, new Map(change.files.map((file) => [file.path, file.text])));
  if ("reason" in read) throw new InputError(`The report-file is no report of Stagegate. ${read.reason}`);
  const place = { ...publication, client, repository, pull };
  const { problems } = await publishToPullRequest(read.report, { change, policy, today }, inputs, place);
  return problems;
}

const noPullRequest: Problem = {
  code: "comments-not-published",
  message: "No open pull request has the commit of that run at its head. There is nothing to comment on.",
  path: undefined,
  span: undefined,
  incomplete: false,
};

/** An artifact may hold anything, links too: what is not a file of a size that can be is refused. */
function reportText(path: string, asked: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw new InputError(`The report-file "${asked}" cannot be read: ${reasonOf(error)}.`, undefined, { cause: error });
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new InputError(`The report-file "${asked}" is no file.`);
    if (status.size > sizeLimit) throw new InputError(`The report-file "${asked}" is larger than any report.`);
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}
