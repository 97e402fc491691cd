import type { Finding } from "../model/finding.ts";
import { shortened } from "./foreign-text.ts";
import { type Links, lineNumberMarkdown, placeMarkdown, ruleMarkdown } from "./links.ts";
import { proseMarkdown } from "./markdown.ts";
import { levelMarkdown } from "./marks.ts";
import { countedLevels } from "./outcome.ts";
import type { Room } from "./room.ts";
import { joined, table } from "./sections.ts";
import type { Listed } from "./summary-parts.ts";

/** Says of a row that the finding has a comment of its own. */
export const commentMark = "💬";

const longestMessage = 1000;
const tableHead = "| Level | Line | What is wrong |\n|---|---:|---|";

export interface FindingsByFile {
  readonly markdown: string;
  /** How many of the findings are in it. */
  readonly shown: number;
}

/**
 * Findings as a table for each file, by path. A finding with a comment of its own is told in a sentence, another one in full. Where
 * there is no room for all, the first of the list are shown.
 */
export function findingsByFile(
  findings: readonly Listed[],
  commented: ReadonlySet<string>,
  links: Links | undefined,
  room: Room,
): FindingsByFile {
  const files = byPath(findings);
  const head = (path: string) => joined([fileTitle(path, files.get(path) ?? [], links), tableHead]);
  const row = ({ path, finding }: Listed) => findingRow(path, finding, commented.has(finding.fingerprint), links);
  const isFirst = (entry: Listed) => files.get(entry.path)?.[0] === entry;
  const taken = room.take(findings, 1, (entry) => `${isFirst(entry) ? `${head(entry.path)}\n\n` : ""}${row(entry)}`);

  const shown = byPath(findings.slice(0, taken.length));
  const inOrder = [...shown].sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = inOrder.map(([path, own]) => table(head(path), own.map(row)));
  return { markdown: joined(sections), shown: taken.length };
}

function byPath(findings: readonly Listed[]): Map<string, Listed[]> {
  const files = new Map<string, Listed[]>();
  for (const entry of findings) {
    const known = files.get(entry.path);
    if (known) known.push(entry);
    else files.set(entry.path, [entry]);
  }
  return files;
}

/** `Dockerfile · 1 error, 2 warnings` as a heading. */
function fileTitle(path: string, findings: readonly Listed[], links: Links | undefined): string {
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const { finding } of findings) counts[finding.level] += 1;
  return `#### ${placeMarkdown(path, undefined, links)} · ${countedLevels(counts)}`;
}

function findingRow(path: string, finding: Finding, isCommented: boolean, links: Links | undefined): string {
  const message = shortened(isCommented ? firstSentence(finding.message) : finding.message, longestMessage);
  const cells = [
    levelMarkdown(finding.level),
    lineNumberMarkdown(path, finding.span, links),
    [proseMarkdown(message), ruleMarkdown(finding.rule, links), ...(isCommented ? [commentMark] : [])].join(" "),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Up to the first period that ends a sentence; one in code does not. */
function firstSentence(message: string): string {
  let isCode = false;
  for (let index = 0; index < message.length; index += 1) {
    if (message[index] === "`") isCode = !isCode;
    else if (!isCode && message[index] === "." && message[index + 1] === " ") return message.slice(0, index + 1);
  }
  return message;
}
