import { type BuildGraph, type Stage, shippedStages } from "../model/graph.ts";

/** The longest row of steps that wait for one another before something ships: what bounds a build, however much runs beside it. */
export interface StagePath {
  /** Indexes of the stages that the row leads through, in the order in which they are built. */
  readonly stages: readonly number[];
  /** RUN, COPY and ADD in that row. */
  readonly steps: number;
}

interface Arrival {
  readonly steps: number;
  /** The stage that the row comes from; undefined where it starts in this one. */
  readonly from: number | undefined;
}

const working: ReadonlySet<string> = new Set(["RUN", "COPY", "ADD"]);

/**
 * BuildKit starts a step as soon as the step above it and the stages that it copies from or mounts are there, so stages run side by
 * side up to the step that needs another one. Undefined where nothing ships. Of several equal rows the first in the file.
 */
export function criticalPath(graph: BuildGraph): StagePath | undefined {
  const arrivals: Arrival[] = [];
  for (const stage of graph.stages) arrivals.push(arrivalAt(stage, arrivals));
  let last: Stage | undefined;
  for (const stage of shippedStages(graph)) {
    if (!last || stepsAt(arrivals, stage.index) > stepsAt(arrivals, last.index)) last = stage;
  }
  if (!last) return undefined;
  const stages: number[] = [];
  for (let index: number | undefined = last.index; index !== undefined; index = arrivals[index]?.from) {
    stages.unshift(index);
  }
  return { stages, steps: stepsAt(arrivals, last.index) };
}

/** When the end of a stage is reached, counted in steps, and by which other stage; stages stand behind those that they need. */
function arrivalAt(stage: Stage, known: readonly Arrival[]): Arrival {
  const base = stage.base.kind === "stage" && stage.base.index < stage.index ? stage.base.index : undefined;
  let arrival: Arrival = { steps: base === undefined ? 0 : stepsAt(known, base), from: base };
  for (const { instruction, copy, mounts } of stage.steps) {
    for (const origin of [...(copy ? [copy.from] : []), ...mounts.map(({ from }) => from)]) {
      if (origin.kind !== "stage" || origin.index >= stage.index) continue;
      const steps = stepsAt(known, origin.index);
      if (steps > arrival.steps) arrival = { steps, from: origin.index };
    }
    if (working.has(instruction.keyword)) arrival = { ...arrival, steps: arrival.steps + 1 };
  }
  return arrival;
}

function stepsAt(arrivals: readonly Arrival[], index: number): number {
  return arrivals[index]?.steps ?? 0;
}
