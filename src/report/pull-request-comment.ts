import type { FileReport, Report } from "../model/report.ts";
import { commentMark, findingsByFile } from "./findings-by-file.ts";
import { shortened } from "./foreign-text.ts";
import { imageTable } from "./image-table.ts";
import { addressMarkdown, type Links } from "./links.ts";
import { escapeMarkdown } from "./markdown.ts";
import { verdictMarkdown } from "./marks.ts";
import { outcome } from "./outcome.ts";
import { policyPart } from "./policy-difference.ts";
import { Room } from "./room.ts";
import { folded, joined, leftOut, section, table } from "./sections.ts";
import { drawingLegend, filesWorthDrawing, stageDrawing, undrawn } from "./stage-drawings.ts";
import { foot, listed, problemItem, shortSettledRow } from "./summary-parts.ts";

/** What is known of the run and of the review beside the report. */
export interface PullRequestFacts {
  /** Fingerprints of the findings that stand as comments on their lines or files. */
  readonly commented: ReadonlySet<string>;
  /** When the run was, as it is to be read. */
  readonly time: string | undefined;
  /** The page of the run; its summary lists everything. */
  readonly runUrl: string | undefined;
  /** Sentences on what could not be done, for example why there are no comments on lines. */
  readonly remarks: readonly string[];
}

export interface PullRequestCommentOptions {
  readonly links?: Links | undefined;
  /** UTF-16 code units. */
  readonly limit?: number | undefined;
}

/** GitHub refuses more than 65,536 characters; what is left is for the marker that finds the comment again. */
const defaultLimit = 64_500;
/** Kept for the verdict, headings, remarks on what is left out, and the foot. */
const fixedTexts = 4000;
const longestRemark = 500;
const mostGraphs = 4;
/** Problems and remarks take this part of the room at most, so that findings have the rest. */
const share = { problems: 0.25, remarks: 0.1 };

const settledHead = "| Status | Level | Place | Rule |\n|---|---|---|---|";

/**
 * The one comment that sums up a pull request: the verdict, the new findings by file, problems; folded, the stage graphs and what
 * does not count. Stays below `limit` where that is 5,000 or more; what is cut is counted and said.
 */
export function renderPullRequestComment(
  report: Report,
  facts: PullRequestFacts,
  options: PullRequestCommentOptions = {},
): string {
  const { links } = options;
  const open = listed(report, ["open"]);
  const settled = listed(report, ["existing", "waived"]);
  const drawable = filesWorthDrawing(report).filter(isDrawn);

  const elsewhere = `${addressMarkdown("the job summary", facts.runUrl)} has everything.`;
  const room = new Room((options.limit ?? defaultLimit) - fixedTexts, ({ length }) => length);
  const images = imageTable(report.images, room, elsewhere);
  const remarks = room.take(facts.remarks, share.remarks, (text) => escapeMarkdown(shortened(text, longestRemark)));
  const policy = policyPart(report, room);
  const problems = room.take(report.problems, share.problems, (problem) => problemItem(problem, links));
  const findings = findingsByFile(open, facts.commented, links, room);
  const graphs = room.take(drawable.slice(0, mostGraphs), 1, stageDrawing);
  const settledRows = room.take(settled, 1, (entry) => shortSettledRow(entry, links));

  const commented = open.filter(({ finding }) => facts.commented.has(finding.fingerprint)).length;
  const commentedPart = commented === open.length ? "all" : commented;
  const time = facts.time === undefined ? [] : [addressMarkdown(escapeMarkdown(facts.time), facts.runUrl)];
  return joined([
    `### ${verdictMarkdown(report.conclusion)}`,
    [outcome(report), ...(commented > 0 ? [`${commentMark} ${commentedPart} commented`] : [])].join(" · "),
    policy,
    findings.markdown,
    leftOut(open.length - findings.shown, elsewhere),
    section("#### Image sizes", [images]),
    section("#### Problems", [problems.join("\n"), leftOut(report.problems.length - problems.length, elsewhere)]),
    ...remarks,
    folded(
      "Stage graph",
      graphs.length === 0 ? [] : [drawingLegend, ...graphs, undrawn(drawable.length - graphs.length)],
    ),
    folded(settledTitle(report), [
      table(settledHead, settledRows),
      leftOut(settled.length - settledRows.length, elsewhere),
    ]),
    `<sub>${foot(report, time)}</sub>`,
  ]);
}

/** The graph of one stage tells nothing, and that of a file without findings nothing to be done. */
function isDrawn({ graph, findings }: FileReport): boolean {
  return graph !== undefined && graph.stages.length > 1 && findings.some(({ status }) => status === "open");
}

function settledTitle({ counts: { existing, waived } }: Report): string {
  const parts = [...(existing > 0 ? [`${existing} existing`] : []), ...(waived > 0 ? [`${waived} waived`] : [])];
  return `Not counted: ${parts.join(", ")}`;
}
