import { applyEdits, type Edit, type Fix } from "../model/finding.ts";
import { lineText, type SourceFile, sourceFile } from "../model/source.ts";
import { shownLine } from "./excerpt.ts";
import { firstEndingBehind, type Range, tokensIn } from "./secret-ranges.ts";

/** Lines of one diff that are shown at most. */
const shownLines = 8;
/** Lines in a row, removed or added, beyond which only the first three are shown. */
const shownInARow = 4;
/** A change of longer lines than this, in UTF-16 code units, is not compared: nobody could read it, and each finding may have one. */
const longestHunk = 10_000;

export interface DiffLine {
  /** `context`: an unchanged line, which tells where a line is inserted. `cut`: lines that are not shown. */
  readonly kind: "removed" | "added" | "context" | "cut";
  /** Line in the source; undefined for an added line. */
  readonly number: number | undefined;
  readonly text: string;
}

/** Neighbouring lines that a fix changes, before and after. Both texts hold whole lines without the last line end. */
interface Hunk {
  readonly firstLine: number;
  readonly offset: number;
  readonly before: SourceFile;
  readonly after: SourceFile;
}

/** The lines that a fix removes and adds, each at most `width` columns. @throws RangeError when its edits overlap. */
export function fixDiff(source: SourceFile, fix: Fix, secrets: readonly Range[], width: number): DiffLine[] {
  const lines = hunks(source, fix.edits).flatMap((hunk, index) => {
    const own = hunk === undefined ? [cutLine] : hunkDiff(source, hunk, secrets, width);
    return index === 0 || own.length === 0 ? own : [cutLine, ...own];
  });
  return lines.length <= shownLines ? lines : [...lines.slice(0, shownLines - 1), cutLine];
}

const cutLine: DiffLine = { kind: "cut", number: undefined, text: "…" };

/** In file order; undefined for one that is too long to show. */
function hunks(source: SourceFile, edits: readonly Edit[]): (Hunk | undefined)[] {
  const groups: { firstLine: number; lastLine: number; edits: Edit[] }[] = [];
  for (const edit of edits.toSorted((a, b) => a.span.start.offset - b.span.start.offset)) {
    const { start, end } = edit.span;
    const group = groups.at(-1);
    if (group !== undefined && start.line <= group.lastLine + 1) {
      group.edits.push(edit);
      group.lastLine = Math.max(group.lastLine, end.line);
    } else {
      groups.push({ firstLine: start.line, lastLine: end.line, edits: [edit] });
    }
  }
  return groups.map(({ firstLine, lastLine, edits: own }) => {
    const offset = source.lineStarts[firstLine - 1] ?? source.text.length;
    const end = (source.lineStarts[lastLine] ?? source.text.length + 1) - 1;
    const size = own.reduce((sum, edit) => sum + edit.text.length, end - offset);
    if (size > longestHunk) return undefined;
    const before = source.text.slice(offset, end);
    const after = applyEdits(
      before,
      own.map((edit) => movedBack(edit, offset)),
    );
    return { firstLine, offset, before: sourceFile(source.path, before), after: sourceFile(source.path, after) };
  });
}

function movedBack({ span, text }: Edit, distance: number): Edit {
  const start = { ...span.start, offset: span.start.offset - distance };
  return { span: { start, end: { ...span.end, offset: span.end.offset - distance } }, text };
}

function hunkDiff(source: SourceFile, hunk: Hunk, secrets: readonly Range[], width: number): DiffLine[] {
  const before = hunk.before.text.split("\n");
  const after = hunk.after.text.split("\n");
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;

  const secretsBefore = secretsWithin(hunk, secrets);
  const secretsAfter = [...tokensIn(hunk.after.text), ...repeated(hunk, secretsBefore)].sort(
    (a, b) => a.start - b.start,
  );
  const show = (text: SourceFile, hidden: readonly Range[], others: readonly string[], kind: DiffLine["kind"]) => {
    const indexes = Array.from({ length: text.lineStarts.length - head - tail }, (_, index) => head + index);
    const lines = indexes.slice(0, indexes.length > shownInARow ? shownInARow - 1 : shownInARow).map((index) => {
      const mark = changedPart(text, index, others[index]);
      const number = kind === "removed" ? hunk.firstLine + index : undefined;
      return { kind, number, text: shownLine(text, index + 1, mark, hidden, width).text };
    });
    return indexes.length > lines.length ? [...lines, cutLine] : lines;
  };
  const removed = show(hunk.before, secretsBefore, after, "removed");
  const added = show(hunk.after, secretsAfter, before, "added");
  if (removed.length > 0 || added.length === 0) return [...removed, ...added];
  const follows = hunk.firstLine + head;
  const number = follows <= source.lineStarts.length && lineText(source, follows) !== "" ? follows : follows - 1;
  const context = number < 1 ? [] : [contextLine(source, number, secrets, width)];
  return number === follows ? [...added, ...context] : [...context, ...added];
}

function contextLine(source: SourceFile, number: number, secrets: readonly Range[], width: number): DiffLine {
  return { kind: "context", number, text: shownLine(source, number, undefined, secrets, width).text };
}

/** What differs from the line of the same number on the other side, so that a long line is cut around it. */
function changedPart(text: SourceFile, index: number, other: string | undefined): Range | undefined {
  const start = text.lineStarts[index] ?? 0;
  const end = (text.lineStarts[index + 1] ?? text.text.length + 1) - 1;
  if (other === undefined) return undefined;
  let same = 0;
  while (same < other.length && start + same < end && other[same] === text.text[start + same]) same += 1;
  let sameEnd = 0;
  const longest = Math.min(other.length, end - start) - same;
  while (sameEnd < longest && other.at(-1 - sameEnd) === text.text[end - 1 - sameEnd]) sameEnd += 1;
  return { start: start + same, end: end - sameEnd };
}

function secretsWithin(hunk: Hunk, secrets: readonly Range[]): Range[] {
  const end = hunk.offset + hunk.before.text.length;
  const within: Range[] = [];
  for (let index = firstEndingBehind(secrets, hunk.offset); ; index += 1) {
    const range = secrets[index];
    if (range === undefined || range.start >= end) return within;
    within.push({ start: Math.max(0, range.start - hunk.offset), end: range.end - hunk.offset });
  }
}

/** Where a concealed value of the old lines comes back in the new ones. */
function repeated(hunk: Hunk, secrets: readonly Range[]): Range[] {
  const values = new Set(secrets.map(({ start, end }) => hunk.before.text.slice(start, end)));
  const { text } = hunk.after;
  const ranges: Range[] = [];
  for (const value of values) {
    if (value === "") continue;
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
      ranges.push({ start: at, end: at + value.length });
    }
  }
  return ranges;
}
