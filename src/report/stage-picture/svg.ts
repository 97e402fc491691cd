import type { FindingLevel } from "../../model/level.ts";
import { displayWidth } from "../display-width.ts";
import { shortened } from "../foreign-text.ts";
import { element, fragment, type Markup, rawText } from "../markup.ts";
import { counted } from "../outcome.ts";
import { type Box, type Layout, type Line, type Point, placeBoxes } from "./layout.ts";
import { legendHeight, legendMarkup } from "./legend.ts";
import type { PictureLink, PictureStage, StagePicture } from "./stage-picture.ts";
import { standaloneGraphStyle } from "./style.ts";

export interface SvgOptions {
  /** What the drawing is called for those who do not see it. */
  readonly title: string;
  /** With its own colours and name space, for a file of its own; otherwise the page around it has them. */
  readonly standalone?: boolean;
}

const levels: readonly FindingLevel[] = ["error", "warning", "notice"];
/** Pixels of a column of the code face at 13 px and 11 px, and of the text face at 12 px, on the wide side. */
const column = { name: 7.9, what: 6.7, text: 6.6 };
const longestName = 32;
const longestWhat = 34;
/** Lines beyond this are counted, not drawn: a file can be made to have tens of thousands. */
const mostLinks = 1500;
const rowHeight = 17;

/** The stage graph as SVG. All text in it is escaped; it holds no script, no address and no style attribute. */
export function renderStageSvg(picture: StagePicture, { title, standalone = false }: SvgOptions): Markup {
  const links = picture.links.slice(0, mostLinks);
  const { boxes, lines } = boxesAndLines(picture, links);
  const placed = placeBoxes(boxes, lines);
  const legend = legendMarkup(picture, picture.links.length - links.length, placed.height);
  const width = Math.ceil(Math.max(placed.width, legend.width));
  const height = Math.ceil(placed.height + legendHeight(legend));
  const bases = picture.bases.length > 0 ? picture.bases.flatMap((base) => base.stages.map(() => undefined)) : [];
  const drawnLinks = [...bases, ...links].map((link, index) => lineMarkup(link, placed.lines[index]));
  const svg = element(
    "svg",
    {
      ...(standalone ? { xmlns: "http://www.w3.org/2000/svg" } : {}),
      class: "stages",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": title,
    },
    standalone ? rawText("style", standaloneGraphStyle) : undefined,
    standalone ? element("rect", { class: "ground", width, height }) : undefined,
    element("g", {}, ...drawnLinks.map(({ line }) => line)),
    ...picture.bases.map((base, index) => baseMarkup(base.title, boxes[index], placed)),
    ...picture.stages.map((stage, index) => stageMarkup(stage, boxes[picture.bases.length + index], placed)),
    element("g", {}, ...drawnLinks.map(({ label }) => label)),
    legend.markup,
  );
  return svg;
}

function boxesAndLines(picture: StagePicture, links: readonly PictureLink[]): { boxes: Box[]; lines: Line[] } {
  const bases = picture.bases.map(({ title }, index) => ({
    key: `b${index}`,
    width: Math.round(displayWidth(shortened(title, longestName)) * column.name * 0.93 + 28),
    height: 28,
  }));
  const stages = picture.stages.map((stage, index) => ({ key: `s${index}`, ...stageSize(stage) }));
  const fromBases = picture.bases.flatMap(({ stages: own }, index) =>
    own.map((stage) => ({ from: `b${index}`, to: `s${stage}`, label: undefined })),
  );
  const between = links.map((link) => {
    const text = linkText(link);
    const label = text === "" ? undefined : { width: displayWidth(text) * column.what + 10, height: 16 };
    return { from: `s${link.source}`, to: `s${link.stage}`, label };
  });
  return { boxes: [...bases, ...stages], lines: [...fromBases, ...between] };
}

function stageSize(stage: PictureStage): { width: number; height: number } {
  const texts = [roleText(stage), countsText(stage)].map((text) => displayWidth(text) * column.text);
  const width = Math.max(96, displayWidth(shortened(stage.name, longestName)) * column.name, ...texts) + 32;
  return { width: Math.round(width), height: 46 + (countsText(stage) === "" ? 0 : rowHeight) };
}

function roleText({ role, lines }: PictureStage): string {
  return `${role} · ${lines}`;
}

function countsText({ counts }: PictureStage): string {
  return levels.flatMap((level) => (counts[level] > 0 ? counted(counts[level], level) : [])).join(", ");
}

/** What goes over a line, as far as it is short; all of it is in its title. */
function linkText({ via, what }: PictureLink): string {
  if (via === "from") return "";
  if (via === "onbuild") return "ONBUILD";
  const [first = ""] = what;
  const more = what.length > 1 ? ` +${what.length - 1}` : "";
  const text = via === "mount" ? `mount ${first}` : first;
  return `${shortened(text.trim(), longestWhat)}${more}`;
}

