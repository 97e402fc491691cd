import type { Finding } from "../model/finding.ts";
import type { BuildGraph, Role } from "../model/graph.ts";
import { displayWidth, padded } from "./display-width.ts";
import { visibleText } from "./foreign-text.ts";
import { counted, countedLevels } from "./outcome.ts";
import { type Palette, palette } from "./palette.ts";
import { pathText } from "./stage-picture/path-text.ts";
import { type PictureLink, type PictureStage, type StagePicture, stagePicture } from "./stage-picture/stage-picture.ts";
import { type StageRow, stageTrees } from "./stage-trees.ts";

/** Before the word of a role, so that the eye finds what ships; the word says it, too. */
const marks: Readonly<Record<Role, string>> = {
  ships: "●",
  contributes: "○",
  tests: "◇",
  auxiliary: "□",
  unreachable: "×",
};
const phrases: Readonly<Record<Exclude<PictureLink["via"], "from">, string>> = {
  copy: "copies",
  mount: "mounts",
  onbuild: "by ONBUILD",
};
/** What a stage takes from one other stage, each on a line of its own. */
const shownTaken = 4;

/**
 * The stages of a file as an indented picture: each base image with the stages that are built FROM it below, and for each stage its
 * role, its lines, its open findings, and below it what it takes of other stages. At the end the row of steps that bounds the build.
 */
export function renderGraphText(
  graph: BuildGraph,
  options: { readonly colour: boolean } = { colour: false },
  findings: readonly Finding[] = [],
): string {
  const paint = palette(options.colour);
  const picture = stagePicture(graph, findings);
  const trees = stageTrees(graph, picture);
  const rows = trees.flatMap((tree) => tree.rows);
  const longest = (text: (row: StageRow) => string) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(text(row))), 0);
  const widths = {
    name: longest(({ lead, branch, stage }) => lead + branch + stage.name),
    role: longest(({ stage }) => roleText(stage)),
    lines: longest(({ stage }) => stage.lines),
  };
  const taken = takenByStage(picture);
  const pictures = trees.map(({ title, rows: own }) =>
    [title, ...own.flatMap((row) => rowLines(row, taken.get(row.index) ?? [], widths, paint))].join("\n"),
  );
  const head = `${paint.strong(visibleText(graph.dockerfile.source.path))} · ${counted(graph.stages.length, "stage")}`;
  const foot = picture.path === undefined ? [] : [pathText(picture, picture.path)];
  return `${[head, ...pictures, ...foot].join("\n\n")}\n`;
}

function rowLines(
  { lead, branch, below, stage }: StageRow,
  taken: readonly string[],
  widths: Readonly<Record<"name" | "role" | "lines", number>>,
  paint: Palette,
): string[] {
  const name = padded(stage.name, widths.name - displayWidth(lead + branch));
  const role = paintedRole(paint, stage.role, padded(roleText(stage), widths.role));
  const lines = paint.faint(padded(stage.lines, widths.lines));
  const first = [`${paint.faint(lead + branch)}${stage.role === "ships" ? paint.strong(name) : name}`, role, lines];
  const counts = paintedCounts(paint, stage);
  return [
    [...first, ...(counts === "" ? [] : [counts])].join("  ").trimEnd(),
    ...taken.map((text) => `${paint.faint(below)}    ${text}`),
  ];
}

function roleText({ role }: PictureStage): string {
  return `${marks[role]} ${role}`;
}

function paintedRole(paint: Palette, role: Role, text: string): string {
  if (role === "ships") return paint.passed(text);
  return role === "unreachable" ? paint.level.warning(text) : text;
}

function paintedCounts(paint: Palette, { counts }: PictureStage): string {
  const heaviest = (["error", "warning", "notice"] as const).find((level) => counts[level] > 0);
  return heaviest === undefined ? "" : paint.level[heaviest](countedLevels(counts));
}

/** For each stage what it needs besides its base: `copies /app from builder`. */
function takenByStage({ links, stages }: StagePicture): Map<number, string[]> {
  const taken = new Map<number, string[]>();
  for (const { stage, source, via, what } of links) {
    if (via === "from") continue;
    const from = `from ${stages[source]?.name ?? source}`;
    const shown = what.slice(0, shownTaken).map((each) => `${phrases[via]} ${each} ${from}`);
    const left = what.length - shown.length;
    const lines = shown.length === 0 ? [`${phrases[via]} ${from}`] : shown;
    const known = taken.get(stage) ?? [];
    taken.set(stage, [...known, ...lines, ...(left > 0 ? [`and ${left} more ${from}`] : [])]);
  }
  return taken;
}
