import type { Finding } from "../model/finding.ts";
import type { FileReport, Report } from "../model/report.ts";
import { compareSpans, type Span } from "../model/source.ts";

/** The last line that a span covers; one that ends at the very start of a line does not cover that line. */
export function lastLine(span: Span): number {
  return span.end.column === 1 && span.end.line > span.start.line ? span.end.line - 1 : span.end.line;
}

/** `line 7` or `lines 7-9`. */
export function lineRange(span: Span): string {
  const last = lastLine(span);
  return last === span.start.line ? `line ${last}` : `lines ${span.start.line}-${last}`;
}

/** By path, in code units: the same everywhere, whatever the locale. */
export function filesInOrder(report: Report): FileReport[] {
  return report.files.toSorted((a, b) => comparePaths(a.source.path, b.source.path));
}

function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By position, then rule. */
export function findingsInOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => compareSpans(a.span, b.span) || comparePaths(a.rule, b.rule));
}

/** The findings that count against this change, by position. */
export function openFindings(file: Pick<FileReport, "findings">): Finding[] {
  return findingsInOrder(file.findings.filter((finding) => finding.status === "open"));
}
