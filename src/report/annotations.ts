import type { Finding } from "../model/finding.ts";
import { compareLevels, type FindingLevel } from "../model/level.ts";
import type { Report } from "../model/report.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { counted } from "./outcome.ts";
import { filesInOrder, lastLine, lineRange, openFindings } from "./place.ts";

/** What a workflow command such as `::error file=…::message` carries. Nothing is escaped yet but hidden characters. */
export interface Annotation {
  readonly level: FindingLevel;
  readonly title: string;
  /** Plain text: annotations know no Markdown. */
  readonly message: string;
  /** Repository-relative, as it is. */
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Columns are given only where start and end are on one line: the runner drops them otherwise. */
  readonly startColumn?: number;
  readonly endColumn?: number;
}

export interface Annotations {
  readonly annotations: readonly Annotation[];
  readonly shown: number;
  readonly total: number;
  /** What the budget leaves out, to be said where the annotations are; undefined when all are shown. */
  readonly note: string | undefined;
}

/** The runner shows ten of a type for a step; one error is left for the verdict itself. */
const runnerBudget: Readonly<Record<FindingLevel, number>> = { error: 9, warning: 10, notice: 10 };
/** The runner cuts a message at 4096 characters without a word. */
const longestMessage = 4000;
const levels: readonly FindingLevel[] = ["error", "warning", "notice"];

/** Open findings as annotations: the heaviest first, then by path and position, as many of each level as the budget allows. */
export function renderAnnotations(
  report: Report,
  budget: Readonly<Record<FindingLevel, number>> = runnerBudget,
): Annotations {
  const all = filesInOrder(report)
    .flatMap((file) => openFindings(file).map((finding) => annotation(file.source.path, finding)))
    .toSorted((a, b) => compareLevels(a.level, b.level));
  const byLevel = levels.map((level) => {
    const own = all.filter((one) => one.level === level);
    return { level, total: own.length, shown: own.slice(0, Math.max(0, budget[level])) };
  });
  const annotations = byLevel.flatMap(({ shown }) => shown);
  const cut = byLevel
    .filter(({ total, shown }) => shown.length < total)
    .map(({ level, total, shown }) => `${shown.length} of ${counted(total, level)}`);
  const list = new Intl.ListFormat("en", { type: "conjunction" }).format(cut);
  const note = cut.length === 0 ? undefined : `Showing ${list} as annotations; all are in the job summary.`;
  return { annotations, shown: annotations.length, total: all.length, note };
}

function annotation(file: string, finding: Finding): Annotation {
  const { span, related, level, rule, fix } = finding;
  const lines = [
    finding.message,
    ...related.map((other) => `See ${lineRange(other.span)}: ${other.message}`),
    ...(fix === undefined ? [] : [`Fix: ${fix.title}`]),
  ];
  const message = shortened(
    lines
      .flatMap((line) => line.split(/\r?\n/))
      .map(visibleText)
      .join("\n"),
    longestMessage,
  );
  const isOneLine = span.start.line === span.end.line;
  return {
    level,
    title: visibleText(rule),
    message,
    file,
    startLine: span.start.line,
    endLine: lastLine(span),
    ...(isOneLine ? { startColumn: span.start.column, endColumn: span.end.column } : {}),
  };
}
