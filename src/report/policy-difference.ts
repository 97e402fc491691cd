import { compareDirections, type PolicyDifference, type ProposedChange } from "../model/policy-difference.ts";
import type { Report } from "../model/report.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { codeSpan, escapeMarkdown } from "./markdown.ts";
import { counted } from "./outcome.ts";
import type { Room } from "./room.ts";
import { joined, leftOut, table } from "./sections.ts";

/** Rows of the table; a policy has room for thousands of waivers. */
const mostRows = 25;
/** UTF-16 code units of a cell. */
const longestCell = 120;

const head = "| What changes | Before | After | |\n|---|---|---|---|";

/**
 * What a pull request does to the policy, as a section of Markdown: looser changes first. Everything in it is text of whoever
 * opened the pull request.
 */
export function policyDifferenceMarkdown(difference: PolicyDifference): string {
  const { source, changes } = difference;
  const title = `#### This pull request changes the policy ${codeSpan(shortened(source, longestCell))}`;
  const rows = inOrder(changes).slice(0, mostRows).map(row);
  return joined([
    title,
    escapeMarkdown(sentence(changes)),
    table(head, rows),
    leftOut(changes.length - rows.length, "the difference of the file has everything."),
  ]);
}

/** The same where the report has one, as far as there is room. */
export function policyPart({ policyDifference }: Pick<Report, "policyDifference">, room: Room): string {
  return joined(room.take(policyDifference ? [policyDifference] : [], 1, policyDifferenceMarkdown));
}

/** The same for a log or a terminal, a line for each change. Still to be made safe for the log that it goes to. */
export function policyDifferenceText(difference: PolicyDifference): string {
  const { source, changes } = difference;
  const lines = inOrder(changes).slice(0, mostRows).map(textLine);
  const rest = changes.length - lines.length;
  return [
    `This pull request changes the policy ${cell(source)}. ${sentence(changes)}`,
    ...lines,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join("\n");
}

function sentence(changes: readonly ProposedChange[]): string {
  if (changes.length === 0) return "Nothing is judged otherwise by it.";
  const looser = changes.filter(({ direction }) => direction === "looser").length;
  const now = changes.filter(({ appliesNow }) => appliesNow).length;
  const when =
    now === 0
      ? "It applies once merged; this pull request is judged by the policy as it is."
      : now === changes.length
        ? "It is stricter, and applies to this pull request already."
        : `${counted(now, "stricter change")} ${now === 1 ? "applies" : "apply"} already, the rest once merged.`;
  return looser === 0 ? when : `${counted(looser, "change")} ${looser === 1 ? "lets" : "let"} more pass. ${when}`;
}

function row(change: ProposedChange): string {
  const { subject, before, after } = change;
  const cells = [subject, before ?? "–", after ?? "–"].map((text) => escapeMarkdown(shortened(text, longestCell)));
  return `| ${[...cells, directionText(change)].join(" | ")} |`;
}

function textLine(change: ProposedChange): string {
  const { subject, before, after } = change;
  const step =
    before === undefined
      ? `added (${cell(after ?? "")})`
      : after === undefined
        ? `removed (${cell(before)})`
        : `${cell(before)} -> ${cell(after)}`;
  return `  ${cell(subject)}: ${step}, ${directionText(change)}`;
}

function directionText({ direction, appliesNow }: ProposedChange): string {
  if (direction === "other") return "changed";
  return appliesNow ? `${direction}, applies now` : direction;
}

/** Foreign text on one line, of bounded length. */
function cell(text: string): string {
  return visibleText(shortened(text, longestCell));
}

function inOrder(changes: readonly ProposedChange[]): ProposedChange[] {
  return changes.toSorted((a, b) => compareDirections(a.direction, b.direction));
}
