import type { Finding } from "../../model/finding.ts";
import { fixDiff } from "../fix-diff.ts";
import { shortened } from "../foreign-text.ts";
import { type Content, element, type Markup, proseMarkup } from "../markup.ts";
import { lineRange } from "../place.ts";
import type { ShownSource } from "../source-markup.ts";
import { excerptMarkup } from "./excerpt-markup.ts";

/** How a finding is told from others on its page, and what it links to. */
export interface CardPlace {
  /** Key of its file, for the filters. */
  readonly file: string;
  /** Address of its first line; undefined where the source is not on the page. */
  readonly href: string | undefined;
}

/** A message holds names of the file, which can be of any length. */
const longestMessage = 1200;
const longestReason = 300;
const shownRelated = 4;
const shownOutput = 20;
const diffWidth = 160;
const signs = { removed: "-", added: "+", context: " ", cut: " " } as const;

/** A finding with its lines, what belongs to it and its fix. */
export function findingCard(shown: ShownSource, finding: Finding, place: CardPlace, actions?: Content): Markup {
  return element(
    "article",
    cardAttributes(finding, place),
    element(
      "div",
      { class: "says" },
      cardHead(finding, place),
      element("p", {}, proseMarkup(shortened(finding.message, longestMessage))),
      relatedMarkup(finding),
      waiverMarkup(finding),
      fixMarkup(shown, finding),
      actions,
    ),
    element("div", { class: "shows" }, excerptMarkup(shown, finding), outputMarkup(finding)),
  );
}

/** The same without source and fix, for where there is no room for them. */
export function shortCard(finding: Finding, place: CardPlace): Markup {
  return element(
    "article",
    cardAttributes(finding, place, " short"),
    cardHead(finding, place),
    element("p", {}, proseMarkup(shortened(finding.message, longestMessage))),
  );
}

function cardAttributes({ level, rule, status }: Finding, { file }: CardPlace, more = "") {
  return {
    class: `finding ${level}${more}`,
    "data-level": level,
    "data-rule": rule,
    "data-status": status,
    "data-file": file,
  };
}

function cardHead({ level, rule, span, status, waiver }: Finding, { href }: CardPlace): Markup {
  const lines = lineRange(span);
  const settled = status === "waived" && waiver !== undefined ? `waived until ${waiver.expires}` : status;
  return element(
    "h3",
    {},
    element("span", { class: `level ${level}` }, level),
    " ",
    element("code", {}, rule),
    " ",
    href === undefined ? element("span", { class: "place" }, lines) : element("a", { class: "place", href }, lines),
    status === "open" ? undefined : [" ", element("span", { class: "status" }, settled)],
  );
}

function relatedMarkup({ related }: Finding): Markup | undefined {
  if (related.length === 0) return undefined;
  const items = related
    .slice(0, shownRelated)
    .map(({ message, span }) =>
      element("li", {}, `${lineRange(span)}: `, proseMarkup(shortened(message, longestMessage))),
    );
  const left = related.length - items.length;
  return element("ul", { class: "related" }, items, left > 0 ? element("li", {}, `and ${left} more`) : undefined);
}

function waiverMarkup({ waiver }: Finding): Markup | undefined {
  if (waiver === undefined) return undefined;
  const reason = shortened(waiver.reason, longestReason);
  const text = waiver.pending
    ? `Its waiver until ${waiver.expires} waits for an approving review: ${reason}`
    : `Waived until ${waiver.expires}: ${reason}`;
  return element("p", { class: "waiver" }, text);
}

function fixMarkup({ source, secrets }: ShownSource, { fix }: Finding): Markup | undefined {
  if (fix === undefined) return undefined;
  const lines = fixDiff(source, fix, secrets, diffWidth).map(({ kind, text }) =>
    element("span", { class: `line ${kind}` }, `${signs[kind]} ${text}\n`),
  );
  const title = `${fix.safe ? "Fix" : "Fix, to be reviewed"}: `;
  return element(
    "details",
    { class: "fix" },
    element("summary", {}, title, proseMarkup(shortened(fix.title, longestMessage))),
    element("pre", { class: "diff" }, lines),
  );
}

function outputMarkup({ output = [] }: Finding): Markup | undefined {
  if (output.length === 0) return undefined;
  const lines = output.slice(-shownOutput).map((line) => `${shortened(line, 400)}\n`);
  return element("pre", { class: "output" }, lines);
}
