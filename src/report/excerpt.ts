import type { SourceFile, Span } from "../model/source.ts";
import { displayWidth } from "./display-width.ts";
import { visibleText } from "./foreign-text.ts";
import { lastLine } from "./place.ts";
import { firstEndingBehind, type Range } from "./secret-ranges.ts";

const tab = "    ";
const concealed = "•••";
/** Source lines of a span that are shown. */
const shownLines = 4;

/** A line of an excerpt. `number` is undefined for what stands between source lines: the underline and the cut. */
export interface ExcerptLine {
  readonly number: number | undefined;
  readonly text: string;
  readonly kind: "source" | "underline" | "cut";
}

/**
 * The source lines under a span, each at most `width` columns: with an underline for a span on one line, with a bracket
 * at the side for one over several, of which the first three and the last are shown.
 */
export function excerpt(source: SourceFile, span: Span, secrets: readonly Range[], width: number): ExcerptLine[] {
  const first = span.start.line;
  const last = lastLine(span);
  if (last === first) return underlinedLine(source, span, secrets, width);
  const count = last - first + 1;
  const numbers =
    count <= shownLines
      ? Array.from({ length: count }, (_, index) => first + index)
      : [first, first + 1, first + 2, undefined, last];
  return numbers.map((number): ExcerptLine => {
    if (number === undefined) return { number, text: "│ …", kind: "cut" };
    const bracket = number === first ? "┌" : number === last ? "└" : "│";
    const shown = shownLine(source, number, undefined, secrets, width - 2);
    return { number, text: `${bracket} ${shown.text}`.trimEnd(), kind: "source" };
  });
}

function underlinedLine(source: SourceFile, span: Span, secrets: readonly Range[], width: number): ExcerptLine[] {
  const marked = { start: span.start.offset, end: span.end.offset };
  const shown = shownLine(source, span.start.line, marked, secrets, width);
  const underline = " ".repeat(shown.markStart) + "^".repeat(Math.max(1, shown.markEnd - shown.markStart));
  return [
    { number: span.start.line, text: shown.text, kind: "source" },
    { number: undefined, text: underline, kind: "underline" },
  ];
}

/** A line as it is shown, and the columns (from 0) between which the marked part stands. */
interface ShownLine {
  readonly text: string;
  readonly markStart: number;
  readonly markEnd: number;
}

/** What one character, or one concealed secret, becomes on the terminal. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** Offset in the source. */
  readonly start: number;
  readonly end: number;
}

/** One source line in at most `width` columns, cut around the mark where it is longer, its secrets concealed. */
export function shownLine(
  source: SourceFile,
  line: number,
  mark: Range | undefined,
  secrets: readonly Range[],
  width: number,
): ShownLine {
  const whole = lineBounds(source, line);
  const from = Math.max(whole.start, Math.min(mark?.start ?? whole.start, whole.end));
  // An empty mark stands for the character behind it.
  const to = Math.max(from + 1, Math.min(mark?.end ?? from, whole.end));
  // What lies further away than a few widths is cut in any case: a line of a megabyte costs no more than a short one.
  const part = widened(
    source.text,
    Math.max(whole.start, from - width),
    Math.min(whole.end, from + 4 * width),
    secrets,
  );
  const cells = cellsOf(source.text, part, secrets);
  const before = columnsUpTo(cells, from);
  const total = columnsUpTo(cells, Number.POSITIVE_INFINITY);
  const fits = part.start === whole.start && part.end === whole.end && total <= width;
  const keepsStart = part.start === whole.start && columnsUpTo(cells, to) <= width - 1;
  // Some text before the mark, and no empty room behind the end of the line.
  const wanted = Math.min(before - Math.floor(width / 4), part.end === whole.end ? total - (width - 1) : before);
  const skip = fits || keepsStart ? 0 : Math.max(0, wanted);
  const cutsLeft = part.start > whole.start || skip > 0;

  let text = cutsLeft ? "…" : "";
  let used = displayWidth(text);
  let markStart: number | undefined;
  let markEnd = 0;
  let column = 0;
  let cutsRight = part.end < whole.end;
  for (const cell of cells) {
    column += cell.width;
    if (column - cell.width < skip) continue;
    const room = column === total && part.end === whole.end ? width : width - 1;
    if (used + cell.width > room) {
      cutsRight = true;
      if (cell.start < to) markEnd = used + 1;
      break;
    }
    if (cell.end > from && cell.start < to) {
      markStart ??= used;
      markEnd = used + cell.width;
    }
    text += cell.text;
    used += cell.width;
  }
  if (cutsRight) text += "…";
  return { text: text.trimEnd(), markStart: markStart ?? Math.min(used, width - 1), markEnd };
}

/** The offsets of a line, without its line end. */
function lineBounds(source: SourceFile, line: number): Range {
  const start = source.lineStarts[line - 1] ?? source.text.length;
  const end = (source.lineStarts[line] ?? source.text.length + 1) - 1;
  return { start, end: end > start && source.text[end - 1] === "\r" ? end - 1 : end };
}

/** Moved outwards so that it cuts neither a character nor a secret in two. */
function widened(text: string, start: number, end: number, secrets: readonly Range[]): Range {
  const isLow = (offset: number) => (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
  const first = Math.min(start, secrets[firstEndingBehind(secrets, start)]?.start ?? start);
  return { start: first > 0 && isLow(first) ? first - 1 : first, end: isLow(end) ? end + 1 : end };
}

function cellsOf(text: string, part: Range, secrets: readonly Range[]): Cell[] {
  const cells: Cell[] = [];
  let next = firstEndingBehind(secrets, part.start);
  let offset = part.start;
  while (offset < part.end) {
    const secret = secrets[next];
    if (secret !== undefined && offset >= secret.start) {
      const end = Math.min(secret.end, part.end);
      cells.push({ text: concealed, width: concealed.length, start: offset, end });
      offset = end;
      next += 1;
      continue;
    }
    const end = characterEnd(text, offset);
    const character = text.slice(offset, end);
    const shown = character === "\t" ? tab : visibleText(character);
    cells.push({ text: shown, width: displayWidth(shown), start: offset, end });
    offset = end;
  }
  return cells;
}

/** Behind the character at an offset, and behind the emoji style mark that may follow it. */
function characterEnd(text: string, offset: number): number {
  const end = offset + ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1);
  return text[end] === "\ufe0f" ? end + 1 : end;
}

/** Columns of the cells that start before an offset. */
function columnsUpTo(cells: readonly Cell[], offset: number): number {
  let width = 0;
  for (const cell of cells) {
    if (cell.start >= offset) break;
    width += cell.width;
  }
  return width;
}
