import type { Finding } from "../../model/finding.ts";
import { compareLevels } from "../../model/level.ts";
import type { FileReport, Report } from "../../model/report.ts";
import { element, type Markup } from "../markup.ts";
import { filesInOrder, findingsInOrder } from "../place.ts";
import { byteLength, Room } from "../room.ts";
import { secretRanges } from "../secret-ranges.ts";
import { apartMarks, type ShownSource } from "../source-markup.ts";
import { sourceTokens } from "../source-tokens.ts";
import { numberedLine } from "./excerpt-markup.ts";
import { findingCard, shortCard } from "./finding-card.ts";
import { stageFigure } from "./stage-figure.ts";

/** A file with what of it has a place on the page. */
export interface PagePart {
  readonly file: FileReport;
  readonly key: string;
  /** Cards by finding; one that did not fit has none. */
  readonly cards: ReadonlyMap<Finding, Markup>;
  readonly figure: Markup | undefined;
  /** All lines of the file, with the places that the cards point to. */
  readonly listing: Markup | undefined;
}

export interface PageParts {
  readonly parts: readonly PagePart[];
  /** How many findings have no card, and how many have one without source; graphs and listings that are left out. */
  readonly cut: {
    readonly cards: number;
    readonly sources: number;
    readonly graphs: number;
    readonly listings: number;
  };
}

interface Entry {
  readonly part: number;
  readonly finding: Finding;
}

/** Bytes: a browser opens such a page in a moment, also on a telephone. */
const roomForAll = 5_000_000;
/** Cards with source are heavier to lay out than others. */
const mostFullCards = 800;
const mostGraphs = 60;
const longestListing = 400_000;
const statusOrder: readonly Finding["status"][] = ["open", "existing", "waived"];

/** What of a report fits on a page: open findings first, the heaviest first, then the stage graphs, then whole files. */
export function pageParts(report: Report): PageParts {
  const files = filesInOrder(report);
  const shown = files.map((file) => shownSource(file));
  const room = new Room(roomForAll, byteLength);
  const entries = entriesByWeight(files);
  const wantsListing = files.map((file) => file.findings.length > 0 && file.source.text.length <= longestListing);

  const placeOf = ({ part, finding }: Entry) => ({
    file: `f${part}`,
    href: wantsListing[part] ? lineAddress(part, finding.span.start.line) : undefined,
  });
  const full = room.take(entries.slice(0, mostFullCards), 0.5, (entry) => {
    const own = shown[entry.part];
    return own === undefined ? "" : findingCard(own, entry.finding, placeOf(entry)).markup;
  });
  const drawable = files.flatMap((file, index) => (isWorthDrawing(file) ? [index] : []));
  const figures = room.take(drawable.slice(0, mostGraphs), 0.3, (index) => {
    const file = files[index];
    return (file && stageFigure(file)?.markup) ?? "";
  });
  const listed = files.flatMap((_, index) => (wantsListing[index] ? [index] : []));
  const listings = room.take(listed, 0.5, (index) => {
    const [file, own] = [files[index], shown[index]];
    return file && own ? listing(file, own, index).markup : "";
  });
  const addressed = new Set(listed.slice(0, listings.length));
  const short = room.take(
    entries.slice(full.length),
    1,
    (entry) =>
      shortCard(entry.finding, addressed.has(entry.part) ? placeOf(entry) : { file: `f${entry.part}`, href: undefined })
        .markup,
  );

  const cards = new Map<Finding, Markup>();
  for (const [index, markup] of [...full, ...short].entries()) {
    const entry = entries[index];
    if (entry)
      cards.set(entry.finding, { markup: addressed.has(entry.part) ? markup : withoutAddress(markup, entry.part) });
  }
  const pick = (from: readonly number[], made: readonly string[], index: number) => {
    const markup = made[from.indexOf(index)];
    return markup === undefined || markup === "" ? undefined : { markup };
  };
  return {
    parts: files.map((file, index) => ({
      file,
      key: `f${index}`,
      cards: new Map(
        file.findings.flatMap((finding) =>
          cards.has(finding) ? [[finding, cards.get(finding) ?? { markup: "" }]] : [],
        ),
      ),
      figure: pick(drawable, figures, index),
      listing: pick(listed, listings, index),
    })),
    cut: {
      cards: entries.length - full.length - short.length,
      sources: short.length,
      graphs: drawable.length - figures.length,
      listings: files.filter(({ findings }) => findings.length > 0).length - listings.length,
    },
  };
}

/** Address of a line in the listing of a file. */
function lineAddress(part: number, line: number): string {
  return `#f${part}-${line}`;
}

/** A card whose file is not listed after all points nowhere. Its address is ours: a number of a file and one of a line. */
function withoutAddress(markup: string, part: number): string {
  return markup.replace(
    new RegExp(`<a class="place" href="#f${part}-\\d+">([^<]*)</a>`),
    '<span class="place">$1</span>',
  );
}

function shownSource({ source, graph, findings }: FileReport): ShownSource {
  const isLong = source.text.length > longestListing;
  const tokens = graph === undefined || isLong ? [] : sourceTokens(graph.dockerfile, graph);
  return { source, tokens, secrets: findings.length === 0 ? [] : secretRanges(source, findings) };
}

function entriesByWeight(files: readonly FileReport[]): Entry[] {
  return files
    .flatMap((file, part) => findingsInOrder(file.findings).map((finding) => ({ part, finding })))
    .toSorted(
      (a, b) =>
        statusOrder.indexOf(a.finding.status) - statusOrder.indexOf(b.finding.status) ||
        compareLevels(a.finding.level, b.finding.level),
    );
}

function isWorthDrawing({ graph, findings }: FileReport): boolean {
  const count = graph?.stages.length ?? 0;
  return count > 1 || (count === 1 && findings.some(({ status }) => status === "open"));
}

function listing({ source, findings }: FileReport, shown: ShownSource, index: number): Markup {
  const marks = apartMarks(
    findings.map(({ span, level }) => ({ start: span.start.offset, end: span.end.offset, level })),
  );
  const text = source.text.endsWith("\n") ? source.lineStarts.length - 1 : source.lineStarts.length;
  const lines = Array.from({ length: text }, (_, line) =>
    numberedLine(shown, line + 1, marks, false, `f${index}-${line + 1}`),
  );
  return element("pre", { class: "source" }, lines);
}
