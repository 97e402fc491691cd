import type { Finding, Fix } from "../model/finding.ts";
import type { SourceFile } from "../model/source.ts";
import { type DiffLine, fixDiff } from "./fix-diff.ts";
import { shortened } from "./foreign-text.ts";
import { type Links, linesMarkdown, ruleMarkdown } from "./links.ts";
import { fencedBlock, proseMarkdown } from "./markdown.ts";
import { levelMarkdown } from "./marks.ts";
import { counted } from "./outcome.ts";
import type { Range } from "./secret-ranges.ts";
import { folded, joined } from "./sections.ts";
import { waiverNote } from "./waiver-markdown.ts";

export interface ReviewCommentContext {
  readonly source: SourceFile;
  /** Stretches that are not shown. */
  readonly secrets: readonly Range[];
  readonly links: Links | undefined;
  /** Whether the comment stands where its finding starts; it names the lines otherwise. */
  readonly standsOnFinding: boolean;
  /** The block that replaces the comment's lines by a click; undefined where the fix is only shown. */
  readonly suggestion: string | undefined;
}

/** A message holds names of the file, which can be of any length; in UTF-16 code units. */
const longestMessage = 4000;
const shownRelated = 5;
/** Columns; the rest of a line is cut. */
const diffWidth = 160;

const signs: Readonly<Record<DiffLine["kind"], string>> = { removed: "-", added: "+", context: " ", cut: " " };

/** A comment of a review as Markdown: level and rule, what is wrong, why, what to write, what belongs to it, and the fix. */
export function renderReviewComment(finding: Finding, context: ReviewCommentContext): string {
  const { source, links, standsOnFinding } = context;
  const head = [
    `**${levelMarkdown(finding.level)}**`,
    ruleMarkdown(finding.rule, links),
    ...(standsOnFinding ? [] : [linesMarkdown(source.path, finding.span, links)]),
  ];
  return joined([
    head.join(" · "),
    proseMarkdown(shortened(finding.message, longestMessage)),
    waiverNote(finding),
    outputBlock(finding),
    relatedList(finding, context),
    finding.fix === undefined ? "" : fixPart(finding.fix, context),
  ]);
}

/** The last lines that a build printed. */
function outputBlock({ output = [] }: Finding): string {
  return output.length === 0 ? "" : fencedBlock(output.join("\n"), "text");
}

function relatedList({ related }: Finding, { source, links }: ReviewCommentContext): string {
  const shown = related.slice(0, shownRelated);
  const left = related.length - shown.length;
  const items = shown.map(
    ({ message, span }) =>
      `- ${linesMarkdown(source.path, span, links)}: ${proseMarkdown(shortened(message, longestMessage / 10))}`,
  );
  return [...items, ...(left > 0 ? [`- and ${counted(left, "more place")}`] : [])].join("\n");
}

/** A suggestion is accepted by a click. What is not sure to keep the build's result must be read first, so it is a diff, folded. */
function fixPart(fix: Fix, context: ReviewCommentContext): string {
  const title = proseMarkdown(shortened(fix.title, longestMessage / 10));
  if (context.suggestion !== undefined) return joined([`**Fix:** ${title}`, context.suggestion]);
  return folded(fix.safe ? "Fix" : "Possible fix, to be reviewed", [title, diffBlock(fix, context)]);
}

function diffBlock(fix: Fix, { source, secrets }: ReviewCommentContext): string {
  const lines = fixDiff(source, fix, secrets, diffWidth).map(({ kind, text }) => `${signs[kind]}${text}`.trimEnd());
  return lines.length === 0 ? "" : fencedBlock(lines.join("\n"), "diff");
}
