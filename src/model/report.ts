import type { Finding } from "./finding.ts";
import type { BuildGraph } from "./graph.ts";
import type { MeasuredImage } from "./image-size.ts";
import type { PolicyDifference } from "./policy-difference.ts";
import type { SourceFile, Span } from "./source.ts";

/** `incomplete`: something that should have been judged could not be, and nothing that was judged blocks. */
export type Conclusion = "passed" | "blocked" | "incomplete";

/** The outcome of one run. Immutable; every renderer reads it and none changes it. */
export interface Report {
  /** Version of Stagegate. */
  readonly version: string;
  readonly policy: { readonly source: string; readonly digest: string };
  readonly head: { readonly sha: string | undefined; readonly ref: string | undefined };
  /** What the head was compared with; undefined where everything counts. */
  readonly base: ReportBase | undefined;
  /** What the change does to the policy that judges it; undefined where it leaves it alone. */
  readonly policyDifference?: PolicyDifference | undefined;
  readonly conclusion: Conclusion;
  readonly counts: Counts;
  /** Sorted by path. */
  readonly files: readonly FileReport[];
  /** Sizes of the images that were built; undefined where none was measured. */
  readonly images?: readonly MeasuredImage[] | undefined;
  readonly problems: readonly Problem[];
}

export interface ReportBase {
  readonly sha: string;
  /** Findings that the base had and the head has no more; undefined where the scope compares none. */
  readonly fixed: number | undefined;
}

/** Open findings by level; existing and waived ones by themselves. */
export interface Counts {
  readonly error: number;
  readonly warning: number;
  readonly notice: number;
  readonly existing: number;
  readonly waived: number;
}

export interface FileReport {
  readonly source: SourceFile;
  /** Undefined when BuildKit could not read the file at all. */
  readonly graph: BuildGraph | undefined;
  /** Sorted by position, then rule. */
  readonly findings: readonly Finding[];
}

export type ProblemCode =
  | "file-unreadable"
  | "file-too-large"
  | "file-not-text"
  | "link-outside"
  | "too-many-stages"
  | "script-unreadable"
  | "build-file-unreadable"
  | "no-dockerfiles"
  | "change-too-large"
  | "not-compared"
  | "repository-too-large"
  | "policy-unreadable"
  | "policy-not-applied"
  | "input-not-followed"
  | "summary-truncated"
  | "permission-missing"
  | "data-outdated"
  | "comments-not-published"
  | "check-run-not-published"
  | "reported"
  | "not-built"
  | "not-measured"
  | "review-unreadable"
  | "waiver-pending"
  | "rule-failed";

/** Trouble of ours or of the surroundings. Never a finding, never a pass. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly path: string | undefined;
  readonly span: Span | undefined;
  /** True when something stayed unjudged: the run is then not a pass. */
  readonly incomplete: boolean;
}
