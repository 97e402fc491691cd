import { applyEdits, type Edit } from "../model/finding.ts";
import type { SourceFile } from "../model/source.ts";
import type { LineRange } from "./anchor.ts";

/** Whole lines of a file and those to stand there instead, each with its CR where it has one; none deletes them. */
export interface Replacement extends LineRange {
  readonly lines: readonly string[];
}

/** More lines than this are not to be judged at a glance and accepted by a click. */
const mostLines = 30;
/** In UTF-16 code units. */
const longestText = 10_000;

/**
 * Edits as a replacement of whole lines that lie together, as few as possible but at least one. Undefined where they cannot be one
 * without a trap: too much text, lines that end in different ways, a change of whether the file's last line ends. Overlapping edits
 * are none either.
 */
export function replacementFor(source: SourceFile, edits: readonly Edit[]): Replacement | undefined {
  const touched = touchedLines(source, edits);
  if (touched === undefined || touched.last - touched.first >= 4 * mostLines) return undefined;
  const start = source.lineStarts[touched.first - 1] ?? 0;
  const end = (source.lineStarts[touched.last] ?? source.text.length + 1) - 1;
  if (edits.reduce((sum, { text }) => sum + text.length, end - start) > longestText) return undefined;
  const before = source.text.slice(start, end).split("\n");
  const after = applied(source, edits, start, end)?.split("\n");
  if (after === undefined) return undefined;
  return minimal(source, touched.first, before, after);
}

/** From the first line of an edit to the last, with the line before the end of the file where an edit stands behind it. */
function touchedLines(source: SourceFile, edits: readonly Edit[]): LineRange | undefined {
  if (edits.length === 0) return undefined;
  const first = Math.min(...edits.map(({ span }) => span.start.line));
  const last = Math.max(...edits.map(({ span }) => span.end.line));
  return { first: isBehindLastLine(source, first) ? Math.max(1, first - 1) : first, last };
}

/** A line end at the end of the file starts a line that no editor and no comment can stand on. */
function isBehindLastLine(source: SourceFile, line: number): boolean {
  return line === source.lineStarts.length && source.lineStarts.at(-1) === source.text.length;
}

function applied(source: SourceFile, edits: readonly Edit[], start: number, end: number): string | undefined {
  const own = edits.map(({ span, text }) => ({
    span: {
      start: { ...span.start, offset: span.start.offset - start },
      end: { ...span.end, offset: span.end.offset - start },
    },
    text,
  }));
  try {
    return applyEdits(source.text.slice(start, end), own);
  } catch {
    return undefined;
  }
}

/** Without the lines that stay the same at either end. */
function minimal(
  source: SourceFile,
  first: number,
  before: readonly string[],
  after: readonly string[],
): Replacement | undefined {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (head + tail === before.length) {
    if (before.length === after.length) return undefined;
    // Nothing but new lines: they come with the line that they stand before, or else behind.
    const follows = first + head;
    if (tail > 0 && !isBehindLastLine(source, follows)) tail -= 1;
    else head -= 1;
  }
  if (head < 0) return undefined;
  const range = { first: first + head, last: first + before.length - tail - 1 };
  const lines = after.slice(head, after.length - tail);
  const isSmall = range.last - range.first < mostLines && lines.length <= mostLines;
  if (!isSmall || isBehindLastLine(source, range.last) || isTrap(source, range, lines)) return undefined;
  // A last line that nothing ends is like any other.
  const ended = range.last === source.lineStarts.length ? -1 : undefined;
  const endings = [before.slice(head, before.length - tail), lines].flatMap((side) =>
    side.slice(0, ended).map((line) => line.endsWith("\r")),
  );
  return new Set(endings).size < 2 ? { ...range, lines } : undefined;
}

/**
 * A block of blank lines reads like an empty one, which deletes; and who removes or empties a last line without line end cannot tell
 * what becomes of the end before it.
 */
function isTrap(source: SourceFile, range: LineRange, lines: readonly string[]): boolean {
  const isUnended = range.last === source.lineStarts.length;
  const isBlank = lines.every((line) => line.trim() === "");
  return isBlank ? isUnended || lines.length > 0 : isUnended && lines.at(-1) === "";
}
