import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { element, rawText } from "../src/report/markup.ts";
import { placeBoxes } from "../src/report/stage-picture/layout.ts";
import { darkColours, fonts, lightColours } from "../src/report/stage-picture/style.ts";

/** Which parts of src another part imports: folders of src, and its files by their names. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** What a part is for, in a few words; a part without them is not documented, which is a mistake. */
const purposes: Readonly<Record<string, string>> = {
  "action.ts": "entry of the action",
  "cli.ts": "entry of the command line",
  edge: "files, git, GitHub, Buildx",
  "run.ts": "read, judge, build, publish",
  "evaluate.ts": "change and policy to report",
  "test-policy.ts": "a policy's own tests",
  "explain-rule.ts": "a rule and its examples",
  "explain-waiver-rule.ts": "the rules on waivers",
  playground: "the page in the browser",
  fix: "apply fixes, judge again",
  check: "run rules, settle findings",
  rules: "one offence a file",
  policy: "read and fold policies",
  build: "plan and read builds",
  repository: "who builds what",
  secrets: "secrets through the graph",
  graph: "stages, roles, what they carry",
  shell: "RUN as the shell reads it",
  parse: "Dockerfiles as BuildKit reads",
  knowledge: "images, packages, tools",
  report: "every rendering",
  review: "comments and their places",
  starter: "a first policy",
  model: "the words of the field",
};

/** Values only: a type alone is gone when the program runs. */
const importPattern = /^(?:import|export) (?!type )[^";]*from "(\.[^"]+)"/gm;

/** The imports between parts, from the sources themselves. */
export function importsIn(root: string): Imports {
  const folder = join(root, "src");
  const imports = new Map<string, Set<string>>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.ts$/.test(entry.name) || /\.d\.ts$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll("\\", "/");
    const own = imports.get(partOf(path)) ?? new Set<string>();
    imports.set(partOf(path), own);
    for (const [, target = ""] of readFileSync(join(folder, path), "utf8").matchAll(importPattern)) {
      const part = partOf(new URL(target, `file:///${path}`).pathname.slice(1));
      if (part !== partOf(path)) own.add(part);
    }
  }
  return new Map([...imports].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function partOf(path: string): string {
  return path.split("/")[0] ?? path;
}

/** Parts that import each other in a circle, which there should not be. */
function circlesIn(imports: Imports): string[][] {
  const reached = new Map([...imports.keys()].map((part) => [part, reachableFrom(part, imports)]));
  const circles = new Map<string, string[]>();
  for (const part of imports.keys()) {
    const circle = [...imports.keys()].filter(
      (other) => reached.get(part)?.has(other) && reached.get(other)?.has(part),
    );
    if (circle.length > 1) circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}

function reachableFrom(part: string, imports: Imports): Set<string> {
  const reached = new Set<string>();
  const open = [part];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const target of imports.get(next) ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return reached;
}

/** Those that import each other in a circle as one part, `build + check`: between them there is no order to draw. */
export function withCirclesJoined(imports: Imports): Imports {
  const circles = circlesIn(imports);
  const nameOf = (part: string) => circles.find((circle) => circle.includes(part))?.join(" + ") ?? part;
  const joined = new Map<string, Set<string>>();
  for (const [part, targets] of imports) {
    const own = joined.get(nameOf(part)) ?? new Set<string>();
    for (const target of targets) if (nameOf(target) !== nameOf(part)) own.add(nameOf(target));
    joined.set(nameOf(part), own);
  }
  return joined;
}

/** Imports without those that follow from others: a → c where a → b → c. What is left tells the order, and can be looked at. */
export function withoutDetours(imports: Imports): [string, string][] {
  const arrows: [string, string][] = [];
  for (const [part, targets] of imports) {
    const behind = new Set([...targets].flatMap((target) => [...reachableFrom(target, imports)]));
    for (const target of targets) if (!behind.has(target)) arrows.push([part, target]);
  }
  return arrows;
}

/** A table of all imports, for the page. @throws Error for a part that nobody has described. */
export function importsTable(imports: Imports): string {
  const rows = [...imports].map(([part, targets]) => {
    const purpose = purposes[part];
    if (purpose === undefined) throw new Error(`scripts/architecture.ts does not say what src/${part} is for`);
    const names = [...targets].sort().map((target) => `\`${target}\``);
    return `| \`${part}\` | ${purpose} | ${names.join(" ") || "–"} |`;
  });
  return ["| Part of `src` | What it is for | Imports |", "| --- | --- | --- |", ...rows].join("\n");
}

function purposeOf(part: string): string {
  return part
    .split(" + ")
    .flatMap((each) => purposes[each] ?? [])
    .join("; ");
}

const column = { name: 8.1, purpose: 6.3 };

/** The order of the parts as a drawing, each above what it imports. The same imports give the same bytes. */
export function architectureSvg(all: Imports): string {
  const imports = withCirclesJoined(all);
  const boxes = inOrder(imports).map((part) => ({
    key: part,
    width: Math.round(Math.max(part.length * column.name, purposeOf(part).length * column.purpose) + 28),
    height: 46,
  }));
  const arrows = withoutDetours(imports);
  const placed = placeBoxes(
    boxes,
    arrows.map(([from, to]) => ({ from, to, label: undefined })),
  );
  const lines = placed.lines.map(({ points }) =>
    element("polyline", { points: points.map(({ x, y }) => `${x},${y}`).join(" "), "marker-end": "url(#head)" }),
  );
  const parts = boxes.map(({ key, width, height }) => {
    const { x, y } = placed.boxes.get(key) ?? { x: 0, y: 0 };
    const kind = key === "edge" || key === "action.ts" || key === "cli.ts" || key === "run.ts" ? "world" : "pure";
    return element(
      "g",
      { class: kind },
      element("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 7 }),
      element("text", { class: "name", x, y: y - 3, "text-anchor": "middle" }, key),
      element("text", { x, y: y + 14, "text-anchor": "middle" }, purposeOf(key)),
    );
  });
  const [width, height] = [Math.ceil(placed.width), Math.ceil(placed.height)];
  const head = element(
    "marker",
    { id: "head", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    element("path", { d: "M0 0 L8 4 L0 8 Z" }),
  );
  const title = "The parts of src, each above what it imports; dashed ones touch the world, the others are pure";
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": title,
    },
    rawText("style", style),
    element("defs", {}, head),
    element("rect", { class: "ground", width, height }),
    lines,
    parts,
  );
  return `${svg.markup}\n`;
}

/** Every part behind those that import it, so that rows can be given from the top. */
function inOrder(imports: Imports): string[] {
  const left = new Set(imports.keys());
  const order: string[] = [];
  while (left.size > 0) {
    const imported = new Set([...left].flatMap((part) => [...(imports.get(part) ?? [])]));
    const next = [...left].filter((part) => !imported.has(part));
    // A circle has no first part; it is taken as it comes.
    for (const part of next.length > 0 ? next : [...left].slice(0, 1)) {
      order.push(part);
      left.delete(part);
    }
  }
  return order;
}

const style = `svg { ${lightColours} }
@media (prefers-color-scheme: dark) { svg { ${darkColours} } }
.ground { fill: var(--paper); } text { font: 11.5px ${fonts.text}; fill: var(--faint); } .name { font: 600 13px ${fonts.code}; fill: var(--ink); }
g rect { fill: var(--card); stroke: var(--edge); stroke-width: 1.25; } .world rect { stroke: var(--accent); stroke-dasharray: 7 4; stroke-width: 1.75; }
polyline { fill: none; stroke: var(--edge); stroke-width: 1.25; } marker path { fill: var(--edge); }
`;
