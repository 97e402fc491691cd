import type { Conclusion, FileReport, Report } from "../model/report.ts";
import { shortened } from "./foreign-text.ts";
import { codeSpan } from "./markdown.ts";
import { counted, outcome } from "./outcome.ts";
import { filesInOrder } from "./place.ts";
import { findingRow, graphPart, type Links, listed, problemItem, settledRow } from "./summary-parts.ts";

export interface SummaryOptions {
  /** UTF-8 bytes; GitHub drops a step's summary beyond 1 MiB. */
  readonly limit?: number | undefined;
  readonly links?: Links | undefined;
}

export interface Summary {
  readonly markdown: string;
  /** Findings, of any status, that the limit leaves out. */
  readonly omitted: number;
}

const defaultLimit = 1_000_000;
const mostGraphs = 8;
/** Problems take this part of the room at most, so that findings have the rest. */
const problemShare = 0.25;

const verdicts: Readonly<Record<Conclusion, string>> = {
  passed: "✓ Stagegate: passed",
  blocked: "✗ Stagegate: blocked",
  incomplete: "○ Stagegate: incomplete",
};
/** Bytes kept for the verdict, headings, remarks on what is left out, and the foot. */
const fixedTexts = 2500;
const longestSource = 100;
const shownSha = 12;

const tableHead = "| Level | Place | Rule | What is wrong |\n|---|---|---|---|";
const settledHead = "| Status | Level | Place | Rule | What is wrong |\n|---|---|---|---|---|";
const legend =
  "A stage with a double border ships; a dashed one is built for tests or for itself, or is needed by nothing.";

/**
 * The job summary: the verdict, the findings as a table, problems, the stage graphs of a few files (those with findings first), and
 * the existing and waived findings. Stays below `limit` where that is 3,000 or more; what is cut is counted and said.
 */
export function renderSummary(report: Report, options: SummaryOptions = {}): Summary {
  const { links } = options;
  const limit = options.limit ?? defaultLimit;
  const open = listed(report, ["open"]);
  const settled = listed(report, ["existing", "waived"]);
  const drawable = filesWorthDrawing(report);

  let room = limit - fixedTexts;
  const take = <Item>(items: readonly Item[], share: number, render: (item: Item) => string): string[] => {
    const { lines, bytes } = fitting(items, room * share, render);
    room -= bytes;
    return lines;
  };
  const problems = take(report.problems, problemShare, (problem) => problemItem(problem, links));
  const openRows = take(open, 1, (entry) => findingRow(entry, links));
  const settledRows = take(settled, 1, (entry) => settledRow(entry, links));
  const graphs = take(drawable.slice(0, mostGraphs), 1, (file) => graphPart(file));

  const problemSection = section("### Problems", [
    problems.join("\n"),
    leftOut(report.problems.length - problems.length),
  ]);
  const findingSection = section("### Findings", [table(tableHead, openRows), leftOut(open.length - openRows.length)]);
  const isIncomplete = report.conclusion === "incomplete";
  const parts = [
    `## ${verdicts[report.conclusion]}`,
    outcome(report),
    ...(isIncomplete ? [problemSection, findingSection] : [findingSection, problemSection]),
    section("### Stages", graphs.length === 0 ? [] : [legend, ...graphs, undrawn(drawable.length - graphs.length)]),
    settledSection(settledRows, settled.length),
    foot(report),
  ];
  const omitted = open.length - openRows.length + settled.length - settledRows.length;
  return { markdown: `${parts.filter((part) => part !== "").join("\n\n")}\n`, omitted };
}

/** The whole report as Markdown, nothing left out. */
export function renderMarkdown(report: Report): string {
  return renderSummary(report, { limit: Number.POSITIVE_INFINITY }).markdown;
}

/** As many of the items, rendered one after the other, as fit into `room` bytes with a line end each. */
function fitting<Item>(items: readonly Item[], room: number, render: (item: Item) => string) {
  const encoder = new TextEncoder();
  const lines: string[] = [];
  let bytes = 0;
  for (const item of items) {
    const line = render(item);
    const size = encoder.encode(line).length + 2;
    if (bytes + size > room) break;
    bytes += size;
    lines.push(line);
  }
  return { lines, bytes };
}

function section(title: string, parts: readonly string[]): string {
  const present = parts.filter((part) => part !== "");
  return present.length === 0 ? "" : [title, ...present].join("\n\n");
}

function table(head: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : [head, ...rows].join("\n");
}

function leftOut(count: number): string {
  return count === 0
    ? ""
    : `**${count} more** ${count === 1 ? "does" : "do"} not fit here; the JSON report lists everything.`;
}

function settledSection(rows: readonly string[], total: number): string {
  if (total === 0) return "";
  const title = `<details><summary>${counted(total, "finding")} that ${total === 1 ? "does" : "do"} not count: existing or waived</summary>`;
  const parts = [title, table(settledHead, rows), leftOut(total - rows.length), "</details>"];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** Files whose graph says something: those with open findings first, then those of several stages. */
function filesWorthDrawing(report: Report): FileReport[] {
  const files = filesInOrder(report).filter((file) => file.graph !== undefined && file.graph.stages.length > 0);
  const hasOpen = (file: FileReport) => file.findings.some((finding) => finding.status === "open");
  return [...files.filter(hasOpen), ...files.filter((file) => !hasOpen(file) && (file.graph?.stages.length ?? 0) > 1)];
}

function undrawn(count: number): string {
  return count === 0 ? "" : `The stages of ${counted(count, "more file")} are not drawn.`;
}

function foot({ policy, head, version }: Report): string {
  const commit = head.sha === undefined ? "" : ` · commit ${codeSpan(head.sha.slice(0, shownSha))}`;
  return `Policy ${codeSpan(shortened(policy.source, longestSource))}${commit} · Stagegate ${codeSpan(version)}`;
}
