import type { ChangedFile } from "../model/change.ts";
import type { Finding, Fix } from "../model/finding.ts";
import type { FileReport, Report } from "../model/report.ts";
import type { Links } from "../report/links.ts";
import { renderReviewComment } from "../report/review-comment.ts";
import { listed } from "../report/summary-parts.ts";
import { ReviewedFile } from "./reviewed-file.ts";

/** What the review of a pull request is to say, before anything is known of what it says already. */
export interface ReviewPlan {
  /** Errors first, then by path and position. */
  readonly comments: readonly PlannedComment[];
  /** Open findings that get no comment of their own, with the reason. */
  readonly elsewhere: readonly UncommentedFinding[];
}

/** A comment of its own thread; one a finding, so that a fixed finding settles one thread. */
export interface PlannedComment {
  readonly fingerprint: string;
  /** At the head, relative to the repository. */
  readonly path: string;
  readonly subject: "line" | "file";
  /** First line at the head, on the right side; undefined for a comment on one line, as the interface wants it, and on a file. */
  readonly startLine: number | undefined;
  /** Last line at the head; undefined for a comment on a file. */
  readonly line: number | undefined;
  /** Markdown, without the marker that finds it again. */
  readonly body: string;
  readonly finding: Finding;
}

interface UncommentedFinding {
  readonly finding: Finding;
  readonly path: string;
  /** `notice`: not weighty enough. `outside-files`: the pull request does not have the file. `no-room`: beyond the most comments of a run. */
  readonly reason: "notice" | "outside-files" | "no-room";
}

export interface ReviewOptions {
  readonly links: Links | undefined;
  /**
   * Whether the file with the fix applied lacks the finding and has no new one. Asked only of fixes that could be a suggestion: it
   * may be as costly as judging the file.
   */
  readonly judgesClean: (file: FileReport, fix: Fix, finding: Finding) => boolean;
  /** Most comments; more in one go is neither read nor, beyond about 70, accepted by GitHub. */
  readonly most?: { readonly line: number; readonly file: number } | undefined;
}

const defaultMost = { line: 30, file: 10 };

/**
 * Places the open errors and warnings of a report on a pull request: on lines of its difference, else on its files. The file texts of
 * the report must be those at the head.
 */
export function planReview(report: Report, changedFiles: readonly ChangedFile[], options: ReviewOptions): ReviewPlan {
  const { links, judgesClean, most = defaultMost } = options;
  const files = reviewedFiles(report, changedFiles);
  const made = { line: 0, file: 0 };
  const comments: PlannedComment[] = [];
  const elsewhere: UncommentedFinding[] = [];
  for (const { path, finding, file: judged } of listed(report, ["open"])) {
    const file = files.get(judged);
    const anchor = file?.anchorOf(finding);
    const subject = anchor === undefined ? "file" : "line";
    const reason = reasonAgainst(finding, file, made[subject] < most[subject]);
    if (file === undefined || reason !== undefined) {
      elsewhere.push({ finding, path, reason: reason ?? "outside-files" });
      continue;
    }
    made[subject] += 1;
    const suggestion = anchor && file.suggest(finding, judgesClean);
    const lines = suggestion ?? anchor;
    const { line: start } = finding.span.start;
    const body = renderReviewComment(finding, {
      source: file.source,
      secrets: file.secrets,
      links,
      standsOnFinding: lines !== undefined && lines.first <= start && start <= lines.last,
      suggestion: suggestion?.block,
    });
    const startLine = lines === undefined || lines.first === lines.last ? undefined : lines.first;
    comments.push({ fingerprint: finding.fingerprint, path, subject, startLine, line: lines?.last, body, finding });
  }
  return { comments, elsewhere };
}

function reasonAgainst(
  { level }: Finding,
  file: ReviewedFile | undefined,
  hasRoom: boolean,
): UncommentedFinding["reason"] | undefined {
  if (level === "notice") return "notice";
  if (file === undefined) return "outside-files";
  return hasRoom ? undefined : "no-room";
}

/** The files of the report that the pull request has at its head. Several Dockerfiles can stand in one file. */
function reviewedFiles({ files }: Report, changedFiles: readonly ChangedFile[]): Map<FileReport, ReviewedFile> {
  const present = changedFiles.filter(({ status }) => status !== "removed");
  const grounds = new Map(present.map(({ path, hunks }) => [path, { hunks: hunks ?? [], taken: [] }]));
  return new Map(
    files.flatMap((file) => {
      const ground = grounds.get(file.source.path);
      return ground === undefined ? [] : [[file, new ReviewedFile(file, ground)] as const];
    }),
  );
}
