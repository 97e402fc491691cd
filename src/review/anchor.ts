import type { Hunk } from "../model/change.ts";

/** Whole lines of a file, 1-based, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Beyond this a comment on several lines would stand far below what it is about. */
const mostLines = 12;

/**
 * The lines that a comment on `wanted` can stand on: GitHub takes those of one hunk only, its context lines included. From the first
 * line where that is in a hunk, else the largest part that is. Undefined where no line is.
 */
export function anchorIn(hunks: readonly Hunk[], wanted: LineRange): LineRange | undefined {
  const parts = hunks.flatMap((hunk) => overlap(newLinesOf(hunk), wanted) ?? []);
  const best =
    parts.find(({ first }) => first === wanted.first) ?? parts.toSorted((a, b) => lineCount(b) - lineCount(a))[0];
  return best && { first: best.first, last: Math.min(best.last, best.first + mostLines - 1) };
}

/** Whether all lines lie in one hunk, as those of a suggestion must. */
export function isInOneHunk(hunks: readonly Hunk[], { first, last }: LineRange): boolean {
  return hunks.map(newLinesOf).some((lines) => lines.first <= first && last <= lines.last);
}

export function overlap(a: LineRange, b: LineRange): LineRange | undefined {
  const first = Math.max(a.first, b.first);
  const last = Math.min(a.last, b.last);
  return first <= last ? { first, last } : undefined;
}

/** Empty (`last` before `first`) for a hunk that only removes. */
function newLinesOf({ newStart, newLines }: Hunk): LineRange {
  return { first: newStart, last: newStart + newLines - 1 };
}

function lineCount({ first, last }: LineRange): number {
  return last - first + 1;
}
