import type { FindingLevel } from "../model/level.ts";
import type { SourceFile } from "../model/source.ts";
import { element, fragment, type Markup } from "./markup.ts";
import { firstEndingBehind, type Range } from "./secret-ranges.ts";
import type { SourceToken, TokenKind } from "./source-tokens.ts";

/** A stretch that a finding points at. */
export interface SourceMark extends Range {
  readonly level: FindingLevel;
}

/** A file as it is shown. */
export interface ShownSource {
  readonly source: SourceFile;
  /** In order, not overlapping. */
  readonly tokens: readonly SourceToken[];
  /** Stretches that are not shown. */
  readonly secrets: readonly Range[];
}

/** Of one line, in UTF-16 code units: nobody reads more, and a file can have a line of a megabyte. */
const longestLine = 1500;
const concealed = "•••";

/**
 * One line, 1-based, with its tokens as `<span class="t-…">` and the marks as `<mark>`, its secrets concealed.
 * @param marks in order, not overlapping.
 */
export function lineMarkup(
  { source, tokens, secrets }: ShownSource,
  line: number,
  marks: readonly SourceMark[] = [],
): Markup {
  const start = source.lineStarts[line - 1];
  if (start === undefined) return fragment();
  const next = (source.lineStarts[line] ?? source.text.length + 1) - 1;
  const whole = next > start && source.text[next - 1] === "\r" ? next - 1 : next;
  const end = Math.min(whole, start + longestLine);
  const pieces: Markup[] = [];
  let token = firstEndingBehind(tokens, start);
  let secret = firstEndingBehind(secrets, start);
  let mark = firstEndingBehind(marks, start);
  for (let at = start; at < end; ) {
    const inSecret = within(secrets[secret], at);
    const inToken = within(tokens[token], at);
    const inMark = within(marks[mark], at);
    const borders = [inSecret ? secrets[secret] : undefined, tokens[token], marks[mark], secrets[secret]];
    let stop = end;
    for (const range of inSecret ? borders.slice(0, 1) : borders) {
      if (range === undefined) continue;
      stop = Math.min(stop, range.start > at ? range.start : range.end);
    }
    const text = inSecret ? concealed : source.text.slice(at, stop);
    pieces.push(
      piece(text, inSecret || !inToken ? undefined : tokens[token]?.kind, inMark ? marks[mark]?.level : undefined),
    );
    at = stop;
    token = skipped(tokens, token, at);
    secret = skipped(secrets, secret, at);
    mark = skipped(marks, mark, at);
  }
  if (end < whole) pieces.push(fragment("…"));
  return fragment(pieces);
}

function piece(text: string, kind: TokenKind | undefined, level: FindingLevel | undefined): Markup {
  const shown = kind === undefined ? fragment(text) : element("span", { class: `t-${kind}` }, text);
  return level === undefined ? shown : element("mark", { class: level }, shown);
}

function within(range: Range | undefined, at: number): boolean {
  return range !== undefined && range.start <= at && at < range.end;
}

function skipped(ranges: readonly Range[], index: number, at: number): number {
  let next = index;
  for (let range = ranges[next]; range !== undefined && range.end <= at; range = ranges[next]) next += 1;
  return next;
}

/** Marks of findings without overlaps: where two touch the same text, the first given has it. Sorted. */
export function apartMarks(marks: readonly SourceMark[]): SourceMark[] {
  const apart: SourceMark[] = [];
  for (const mark of marks.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const start = Math.max(mark.start, apart.at(-1)?.end ?? 0);
    if (start < mark.end) apart.push({ ...mark, start });
  }
  return apart;
}
