import type { Finding } from "../model/finding.ts";
import { compareLevels } from "../model/level.ts";
import type { FileReport, Problem, Report } from "../model/report.ts";
import { shortened } from "./foreign-text.ts";
import { type Links, placeMarkdown, ruleMarkdown } from "./links.ts";
import { codeSpan, proseMarkdown } from "./markdown.ts";
import { levelMarkdown } from "./marks.ts";
import { filesInOrder, findingsInOrder } from "./place.ts";
import { statusMarkdown, waiverNote } from "./waiver-markdown.ts";

/** A message says three sentences; more is a name of unreasonable length. In UTF-16 code units. */
const longestMessage = 1000;
const longestSource = 100;
const shownSha = 12;

/** A finding and the file that it is in. */
export interface Listed {
  readonly file: FileReport;
  readonly path: string;
  readonly finding: Finding;
}

/** All findings with a status among those given: the heaviest first, then by path and position. */
export function listed(report: Report, statuses: readonly Finding["status"][]): Listed[] {
  return filesInOrder(report)
    .flatMap((file) =>
      findingsInOrder(file.findings)
        .filter((finding) => statuses.includes(finding.status))
        .map((finding) => ({ file, path: file.source.path, finding })),
    )
    .toSorted((a, b) => compareLevels(a.finding.level, b.finding.level));
}

/** `| ❌ error | Dockerfile:3 | rule: message |`, on one line. */
export function findingRow({ path, finding }: Listed, links: Links | undefined): string {
  const message = `${ruleMarkdown(finding.rule, links)}: ${proseMarkdown(shortened(finding.message, longestMessage))}`;
  const cells = [
    levelMarkdown(finding.level),
    placeMarkdown(path, finding.span, links),
    [message, waiverNote(finding)].filter((part) => part !== "").join(" "),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The same with the status in front. */
export function settledRow(entry: Listed, links: Links | undefined): string {
  return `| ${statusMarkdown(entry.finding)} ${findingRow(entry, links)}`;
}

/** `| existing | ❌ error | Dockerfile:3 | rule |`, with the reason of a waiver: where to read on is said elsewhere. */
export function shortSettledRow({ path, finding }: Listed, links: Links | undefined): string {
  const cells = [
    statusMarkdown(finding),
    levelMarkdown(finding.level),
    placeMarkdown(path, finding.span, links),
    [ruleMarkdown(finding.rule, links), waiverNote(finding)].filter((part) => part !== "").join(" "),
  ];
  return `| ${cells.join(" | ")} |`;
}

export function problemItem({ code, message, path, span }: Problem, links: Links | undefined): string {
  const place = path === undefined ? "" : `${placeMarkdown(path, span, links)}: `;
  return `- ${place}${proseMarkdown(shortened(message, longestMessage))} (${code})`;
}

/** What was judged by what: policy, commit, what it was compared with, version, and whatever else is given, as Markdown. */
export function foot({ policy, head, base, version }: Report, more: readonly string[] = []): string {
  const parts = [
    `Policy ${codeSpan(shortened(policy.source, longestSource))}`,
    ...(head.sha === undefined ? [] : [`commit ${shortSha(head.sha)}`]),
    ...(base === undefined ? [] : [`compared with ${shortSha(base.sha)}`]),
    `Stagegate ${codeSpan(version)}`,
    ...more,
  ];
  return parts.join(" · ");
}

function shortSha(sha: string): string {
  return codeSpan(sha.slice(0, shownSha));
}
