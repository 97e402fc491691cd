import type { Report } from "../model/report.ts";
import { imageTable } from "./image-table.ts";
import type { Links } from "./links.ts";
import { verdictMarkdown } from "./marks.ts";
import { counted, outcome } from "./outcome.ts";
import { policyPart } from "./policy-difference.ts";
import { byteLength, Room } from "./room.ts";
import { folded, joined, leftOut, section, table } from "./sections.ts";
import { drawingLegend, filesWorthDrawing, stageDrawing, undrawn } from "./stage-drawings.ts";
import { findingRow, foot, type Listed, listed, problemItem, settledRow } from "./summary-parts.ts";

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
/** Bytes kept for the verdict, headings, remarks on what is left out, and the foot. */
const fixedTexts = 2500;

const tableHead = "| Level | Place | What is wrong |\n|---|---|---|";
const settledHead = "| Status | Level | Place | What is wrong |\n|---|---|---|---|";
const countHead = "| | Errors | Warnings | Notices |\n|---|---:|---:|---:|";
const elsewhere = "the JSON report lists everything.";

/**
 * The job summary: the verdict, what is new against what was there, the findings as a table, problems, the stage graphs of a few
 * files (those with findings first), and the existing and waived findings. Stays below `limit` where that is 3,000 or more; what is
 * cut is counted and said.
 */
export function renderSummary(report: Report, options: SummaryOptions = {}): Summary {
  const { links } = options;
  const open = listed(report, ["open"]);
  const settled = listed(report, ["existing", "waived"]);
  const drawable = filesWorthDrawing(report);

  const room = new Room((options.limit ?? defaultLimit) - fixedTexts, byteLength);
  const images = imageTable(report.images, room, elsewhere);
  const policy = policyPart(report, room);
  const problems = room.take(report.problems, problemShare, (problem) => problemItem(problem, links));
  const openRows = room.take(open, 1, (entry) => findingRow(entry, links));
  const settledRows = room.take(settled, 1, (entry) => settledRow(entry, links));
  const graphs = room.take(drawable.slice(0, mostGraphs), 1, stageDrawing);

  const problemSection = section("### Problems", [
    problems.join("\n"),
    leftOut(report.problems.length - problems.length, elsewhere),
  ]);
  const findingSection = section(report.base === undefined ? "### Findings" : "### New findings", [
    table(tableHead, openRows),
    leftOut(open.length - openRows.length, elsewhere),
  ]);
  const isIncomplete = report.conclusion === "incomplete";
  const parts = [
    `## ${verdictMarkdown(report.conclusion)}`,
    outcome(report),
    report.base === undefined ? "" : countTable(open, settled),
    policy,
    ...(isIncomplete ? [problemSection, findingSection] : [findingSection, problemSection]),
    section("### Image sizes", [images]),
    section(
      "### Stages",
      graphs.length === 0 ? [] : [drawingLegend, ...graphs, undrawn(drawable.length - graphs.length)],
    ),
    folded(
      `${counted(settled.length, "finding")} that ${settled.length === 1 ? "does" : "do"} not count: existing or waived`,
      [table(settledHead, settledRows), leftOut(settled.length - settledRows.length, elsewhere)],
    ),
    foot(report),
  ];
  const omitted = open.length - openRows.length + settled.length - settledRows.length;
  return { markdown: `${joined(parts)}\n`, omitted };
}

/** The whole report as Markdown, nothing left out. */
export function renderMarkdown(report: Report): string {
  return renderSummary(report, { limit: Number.POSITIVE_INFINITY }).markdown;
}

/** What is new against what was there and what is waived, by level; nothing where nothing was there or is waived. */
function countTable(open: readonly Listed[], settled: readonly Listed[]): string {
  if (settled.length === 0) return "";
  const all = [...open, ...settled];
  const row = (title: string, status: Listed["finding"]["status"]) => {
    const counts = (["error", "warning", "notice"] as const).map(
      (level) => all.filter(({ finding }) => finding.status === status && finding.level === level).length,
    );
    return counts.every((count) => count === 0) ? [] : [`| ${title} | ${counts.join(" | ")} |`];
  };
  return table(countHead, [...row("New", "open"), ...row("Existing", "existing"), ...row("Waived", "waived")]);
}
