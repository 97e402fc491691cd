import type { Finding } from "../model/finding.ts";

/** What the review of a pull request is to say, before anything is known of what it says already. */
export interface ReviewPlan {
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

export interface UncommentedFinding {
  readonly finding: Finding;
  readonly path: string;
  /** `notice`: not weighty enough. `outside-files`: the pull request does not have the file. `no-room`: beyond the most comments of a run. */
  readonly reason: "notice" | "outside-files" | "no-room";
}
