import type { BuildGraph } from "../model/graph.ts";
import type { PictureStage, StagePicture } from "./stage-picture/stage-picture.ts";

/** Deeper stages are drawn at this depth: a chain of a thousand stages would otherwise be a thousand columns wide. */
const deepest = 12;

/** A stage in a tree of box-drawing characters. */
export interface StageRow {
  readonly index: number;
  readonly stage: PictureStage;
  /** The branches of the stages above that go on past this one. */
  readonly lead: string;
  /** The one that leads to this stage. */
  readonly branch: string;
  /** What stands before further lines about this stage. */
  readonly below: string;
}

/** Each base image with the stages that are built FROM it, and those that are built FROM these, below it. */
export function stageTrees(
  graph: BuildGraph,
  { bases, stages }: StagePicture,
): readonly { readonly title: string; readonly rows: readonly StageRow[] }[] {
  const children = childrenOf(graph);
  return bases.map((base) => ({ title: base.title, rows: rowsBelow(children, stages, base.stages) }));
}

interface Open {
  readonly index: number;
  readonly isLast: boolean;
  readonly depth: number;
  readonly lead: string;
}

function rowsBelow(
  children: ReadonlyMap<number, readonly number[]>,
  stages: readonly PictureStage[],
  indexes: readonly number[],
): StageRow[] {
  const rows: StageRow[] = [];
  const open = pending(indexes, "", 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { index, isLast, depth, lead } = next;
    const stage = stages[index];
    if (stage === undefined) continue;
    const own = children.get(index) ?? [];
    const under = `${lead}${isLast ? "   " : "│  "}`;
    const childLead = depth < deepest ? under : lead;
    const below = own.length > 0 && depth < deepest ? `${under}│` : `${under} `;
    rows.push({ index, stage, lead, branch: isLast ? "└─ " : "├─ ", below });
    open.push(...pending(own, childLead, depth + 1));
  }
  return rows;
}

/** Brothers, last first, as a stack wants them. */
function pending(indexes: readonly number[], lead: string, depth: number): Open[] {
  return indexes.map((index, place) => ({ index, isLast: place === indexes.length - 1, depth, lead })).reverse();
}

function childrenOf(graph: BuildGraph): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const { base, index } of graph.stages) {
    if (base.kind !== "stage") continue;
    const own = children.get(base.index);
    if (own === undefined) children.set(base.index, [index]);
    else own.push(index);
  }
  return children;
}
