import { textJudge } from "../check/judge-text.ts";
import type { Finding, Fix } from "../model/finding.ts";
import type { FileReport, Report } from "../model/report.ts";
import type { Links } from "../report/links.ts";
import { renderPullRequestComment } from "../report/pull-request-comment.ts";
import { cleanFixJudge } from "../review/clean-fix.ts";
import { commentKey } from "../review/marker.ts";
import { type Placement, unplacedRemarks } from "../review/placement.ts";
import type { StickyComment } from "../review/reconcile-sticky.ts";
import { planReview } from "../review/review-plan.ts";
import { rules } from "../rules/index.ts";
import type { Matter } from "../run.ts";
import type { ActionInputs } from "./action-inputs.ts";
import type { PullRequest, RepositoryName } from "./event-subject.ts";
import type { GitHubClient } from "./github/client.ts";
import type { FirstLook } from "./github/first-look.ts";
import { type PublishedReview, publishReview } from "./github/publish-review.ts";

/** A pull request that comments go to, and the job that writes them. */
export interface CommentedPullRequest {
  readonly client: GitHubClient;
  readonly repository: RepositoryName;
  readonly pull: PullRequest;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly links: Links | undefined;
  /** When the event of this run was sent. */
  readonly sentAt: string | undefined;
  /** What the pull request said when the run began. */
  readonly look?: FirstLook | undefined;
}

/** Brings the comments of a pull request in line with the report. Never throws, and never changes the verdict. */
export function publishToPullRequest(
  report: Report,
  matter: Matter,
  inputs: Pick<ActionInputs, "review" | "comment" | "files" | "workingDirectory">,
  place: CommentedPullRequest,
): Promise<PublishedReview> {
  const { client, repository, pull, environment, links, sentAt, look } = place;
  const { review, comment } = inputs;
  const changed = matter.change.base?.changed ?? [];
  const plan = planReview(report, changed, { links, judgesClean: judgeOf(matter) });
  const settled = report.files.flatMap(({ findings }) => findings.filter(({ status }) => status !== "open"));
  return publishReview(client, {
    address: { ...repository, number: pull.number },
    writer: {
      key: jobKey(inputs, environment),
      run: Number(environment.GITHUB_RUN_ID ?? 0),
      head: pull.head.sha,
      since: sentAt,
    },
    // What was there before is no more fixed than what is waived.
    desired: { plan, waived: new Set(settled.map(({ fingerprint }) => fingerprint)), problems: report.problems },
    review,
    comment,
    look,
    mayWrite: mayWrite(pull, environment),
    renderSticky: (placement, limit) => overview(report, placement, limit, place),
  });
}

/** Tells what this job writes from what others write, see commentKey. */
export function jobKey(
  { workingDirectory, files }: Pick<ActionInputs, "files" | "workingDirectory">,
  environment: CommentedPullRequest["environment"],
): string {
  return commentKey({
    workflow: environment.GITHUB_WORKFLOW ?? "",
    job: environment.GITHUB_JOB ?? "",
    step: environment.GITHUB_ACTION,
    judged: [workingDirectory, ...files],
  });
}

/**
 * Jobs of forks and of Dependabot get a token that can only read, whatever the workflow says; at pull_request_target and
 * workflow_run they may write. https://docs.github.com/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions
 */
export function mayWrite(
  pull: Pick<PullRequest, "isFork"> | undefined,
  environment: CommentedPullRequest["environment"],
): boolean {
  const { GITHUB_EVENT_NAME: event = "", GITHUB_ACTOR: actor } = environment;
  if (!event.startsWith("pull_request") || event === "pull_request_target") return true;
  return actor !== "dependabot[bot]" && !pull?.isFork;
}

function overview(report: Report, placement: Placement, limit: number, place: CommentedPullRequest): StickyComment {
  const { counts, problems } = report;
  const { environment, links } = place;
  const render = (time: string | undefined, address: string | undefined) =>
    renderPullRequestComment(
      report,
      { commented: placement.inline, time, runUrl: address, remarks: unplacedRemarks(placement) },
      { links, limit },
    );
  const open = counts.error + counts.warning + counts.notice;
  return {
    markdown: render(`${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`, runUrl(environment)),
    matter: render(undefined, undefined),
    isClean: open === 0 && !report.policyDifference?.changes.length && !problems.some(({ incomplete }) => incomplete),
  };
}

/** The page of the run. */
export function runUrl({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: CommentedPullRequest["environment"]) {
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) return undefined;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}

/** A fix is tried by judging the file with it, as the run judged it. */
function judgeOf({ change, policy, today }: Matter) {
  const paths = new Set(change.files.map(({ path }) => path));
  const judgeText = textJudge({ change, policy, rules, today });
  const isClean = cleanFixJudge((path, text) => judgeText(path, text)?.findings ?? []);
  // A Dockerfile that stands in another file has no text of its own to be tried.
  return (file: FileReport, fix: Fix, finding: Finding) => paths.has(file.source.path) && isClean(file, fix, finding);
}
