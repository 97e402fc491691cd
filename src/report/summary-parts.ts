import type { Finding } from "../model/finding.ts";
import { compareLevels } from "../model/level.ts";
import type { FileReport, Problem, Report } from "../model/report.ts";
import type { Span } from "../model/source.ts";
import { shortened } from "./foreign-text.ts";
import { cellCodeSpan, escapeMarkdown, fencedBlock, proseMarkdown } from "./markdown.ts";
import { renderMermaid } from "./mermaid.ts";
import { filesInOrder, findingsInOrder, lastLine } from "./place.ts";

/** Where files can be seen: `https://github.com`, `owner/name`, a commit. */
export interface Links {
  readonly server: string;
  readonly repository: string;
  readonly sha: string;
}

/** A message says three sentences; more is a name of unreasonable length. In UTF-16 code units. */
const longestMessage = 1000;
const longestPath = 200;
/** GitHub draws no Mermaid source beyond 50,000 characters or 500 arrows, and nobody reads half of that. */
const mostStagesDrawn = 60;
const mostArrowsDrawn = 200;

/** A finding and the file that it is in. */
export interface Listed {
  readonly path: string;
  readonly finding: Finding;
}

/** All findings with a status among those given: the heaviest first, then by path and position. */
export function listed(report: Report, statuses: readonly Finding["status"][]): Listed[] {
  return filesInOrder(report)
    .flatMap((file) =>
      findingsInOrder(file.findings)
        .filter((finding) => statuses.includes(finding.status))
        .map((finding) => ({ path: file.source.path, finding })),
    )
    .toSorted((a, b) => compareLevels(a.finding.level, b.finding.level));
}

/** `| error | Dockerfile:3 | rule | message |`, on one line. */
export function findingRow({ path, finding }: Listed, links: Links | undefined): string {
  const cells = [
    finding.level,
    placeMarkdown(path, finding.span, links),
    cellCodeSpan(finding.rule),
    proseMarkdown(shortened(finding.message, longestMessage)),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The same with the status in front. */
export function settledRow(entry: Listed, links: Links | undefined): string {
  return `| ${entry.finding.status} ${findingRow(entry, links)}`;
}

export function problemItem({ code, message, path, span }: Problem, links: Links | undefined): string {
  const place = path === undefined ? "" : `${placeMarkdown(path, span, links)}: `;
  return `- ${place}${proseMarkdown(shortened(message, longestMessage))} (${code})`;
}

/** The stage graph of a file under its path; a sentence where there is none or it is too large to draw. */
export function graphPart({ graph, findings, source }: FileReport): string {
  const title = `#### ${escapeMarkdown(shortened(source.path, longestPath))}`;
  if (graph === undefined) return `${title}\n\nThe file could not be read.`;
  const isLarge = graph.stages.length > mostStagesDrawn || graph.edges.length > mostArrowsDrawn;
  if (isLarge) return `${title}\n\n${graph.stages.length} stages are too many to draw.`;
  return `${title}\n\n${fencedBlock(renderMermaid(graph, findings), "mermaid")}`;
}

function placeMarkdown(path: string, span: Span | undefined, links: Links | undefined): string {
  const line = span === undefined ? "" : `:${span.start.line}`;
  const text = escapeMarkdown(`${shortened(path, longestPath)}${line}`);
  return links === undefined ? text : `[${text}](${fileUrl(path, span, links)})`;
}

/** Every character that Markdown or a URL gives a meaning is percent-encoded in each segment of the path. */
function fileUrl(path: string, span: Span | undefined, { server, repository, sha }: Links): string {
  const encoded = (text: string) =>
    encodeURIComponent(text.toWellFormed()).replace(
      /[!'()*]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const segments = [...repository.split("/"), "blob", sha, ...path.split("/")].map(encoded);
  const last = span === undefined ? 0 : lastLine(span);
  const lines = span === undefined ? "" : `#L${span.start.line}${last > span.start.line ? `-L${last}` : ""}`;
  return `${server.replace(/\/$/, "")}/${segments.join("/")}${lines}`;
}
