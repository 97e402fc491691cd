/** A place in a source text. `line` and `column` are 1-based; `offset` counts UTF-16 code units from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A half-open stretch of a source text: `end` is the position just behind the last character. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** A text with its repository-relative POSIX path. Lines end at LF only, as BuildKit splits them; a CR belongs to its line. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Offset of the first character of each line; line n starts at `lineStarts[n - 1]`. */
  readonly lineStarts: readonly number[];
}

export function sourceFile(path: string, text: string): SourceFile {
  const lineStarts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) {
    lineStarts.push(index + 1);
  }
  return { path, text, lineStarts };
}

/** @throws RangeError when the offset lies outside the text. */
export function positionAt(source: SourceFile, offset: number): Position {
  if (offset < 0 || offset > source.text.length) {
    throw new RangeError(`offset ${offset} lies outside ${source.path} (${source.text.length} characters)`);
  }
  return positionOnLine(source, lineIndexAt(source, offset), offset);
}

function positionOnLine(source: SourceFile, index: number, offset: number): Position {
  return { line: index + 1, column: offset - (source.lineStarts[index] ?? 0) + 1, offset };
}

/** 0-based number of the line with the offset. */
function lineIndexAt(source: SourceFile, offset: number): number {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function spanBetween(source: SourceFile, start: number, end: number): Span {
  const from = positionAt(source, start);
  // Most spans end on the line on which they start.
  const isOnSameLine = end >= start && end <= source.text.length && end < (source.lineStarts[from.line] ?? end + 1);
  return { start: from, end: isOnSameLine ? positionOnLine(source, from.line - 1, end) : positionAt(source, end) };
}

export function textIn(source: SourceFile, span: Span): string {
  return source.text.slice(span.start.offset, span.end.offset);
}

/** The text of a 1-based line without its line ending; empty for a line that does not exist. */
export function lineText(source: SourceFile, line: number): string {
  const start = source.lineStarts[line - 1];
  if (start === undefined) return "";
  const next = source.lineStarts[line] ?? source.text.length + 1;
  return source.text.slice(start, next - 1).replace(/\r$/, "");
}

export function compareSpans(a: Span, b: Span): number {
  return a.start.offset - b.start.offset || a.end.offset - b.end.offset;
}
