import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Finding } from "../model/finding.ts";
import type { FindingLevel } from "../model/level.ts";
import type { Report } from "../model/report.ts";
import { shortened } from "./foreign-text.ts";
import { element, fragment, type Markup, proseMarkup, rawText } from "./markup.ts";
import { counted, countedLevels, outcome } from "./outcome.ts";
import { filterForm, filterScript } from "./page/filters.ts";
import { type PagePart, type PageParts, pageParts } from "./page/page-parts.ts";
import { reportStyle } from "./page/style.ts";
import { verdictMarkup } from "./page/verdict.ts";
import { findingsInOrder } from "./place.ts";

const levels: readonly FindingLevel[] = ["error", "warning", "notice"];
const statuses: readonly Finding["status"][] = ["open", "existing", "waived"];
const mostProblems = 200;
const mostClean = 1000;
const longestPath = 300;
const longestMessage = 1200;
/** A page of few files shows all its graphs at once. */
const openGraphs = 6;

/**
 * The report as one page that needs nothing else: no network, no other file, and no script to be read. Its security policy lets
 * nothing run but the script that filters. About five megabytes at most; what is cut is counted and said.
 */
export function renderHtml(report: Report): string {
  const made = pageParts(report);
  const isListed = ({ file }: PagePart) => file.findings.length > 0;
  const listed = made.parts.filter(isListed);
  const clean = made.parts.filter((part) => !isListed(part));
  const body = element(
    "body",
    {},
    verdictMarkup(report),
    element(
      "main",
      {},
      cutNote(made),
      problemsMarkup(report),
      filterForm(choicesOf(listed)),
      listed.map((part, index) => fileMarkup(part, index < openGraphs)),
      cleanMarkup(clean),
    ),
    element(
      "footer",
      {},
      `Made by Stagegate ${report.version} without a connection to anything. `,
      element("code", {}, "stagegate rules ID"),
      " explains a rule.",
    ),
    rawText("script", filterScript),
  );
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: securityPolicy() }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "referrer", content: "no-referrer" }),
    element("title", {}, `Stagegate: ${report.conclusion}, ${outcome(report)}`),
    rawText("style", reportStyle),
  );
  return `<!doctype html>${element("html", { lang: "en" }, head, body).markup}\n`;
}

function securityPolicy(): string {
  const hash = (text: string) => `'sha256-${btoa(String.fromCharCode(...sha256(utf8ToBytes(text))))}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(filterScript)}`,
    `style-src ${hash(reportStyle)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function cutNote({ cut }: PageParts): Markup | undefined {
  const parts = [
    cut.cards > 0 ? `${counted(cut.cards, "finding")} left out` : "",
    cut.sources > 0 ? `${counted(cut.sources, "finding")} without source` : "",
    cut.graphs > 0 ? `${counted(cut.graphs, "stage graph")} not drawn` : "",
    cut.listings > 0 ? `${counted(cut.listings, "file")} not shown in full` : "",
  ].filter((part) => part !== "");
  if (parts.length === 0) return undefined;
  return element(
    "p",
    { class: "cut-note" },
    `This page has room for so much and no more: ${parts.join(", ")}. The lighter ones are cut first; the JSON report lists everything.`,
  );
}

function choicesOf(parts: readonly PagePart[]) {
  const findings = parts.flatMap(({ cards }) => [...cards.keys()]);
  const [ofLevel, ofStatus] = [
    new Set(findings.map(({ level }) => level)),
    new Set(findings.map(({ status }) => status)),
  ];
  return {
    levels: levels.filter((level) => ofLevel.has(level)),
    statuses: statuses.filter((status) => ofStatus.has(status)),
    rules: [...new Set(findings.map(({ rule }) => rule))].sort(),
    files: parts.flatMap(({ key, file, cards }) => (cards.size > 0 ? [{ key, path: file.source.path }] : [])),
    findings: findings.length,
  };
}

function problemsMarkup({ problems }: Report): Markup | undefined {
  if (problems.length === 0) return undefined;
  const items = problems.slice(0, mostProblems).map(({ code, message, path, span, incomplete }) => {
    const place =
      path === undefined ? "" : `${shortened(path, longestPath)}${span === undefined ? "" : `:${span.start.line}`}: `;
    const text = proseMarkup(shortened(message, longestMessage));
    return element("li", {}, place, text, ` (${code}${incomplete ? ", stays unjudged" : ""})`);
  });
  const left = problems.length - items.length;
  return element(
    "section",
    { class: "file problems" },
    element("h2", {}, "Problems"),
    element("ul", {}, items, left > 0 ? element("li", {}, `and ${left} more`) : undefined),
  );
}

function fileMarkup({ file, key, cards, figure, listing }: PagePart, isOpen: boolean): Markup {
  const { source, findings, graph } = file;
  const open = { error: 0, warning: 0, notice: 0 };
  for (const { level, status } of findings) if (status === "open") open[level] += 1;
  const settled = statuses.slice(1).flatMap((status) => {
    const count = findings.filter((finding) => finding.status === status).length;
    return count > 0 ? `${count} ${status}` : [];
  });
  const counts = [countedLevels(open), ...settled, graph === undefined ? "" : counted(graph.stages.length, "stage")];
  const left = findings.length - cards.size;
  return element(
    "section",
    { class: "file", id: key },
    element("h2", {}, element("code", {}, shortened(source.path, longestPath))),
    element("p", {}, counts.filter((part) => part !== "").join(" · ")),
    figure && element("details", { class: "stages-part", open: isOpen }, element("summary", {}, "Stages"), figure),
    findingsInOrder(findings).map((finding) => cards.get(finding)),
    left > 0 ? element("p", {}, `${counted(left, "more finding")} of this file left out.`) : undefined,
    listing && element("details", { class: "whole" }, element("summary", {}, "The whole file"), listing),
  );
}

function cleanMarkup(parts: readonly PagePart[]): Markup | undefined {
  if (parts.length === 0) return undefined;
  const items = parts.slice(0, mostClean).map(({ file }) => {
    const count = file.graph?.stages.length;
    const stages = count === undefined ? "" : ` · ${counted(count, "stage")}`;
    return element("li", {}, element("code", {}, shortened(file.source.path, longestPath)), stages);
  });
  const left = parts.length - items.length;
  const drawn = parts.flatMap(({ file, figure }) =>
    figure === undefined
      ? []
      : [
          element(
            "details",
            { class: "stages-part" },
            element("summary", {}, "Stages of ", element("code", {}, shortened(file.source.path, longestPath))),
            figure,
          ),
        ],
  );
  return fragment(
    element(
      "section",
      { class: "file" },
      element("h2", {}, "Without findings"),
      element("p", {}, counted(parts.length, "file")),
      element("ul", { class: "clean" }, items, left > 0 ? element("li", {}, `and ${left} more`) : undefined),
      drawn,
    ),
  );
}
