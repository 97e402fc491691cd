import { displayWidth } from "../display-width.ts";
import { element, fragment, type Markup } from "../markup.ts";
import { counted } from "../outcome.ts";
import { pathText } from "./path-text.ts";
import type { PictureLink, StagePicture } from "./stage-picture.ts";

export interface Legend {
  readonly markup: Markup;
  readonly width: number;
  readonly rows: number;
}

const row = 20;
const margin = 14;
const sample = 26;
const textColumn = 6.6;

const meanings: readonly (readonly [PictureLink["via"], string])[] = [
  ["from", "built FROM"],
  ["copy", "copied"],
  ["mount", "mounted during a step"],
  ["onbuild", "by ONBUILD"],
];

/** What the lines mean that are drawn, and which row of steps bounds the build; nothing where there are no lines. */
export function legendMarkup(picture: StagePicture, undrawn: number, top: number): Legend {
  const used = new Set<PictureLink["via"]>(["from", ...picture.links.map(({ via }) => via)]);
  const shown = picture.links.length === 0 ? [] : meanings.filter(([via]) => used.has(via));
  const path = picture.path === undefined ? undefined : pathText(picture, picture.path);
  const left = undrawn === 0 ? undefined : `${counted(undrawn, "more line")} not drawn`;
  const lines: { readonly markup: Markup; readonly width: number }[] = [];
  const y = () => top + 8 + lines.length * row;
  if (shown.length > 0) {
    let x = margin;
    const parts = shown.map(([via, meaning]) => {
      const start = x;
      x += sample + 8 + displayWidth(meaning) * textColumn + 18;
      return [
        element("path", { class: via, d: `M${start} ${y()} L${start + sample} ${y()}` }),
        element("text", { x: start + sample + 8, y: y() + 4 }, meaning),
      ];
    });
    lines.push({ markup: fragment(parts), width: x });
  }
  if (path !== undefined) {
    const bar = element("rect", { class: "bar", x: margin, y: y() - 6, width: 3, height: 12, rx: 1.5 });
    const text = element("text", { x: margin + 12, y: y() + 4 }, path);
    lines.push({ markup: fragment(bar, text), width: margin + 12 + displayWidth(path) * textColumn + margin });
  }
  if (left !== undefined) {
    lines.push({ markup: element("text", { x: margin, y: y() + 4 }, left), width: 0 });
  }
  return {
    markup: element("g", { class: "legend" }, ...lines.map(({ markup }) => markup)),
    width: Math.max(0, ...lines.map(({ width }) => width)),
    rows: lines.length,
  };
}

export function legendHeight({ rows }: Legend): number {
  return rows === 0 ? 0 : rows * row + 8;
}
