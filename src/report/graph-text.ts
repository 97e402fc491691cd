import { type BuildGraph, type Edge, type Role, type Stage, stageLabel } from "../model/graph.ts";
import { outsideBases } from "./bases.ts";
import { displayWidth, padded } from "./display-width.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { counted } from "./outcome.ts";
import { type Palette, palette } from "./palette.ts";
import { lineRange } from "./place.ts";

/** Deeper stages are drawn at this depth: a chain of a thousand stages would otherwise be a thousand columns wide. */
const deepest = 12;
const longestName = 60;

const phrases: Readonly<Record<Exclude<Edge["via"], "from">, string>> = {
  copy: "copies from",
  mount: "mounts",
  onbuild: "by ONBUILD from",
};

/** One line of the picture: a stage behind its branches. */
interface Row {
  readonly branches: string;
  readonly stage: Stage;
}

/**
 * The stages of a file as an indented picture: each base image with the stages that are built FROM it below, and for each stage its
 * role, its lines and what it needs of other stages.
 */
export function renderGraphText(graph: BuildGraph, options: { readonly colour: boolean } = { colour: false }): string {
  const paint = palette(options.colour);
  const children = childrenOf(graph);
  const trees = outsideBases(graph).map(({ title, stages }) => ({ title, rows: rowsBelow(children, stages) }));
  const rows = trees.flatMap((tree) => tree.rows);
  const longest = (text: (row: Row) => string) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(text(row))), 0);
  const nameWidth = longest((row) => row.branches + nameOf(row.stage));
  const roleWidth = longest((row) => row.stage.role);
  const lineWidth = longest((row) => lineRange(row.stage.span));
  const needs = needsOf(graph);
  const head = `${paint.strong(visibleText(graph.dockerfile.source.path))} · ${counted(graph.stages.length, "stage")}`;
  const pictures = trees.map((tree) => {
    const lines = tree.rows.map(({ branches, stage }) => {
      const name = padded(nameOf(stage), nameWidth - displayWidth(branches));
      const role = paintedRole(paint, stage.role, padded(stage.role, roleWidth));
      const place = padded(lineRange(stage.span), lineWidth);
      const painted = stage.role === "ships" ? paint.strong(name) : name;
      return `${paint.faint(branches)}${painted}  ${role}  ${paint.faint(place)}  ${needs.get(stage.index) ?? ""}`.trimEnd();
    });
    return [shortened(visibleText(tree.title), longestName), ...lines].join("\n");
  });
  return `${[head, ...pictures].join("\n\n")}\n`;
}

function nameOf(stage: Stage): string {
  return shortened(visibleText(stageLabel(stage)), longestName);
}

function paintedRole(paint: Palette, role: Role, text: string): string {
  if (role === "ships") return paint.passed(text);
  return role === "unreachable" ? paint.level.warning(text) : text;
}

/** The stages given and all that are built FROM them, each below its base, with the lines that lead to them. */
function rowsBelow(children: ReadonlyMap<number, readonly Stage[]>, stages: readonly Stage[]): Row[] {
  const rows: Row[] = [];
  const open = pending(stages, "", 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { stage, isLast, depth, lead } = next;
    rows.push({ stage, branches: `${lead}${isLast ? "└─ " : "├─ "}` });
    const ownLead = depth < deepest ? `${lead}${isLast ? "   " : "│  "}` : lead;
    open.push(...pending(children.get(stage.index) ?? [], ownLead, depth + 1));
  }
  return rows;
}

/** Brothers, last first, as a stack wants them. */
function pending(stages: readonly Stage[], lead: string, depth: number) {
  return stages.map((stage, index) => ({ stage, isLast: index === stages.length - 1, depth, lead })).reverse();
}

function childrenOf(graph: BuildGraph): Map<number, Stage[]> {
  const children = new Map<number, Stage[]>();
  for (const stage of graph.stages) {
    if (stage.base.kind !== "stage") continue;
    const own = children.get(stage.base.index);
    if (own === undefined) children.set(stage.base.index, [stage]);
    else own.push(stage);
  }
  return children;
}

/** For each stage what it needs besides its base: `copies from builder, assets · mounts deps`. */
function needsOf(graph: BuildGraph): Map<number, string> {
  const needs = new Map<number, Map<string, Set<number>>>();
  for (const { stage, source, via } of graph.edges) {
    if (via === "from") continue;
    const own = needs.get(stage) ?? new Map<string, Set<number>>();
    needs.set(stage, own.set(phrases[via], (own.get(phrases[via]) ?? new Set()).add(source)));
  }
  const names = (sources: ReadonlySet<number>) =>
    [...sources].flatMap((index) => graph.stages[index] ?? []).map(nameOf);
  const texts = [...needs].map(([stage, own]): [number, string] => {
    return [stage, [...own].map(([phrase, sources]) => `${phrase} ${names(sources).join(", ")}`).join(" · ")];
  });
  return new Map(texts);
}
