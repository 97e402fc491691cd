import type { SourceFile, Span } from "./source.ts";

/** An agreement that a finding stands until a day. */
interface WaiverTerms {
  /** Id of the rule whose findings are accepted. */
  readonly rule: string;
  readonly reason: string;
  /** Last day on which it counts, `YYYY-MM-DD`. */
  readonly expires: string;
}

/** A waiver of the policy: for whole files. */
export interface PolicyWaiver extends WaiverTerms {
  readonly files: readonly string[];
  /** The policy file that it stands in, and where. */
  readonly source: SourceFile;
  readonly span: Span;
}

/** A waiver in a comment of the Dockerfile. */
export interface CommentWaiver extends WaiverTerms {
  readonly scope: WaiverScope;
  /** Of the comment. */
  readonly span: Span;
  /** What it covers, told without lines, so that it is known again at another commit. */
  readonly subject: string;
}

export type WaiverScope =
  | { readonly kind: "instruction"; readonly span: Span }
  | { readonly kind: "stage"; readonly stage: number; readonly span: Span }
  | { readonly kind: "file" };
