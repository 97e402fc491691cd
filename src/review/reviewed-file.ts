import type { Hunk } from "../model/change.ts";
import type { Finding, Fix } from "../model/finding.ts";
import type { FileReport } from "../model/report.ts";
import type { SourceFile } from "../model/source.ts";
import { literalBlock } from "../report/markdown.ts";
import { lastLine } from "../report/place.ts";
import { firstEndingBehind, type Range, secretRanges, tokensIn } from "../report/secret-ranges.ts";
import { anchorIn, isInOneHunk, type LineRange, overlap } from "./anchor.ts";
import { type Replacement, replacementFor } from "./replacement.ts";

/** Lines that a comment stands on and the block of Markdown that replaces them by a click. */
export interface Suggestion extends LineRange {
  readonly block: string;
}

/** What comments on a file of a pull request stand on. */
export interface Ground {
  readonly hunks: readonly Hunk[];
  /** Lines that a suggestion replaces already. */
  readonly taken: LineRange[];
}

/** A Dockerfile of a pull request while its comments are planned. */
export class ReviewedFile {
  readonly source: SourceFile;
  /** Stretches that are not shown. */
  readonly secrets: readonly Range[];
  private readonly file: FileReport;
  private readonly ground: Ground;

  constructor(file: FileReport, ground: Ground) {
    this.file = file;
    this.ground = ground;
    this.source = file.source;
    this.secrets = file.findings.length === 0 ? [] : secretRanges(file.source, file.findings);
  }

  /** Lines of the difference that show a finding; undefined where none does. */
  anchorOf({ span }: Finding): LineRange | undefined {
    return anchorIn(this.ground.hunks, { first: span.start.line, last: lastLine(span) });
  }

  /**
   * The fix of a finding as a suggestion. Only a safe one: a suggestion is accepted by a click, often together with others, and what
   * may change the build's result is to be read first. Of two that would replace the same lines the first is given.
   */
  suggest(
    finding: Finding,
    judgesClean: (file: FileReport, fix: Fix, finding: Finding) => boolean,
  ): Suggestion | undefined {
    const { fix } = finding;
    if (!fix?.safe) return undefined;
    const replacement = replacementFor(this.source, fix.edits);
    if (replacement === undefined || !this.isFree(replacement)) return undefined;
    const block = literalBlock(replacement.lines, "suggestion");
    if (block === undefined || !judgesClean(this.file, fix, finding)) return undefined;
    this.ground.taken.push(replacement);
    return { first: replacement.first, last: replacement.last, block };
  }

  /** In one hunk, clear of other suggestions, and without a secret in the new lines. */
  private isFree(replacement: Replacement): boolean {
    return (
      isInOneHunk(this.ground.hunks, replacement) &&
      this.ground.taken.every((lines) => overlap(lines, replacement) === undefined) &&
      tokensIn(replacement.lines.join("\n")).length === 0 &&
      !this.holdsSecret(replacement)
    );
  }

  /** What the new lines keep of the old ones is not told apart, so old lines with a secret are not suggested upon at all. */
  private holdsSecret({ first, last }: LineRange): boolean {
    const { lineStarts, text } = this.source;
    const start = lineStarts[first - 1] ?? text.length;
    const end = lineStarts[last] ?? text.length;
    const next = this.secrets[firstEndingBehind(this.secrets, start)];
    return next !== undefined && next.start < end;
  }
}
