import type { Finding, Fix } from "../model/finding.ts";
import type { SourceFile, Span } from "../model/source.ts";
import { excerpt } from "./excerpt.ts";
import { type DiffLine, fixDiff } from "./fix-diff.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { type Gutter, gutterFor } from "./gutter.ts";
import type { Palette } from "./palette.ts";
import { lineRange } from "./place.ts";
import type { Range } from "./secret-ranges.ts";
import { proseLines } from "./wrap.ts";

/** What the findings of one file share on a terminal. */
export interface FileText {
  readonly source: SourceFile;
  /** Stretches that are not shown. */
  readonly secrets: readonly Range[];
  readonly paint: Palette;
  /** Columns of the terminal. */
  readonly width: number;
}

const signs: Readonly<Record<DiffLine["kind"], string>> = { removed: "-", added: "+", context: " ", cut: " " };
const narrowestExcerpt = 20;
/** A message holds names of the file, which can be of any length; in UTF-16 code units. */
const longestMessage = 4000;
const shownRelated = 3;

/** A finding with its source lines, what belongs to it, its fix, and at the end the remarks given, one line each. */
export function findingText(file: FileText, finding: Finding, remarks: readonly string[] = []): string {
  const { paint, source, width } = file;
  const level = paint.level[finding.level];
  const gutter = gutterFor(finding, paint);
  const room = Math.max(narrowestExcerpt, width - gutter.width);
  const remark = (text: string) => remarkLines(shortened(text, longestMessage), gutter, width);
  const related = finding.related.slice(0, shownRelated);
  const left = finding.related.length - related.length;
  const status = finding.status === "open" ? "" : paint.faint(`  (${finding.status})`);
  return [
    `${paint.strong(placeText(source.path, finding.span))}  ${level(finding.level)}  ${visibleText(finding.rule)}${status}`,
    ...proseLines(shortened(finding.message, longestMessage), width, "  "),
    gutter.at().trimEnd(),
    ...excerpt(source, finding.span, file.secrets, room).map(
      ({ kind, number, text }) => `${gutter.at(number)}${kind === "underline" ? level(text) : text}`,
    ),
    ...outputLines(finding, gutter, room),
    ...related.flatMap(({ message, span }) => remark(`see ${lineRange(span)}: ${message}`)),
    ...(left > 0 ? remark(`and ${left} more ${left === 1 ? "place" : "places"}`) : []),
    ...(finding.fix === undefined ? [] : fixLines(file, finding.fix, gutter, room)),
    ...remarks.flatMap(remark),
  ].join("\n");
}

/** The last lines that a build printed, as they were. */
function outputLines({ output = [] }: Finding, gutter: Gutter, room: number): string[] {
  if (output.length === 0) return [];
  const lines = output.map((line) => `${gutter.at(undefined, ">")}${shortened(visibleText(line), room)}`.trimEnd());
  return [gutter.at().trimEnd(), ...lines];
}

/** `path:line:column`, which terminals and editors turn into a link. */
export function placeText(path: string, span: Span): string {
  return `${visibleText(path)}:${span.start.line}:${span.start.column}`;
}

/** `= text`, its sign under the bar of the gutter. */
function remarkLines(text: string, gutter: Gutter, width: number): string[] {
  const [first = "", ...others] = proseLines(text, width - gutter.width, "");
  return [`${gutter.at(undefined, "=")}${first}`, ...others.map((line) => `${" ".repeat(gutter.width)}${line}`)];
}

function fixLines(file: FileText, fix: Fix, gutter: Gutter, room: number): string[] {
  const { paint } = file;
  const title = `${fix.safe ? "fix" : "fix, to be reviewed"}: ${shortened(fix.title, longestMessage)}`;
  const diff = fixDiff(file.source, fix, file.secrets, room).map(({ kind, number, text }) => {
    const sign = signs[kind];
    const colour = kind === "removed" ? paint.removed : kind === "added" ? paint.added : paint.faint;
    return `${gutter.at(number, sign)}${colour(text)}`.trimEnd();
  });
  return [...remarkLines(title, gutter, file.width), ...diff];
}
