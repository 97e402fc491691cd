import type { Finding } from "../model/finding.ts";
import { compareLevels, type FindingLevel } from "../model/level.ts";
import type { Report } from "../model/report.ts";
import type { Baseline } from "../starter/accepted-findings.ts";
import { placeText } from "./finding-text.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { counted, outcome } from "./outcome.ts";
import { type Palette, palette } from "./palette.ts";
import { type Listed, listed } from "./summary-parts.ts";
import type { TextOptions } from "./text.ts";

const defaultWidth = 80;
const shownFindings = 5;
const shownLeft = 20;

/** What the gate says of a repository as it stands: open findings counted by rule, the first of them, and the outcome. */
export function renderStanding(report: Report, options: TextOptions): string {
  const paint = palette(options.colour);
  const verdict = { passed: paint.passed, blocked: paint.level.error, incomplete: paint.problem }[report.conclusion];
  const open = listed(report, ["open"]);
  const parts = [
    countsByRule(open, paint),
    firstFindings(open, paint, options.width ?? defaultWidth),
    `${outcome(report)} · ${paint.strong(verdict(report.conclusion))}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** What came of accepting everything: how many findings, by how many waivers of the policy, and those that none can cover. */
export function renderAccepted(
  { accepted, findings, left }: Baseline,
  expires: string,
  options: Pick<TextOptions, "colour">,
): string {
  const paint = palette(options.colour);
  const amount = `${counted(findings, "finding")}, by ${counted(accepted.length, "waiver")} in the policy`;
  const told = findings === 0 ? "There was nothing to accept." : `Accepted until ${expires}: ${amount}.`;
  if (left.length === 0) return told;
  const rest = left.length - shownLeft;
  return [
    told,
    `${counted(left.length, "finding")} cannot be waived. Fix what is wrong there, or exclude the files:`,
    ...left.slice(0, shownLeft).map(({ path, finding }) => headOf(path, finding, paint)),
    ...(rest > 0 ? [`  and ${counted(rest, "more finding")}`] : []),
  ].join("\n");
}

function countsByRule(open: readonly Listed[], paint: Palette): string {
  const counts = new Map<string, { level: FindingLevel; rule: string; count: number }>();
  for (const { finding } of open) {
    const { level, rule } = finding;
    const known = counts.get(`${level} ${rule}`);
    if (known) known.count += 1;
    else counts.set(`${level} ${rule}`, { level, rule, count: 1 });
  }
  const rows = [...counts.values()].sort(
    (a, b) => compareLevels(a.level, b.level) || b.count - a.count || (a.rule < b.rule ? -1 : 1),
  );
  const width = Math.max(0, ...rows.map(({ count }) => String(count).length));
  return rows
    .map(({ level, rule, count }) => {
      const shown = paint.level[level](level.padEnd("warning".length));
      return `  ${String(count).padStart(width)}  ${shown}  ${visibleText(rule)}`;
    })
    .join("\n");
}

function firstFindings(open: readonly Listed[], paint: Palette, width: number): string {
  const rest = open.length - shownFindings;
  const lines = open
    .slice(0, shownFindings)
    .flatMap(({ path, finding }) => [
      headOf(path, finding, paint),
      `    ${shortened(visibleText(finding.message), width - 4)}`,
    ]);
  return [...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].join("\n");
}

function headOf(path: string, { span, level, rule }: Finding, paint: Palette): string {
  return `  ${paint.strong(placeText(path, span))}  ${paint.level[level](level)}  ${visibleText(rule)}`;
}