function baseMarkup(title: string, box: Box | undefined, placed: Layout): Markup {
  if (!box) return fragment();
  const { x, y, left, top } = cornerOf(box, placed);
  return element(
    "g",
    { class: "base" },
    element("title", {}, `base ${title}`),
    element("rect", { x: left, y: top, width: box.width, height: box.height, rx: box.height / 2 }),
    element("text", { class: "base-name", x, y: y + 4, "text-anchor": "middle" }, shortened(title, longestName)),
  );
}

function stageMarkup(stage: PictureStage, box: Box | undefined, placed: Layout): Markup {
  if (!box) return fragment();
  const { left, top } = cornerOf(box, placed);
  const { width, height } = box;
  const text = left + 16;
  const isShipped = stage.role === "ships";
  const found = levels.filter((level) => stage.counts[level] > 0);
  return element(
    "g",
    { class: stage.role },
    element("title", {}, [stage.name, roleText(stage), countsText(stage)].filter((part) => part !== "").join(" · ")),
    element("rect", { x: left, y: top, width, height, rx: 7 }),
    isShipped
      ? element("rect", { class: "inner", x: left + 3, y: top + 3, width: width - 6, height: height - 6, rx: 4.5 })
      : undefined,
    stage.isCritical
      ? element("rect", { class: "bar", x: left + 7, y: top + 10, width: 3, height: height - 20, rx: 1.5 })
      : undefined,
    element("text", { class: "name", x: text, y: top + 20 }, shortened(stage.name, longestName)),
    element(
      "text",
      { x: text, y: top + 20 + rowHeight },
      element("tspan", { class: "role" }, stage.role),
      ` · ${stage.lines}`,
    ),
    found.length === 0
      ? undefined
      : element(
          "text",
          { x: text, y: top + 20 + 2 * rowHeight },
          found.map((level, index) => [
            index === 0 ? undefined : ", ",
            element("tspan", { class: level }, counted(stage.counts[level], level)),
          ]),
        ),
  );
}

function cornerOf(
  { key, width, height }: Box,
  placed: Layout,
): Point & { readonly left: number; readonly top: number } {
  const { x, y } = placed.boxes.get(key) ?? { x: 0, y: 0 };
  return { x, y, left: Math.round((x - width / 2) * 10) / 10, top: Math.round((y - height / 2) * 10) / 10 };
}

/** A line with its arrow head, and its label, which stands above all lines. The link is undefined for a line from a base image. */
function lineMarkup(
  link: PictureLink | undefined,
  placed: Layout["lines"][number] | undefined,
): { readonly line: Markup | undefined; readonly label: Markup | undefined } {
  const points = placed?.points ?? [];
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last || !before) return { line: undefined, label: undefined };
  const critical = link?.isCritical ? " critical" : "";
  const line = element(
    "g",
    {},
    link === undefined ? undefined : element("title", {}, `${link.via} ${link.what.join(", ")}`.trim()),
    element("path", { class: `${link?.via ?? "from"}${critical}`, d: curve(points) }),
    element("polygon", { class: `head${critical}`, points: arrowHead(before, last) }),
  );
  const text = link === undefined ? "" : linkText(link);
  if (text === "" || !placed?.label) return { line, label: undefined };
  const { x, y } = placed.label;
  const width = Math.round(displayWidth(text) * column.what + 6);
  const label = element(
    "g",
    {},
    element("rect", { class: "what-ground", x: x - width / 2, y: y - 8, width, height: 16, rx: 3 }),
    element("text", { class: "what", x, y: y + 4, "text-anchor": "middle" }, text),
  );
  return { line, label };
}

/** Through the middles between the points, so that the line bends softly. */
function curve(points: readonly Point[]): string {
  const [first = { x: 0, y: 0 }, ...rest] = points;
  const parts = [`M${first.x} ${first.y}`];
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    if (next === undefined) parts.push(`L${point.x} ${point.y}`);
    else parts.push(`Q${point.x} ${point.y} ${middle(point.x, next.x)} ${middle(point.y, next.y)}`);
  }
  return parts.join(" ");
}

function middle(a: number, b: number): number {
  return Math.round((a + b) * 5) / 10;
}

function arrowHead(from: Point, to: Point): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const corner = (back: number, side: number) =>
    [to.x - dx * back - dy * side, to.y - dy * back + dx * side].map((value) => value.toFixed(1)).join(",");
  return [corner(0, 0), corner(8, 4), corner(8, -4)].join(" ");
}
