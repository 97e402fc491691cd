import type { FindingLevel } from "./level.ts";
import type { Span } from "./source.ts";

/** `open` counts; `existing` was there before the pull request; `waived` is accepted until a date. */
type FindingStatus = "open" | "existing" | "waived";

export interface Finding {
  /** Rule id, for example `root-final-user`. */
  readonly rule: string;
  readonly level: FindingLevel;
  readonly status: FindingStatus;
  /** What is wrong here, why it matters, what to write instead. Plain text; names from the file stand in it as written. */
  readonly message: string;
  readonly span: Span;
  readonly related: readonly RelatedSpan[];
  /** The last lines that a build printed where it failed. */
  readonly output?: readonly string[];
  /** Index of the stage; undefined for a finding of the whole file. */
  readonly stage: number | undefined;
  readonly fix: Fix | undefined;
  /** Whether the base has it too, where the rule can tell and fingerprints cannot: that of an image, and not of its text. */
  readonly wasBefore?: boolean;
  /** The agreement that it stands until a day; a pending one does not count yet. */
  readonly waiver?: FindingWaiver;
  /** Stable under moved lines: rule, path, stage, normalised instruction text and ordinal, hashed. */
  readonly fingerprint: string;
}

export interface FindingWaiver {
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day. */
  readonly expires: string;
  /** Whether it still waits for an approving review. */
  readonly pending: boolean;
  readonly place: WaiverPlace;
}

/** Where a waiver is written: in a comment of the Dockerfile, or in a policy file. */
export interface WaiverPlace {
  readonly kind: "comment" | "policy";
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

export interface RelatedSpan {
  readonly message: string;
  readonly span: Span;
}

/** A change that removes the finding. A safe one keeps the build's result or differs only in what the finding asks for. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  /** Do not overlap; in any order. */
  readonly edits: readonly Edit[];
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The text with the edits applied. The fixes of several findings may ask for the same edit, such as one name for one stage: it is
 * made once. @throws RangeError when edits overlap.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let done = 0;
  const inOrder = [...edits].sort(
    (a, b) =>
      a.span.start.offset - b.span.start.offset ||
      a.span.end.offset - b.span.end.offset ||
      compareTexts(a.text, b.text),
  );
  let last: Edit | undefined;
  for (const edit of inOrder) {
    if (last && isSame(last, edit)) continue;
    last = edit;
    if (edit.span.start.offset < done) throw new RangeError("edits overlap");
    result += text.slice(done, edit.span.start.offset) + edit.text;
    done = edit.span.end.offset;
  }
  return result + text.slice(done);
}

/** The edits with the line ends of a text: CRLF where its first line has that, LF elsewhere. */
export function withLineEnds(text: string, edits: readonly Edit[]): readonly Edit[] {
  if (text[text.indexOf("\n") - 1] !== "\r") return edits;
  return edits.map((edit) => ({ ...edit, text: edit.text.replace(/\r?\n/g, "\r\n") }));
}

function isSame(a: Edit, b: Edit): boolean {
  return a.span.start.offset === b.span.start.offset && a.span.end.offset === b.span.end.offset && a.text === b.text;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
