import { shortened } from "./foreign-text.ts";
import { type Links, lineNumberMarkdown, placeMarkdown, ruleMarkdown } from "./links.ts";
import { proseMarkdown } from "./markdown.ts";
import { levelMarkdown } from "./marks.ts";
import { counted, countedLevels } from "./outcome.ts";
import type { Room } from "./room.ts";
import { folded, joined, table } from "./sections.ts";
import type { Listed } from "./summary-parts.ts";
import { waiverNote } from "./waiver-markdown.ts";

/** Says of a row that the finding has a comment of its own. */
export const commentMark = "💬";

const longestMessage = 1000;
/** A file's title and table head take as much room as two rows. */
const unfoldedRows = 40;
const tableHead = "| Level | Line | What is wrong |\n|---|---:|---|";

export interface FindingsByFile {
  readonly markdown: string;
  /** How many of the findings are in it. */
  readonly shown: number;
}

/**
 * Findings as a table for each file, in the order of the list. A finding with a comment of its own is told in a sentence, another
 * one in full; unless all have one, those that do are marked. Where there is no room for all, the first of the list are shown.
 */
export function findingsByFile(
  findings: readonly Listed[],
  commented: ReadonlySet<string>,
  links: Links | undefined,
  room: Room,
): FindingsByFile {
  const files = byPath(findings);
  const head = (path: string) => joined([fileTitle(path, files.get(path) ?? [], links), tableHead]);
  const isCommented = ({ finding }: Listed) => commented.has(finding.fingerprint);
  const mark = findings.every(isCommented) ? "" : `&nbsp;${commentMark}`;
  const row = (entry: Listed) => findingRow(entry, isCommented(entry) ? mark : undefined, links);
  const isFirst = (entry: Listed) => files.get(entry.path)?.[0] === entry;
  const taken = room.take(findings, 1, (entry) => `${isFirst(entry) ? `${head(entry.path)}\n\n` : ""}${row(entry)}`);

  const sections = [...byPath(findings.slice(0, taken.length))].map(([path, own]) => ({
    text: table(head(path), own.map(row)),
    rows: own.length,
  }));
  return { markdown: joined(withFold(sections)), shown: taken.length };
}

/** The files behind the first rows folded, so that nobody scrolls past them to what follows. */
function withFold(sections: readonly { readonly text: string; readonly rows: number }[]): string[] {
  let rows = 0;
  const behind = sections.findIndex((part, index) => {
    rows += part.rows + 2;
    return index > 0 && rows > unfoldedRows;
  });
  const texts = sections.map(({ text }) => text);
  if (behind === -1) return texts;
  return [...texts.slice(0, behind), folded(counted(texts.length - behind, "more file"), texts.slice(behind))];
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

/** `mark` is undefined for a finding without a comment of its own. */
function findingRow({ path, finding }: Listed, mark: string | undefined, links: Links | undefined): string {
  const { level, span, rule, message } = finding;
  const text = shortened(mark === undefined ? message : firstSentence(message), longestMessage);
  const cells = [
    levelMarkdown(level),
    `${lineNumberMarkdown(path, span, links)}${mark ?? ""}`,
    [`${ruleMarkdown(rule, links)}: ${proseMarkdown(text)}`, waiverNote(finding)]
      .filter((part) => part !== "")
      .join(" "),
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
