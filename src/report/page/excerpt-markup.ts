import type { Finding } from "../../model/finding.ts";
import { element, type Markup } from "../markup.ts";
import { lastLine } from "../place.ts";
import { lineMarkup, type ShownSource, type SourceMark } from "../source-markup.ts";

/** Lines around a finding that are shown with it. */
const around = 2;
/** Of a finding over many lines, these are shown of its beginning, and one of its end. */
const shownLines = 9;

/** The lines that a finding points at, marked, with a few around them. */
export function excerptMarkup(shown: ShownSource, finding: Finding): Markup {
  const { span, level } = finding;
  const last = Math.max(span.start.line, lastLine(span));
  const mark: SourceMark = { start: span.start.offset, end: Math.max(span.end.offset, span.start.offset + 1), level };
  const first = Math.max(1, span.start.line - around);
  const end = Math.min(shown.source.lineStarts.length, last + around);
  const isLong = last - span.start.line + 1 > shownLines;
  const head = isLong ? range(first, span.start.line + shownLines - 2) : range(first, end);
  const tail = isLong ? range(last, end) : [];
  return element(
    "pre",
    { class: "source" },
    head.map((line) => numberedLine(shown, line, [mark], span.start.line <= line && line <= last)),
    isLong ? element("span", { class: "line cut" }, "…\n") : undefined,
    tail.map((line) => numberedLine(shown, line, [mark], line === last)),
  );
}

/** A line with its number, which is no part of its text; the number comes from the style sheet, so that nobody copies it. */
export function numberedLine(
  shown: ShownSource,
  line: number,
  marks: readonly SourceMark[],
  isMarked = false,
  id?: string,
): Markup {
  const name = isMarked ? "line marked" : "line";
  return element("span", { class: name, "data-line": line, id }, lineMarkup(shown, line, marks), "\n");
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
