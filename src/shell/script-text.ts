import type { SourceFile, Span } from "../model/source.ts";
import { spanBetween } from "../model/source.ts";

/**
 * The text that a shell reads, and where each of its characters stands in the Dockerfile. Continuations, heredocs, JSON
 * escapes and strings handed to `sh -c` all lie between the two.
 */
export interface ScriptText {
  readonly source: SourceFile;
  readonly text: string;
  /** In order of `at`, without gaps in `text`. */
  readonly pieces: readonly TextPiece[];
  /** Where an outer shell has put the value of an expansion, in order. */
  readonly expanded: readonly ExpandedStretch[];
}

/**
 * `text` from `at` to the next piece stands at `start` to `end` of the source: character by character where both are
 * equally long, and otherwise as a whole.
 */
export interface TextPiece {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/**
 * `$TOKEN` in `sh -c "echo $TOKEN"`: the inner shell sees what the outer one makes of it. Where that is not known, the text
 * still has the expansion as written.
 */
export interface ExpandedStretch {
  readonly start: number;
  readonly end: number;
  readonly isKnown: boolean;
  readonly variables: readonly string[];
}

/** Where `text[start..end)` stands; for an empty stretch the place in front of it. */
export function spanOf(script: ScriptText, start: number, end: number): Span {
  const from = sourceRange(script, start).start;
  if (end <= start) return spanBetween(script.source, from, from);
  const to = sourceRange(script, end - 1).end;
  return spanBetween(script.source, Math.min(from, to), Math.max(from, to));
}

function sourceRange(script: ScriptText, index: number): { start: number; end: number } {
  const { pieces } = script;
  const number = pieceAt(pieces, index);
  const piece = pieces[number] ?? { at: 0, start: 0, end: 0 };
  const next = pieces[number + 1]?.at ?? script.text.length;
  if (index >= script.text.length) return { start: piece.end, end: piece.end };
  if (piece.end - piece.start !== next - piece.at) return piece;
  const start = piece.start + index - piece.at;
  return { start, end: start + 1 };
}

/** Number of the piece that holds the character at `index`. */
function pieceAt(pieces: readonly TextPiece[], index: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What an outer shell has put into `text[start..end)`, at least in part. */
export function expandedWithin(script: ScriptText, start: number, end: number): readonly ExpandedStretch[] {
  const { expanded } = script;
  if (expanded.length === 0) return expanded;
  let low = 0;
  let high = expanded.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((expanded[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while ((expanded[last]?.start ?? end) < end) last++;
  return expanded.slice(low, last);
}

/** Puts a script together from stretches of the source and of other scripts. */
export class ScriptTextBuilder {
  private readonly source: SourceFile;
  private readonly chunks: string[] = [];
  private readonly pieces: TextPiece[] = [];
  private readonly expanded: ExpandedStretch[] = [];
  private length = 0;

  constructor(source: SourceFile) {
    this.source = source;
  }

  /** `text` stands at `start` to `end` of the source, character by character where both are equally long. */
  add(text: string, start: number, end: number): void {
    if (text === "") return;
    this.pieces.push({ at: this.length, start, end });
    this.chunks.push(text);
    this.length += text.length;
  }

  /** A stretch of another script, with its positions. */
  copy(script: ScriptText, from: number, to: number): void {
    for (const stretch of expandedWithin(script, from, to)) {
      const start = Math.max(stretch.start, from) - from + this.length;
      this.expanded.push({ ...stretch, start, end: Math.min(stretch.end, to) - from + this.length });
    }
    for (let number = pieceAt(script.pieces, from); from < to; number++) {
      const piece = script.pieces[number];
      if (piece === undefined) return;
      const next = script.pieces[number + 1]?.at ?? script.text.length;
      const stop = Math.min(next, to);
      const exact = piece.end - piece.start === next - piece.at;
      const start = exact ? piece.start + from - piece.at : piece.start;
      this.add(script.text.slice(from, stop), start, exact ? start + stop - from : piece.end);
      from = stop;
    }
  }

  /** `text` takes the place of a stretch of another script. */
  replace(text: string, script: ScriptText, from: number, to: number): void {
    const start = sourceRange(script, from).start;
    this.add(text, start, Math.max(start, sourceRange(script, Math.max(from, to - 1)).end));
  }

  /** Runs `add` and marks what it adds as an expansion. */
  expand(isKnown: boolean, variables: readonly string[], add: () => void): void {
    const start = this.length;
    const before = this.expanded.length;
    add();
    // What was expanded within the expansion is a part of it.
    const inner = this.expanded.splice(before);
    const all = [...new Set([...variables, ...inner.flatMap((stretch) => stretch.variables)])];
    if (all.length > 0 || !isKnown) this.expanded.push({ start, end: this.length, isKnown, variables: all });
  }

  finish(): ScriptText {
    return { source: this.source, text: this.chunks.join(""), pieces: this.pieces, expanded: this.expanded };
  }
}
