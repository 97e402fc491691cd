import type { BuildFailure } from "../model/build-result.ts";
import type { FromInstruction, Instruction } from "../model/dockerfile.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";
import { readStepName } from "./step-name.ts";

export interface FailedInstruction {
  readonly instruction: Instruction | FromInstruction;
  readonly stage: number;
}

/** Instructions that BuildKit counts as steps of a stage. Source: `cmdTotal` in dockerfile2llb. */
const counted: ReadonlySet<string> = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);

/**
 * The instruction that a failure belongs to: the step's place in its stage, or else the lines that BuildKit points to; undefined
 * where neither tells. Steps are counted from the end, since triggers of the base image stand in front.
 */
export function failingInstruction(
  graph: BuildGraph,
  target: number,
  failure: BuildFailure,
): FailedInstruction | undefined {
  return (
    (failure.step === undefined ? undefined : byStep(graph, target, failure.step)) ?? byLines(graph, failure.lines)
  );
}

function byStep(graph: BuildGraph, target: number, name: string): FailedInstruction | undefined {
  const { stage: id, position, text } = readStepName(name, new Set());
  const stage = position && stageBuilt(graph, target, id);
  if (!stage || !position) return undefined;
  const keyword = text.split(" ", 1)[0];
  const steps = stage.instructions.filter((instruction) => counted.has(instruction.keyword));
  const instruction = steps[steps.length - 1 - (position.count - position.index)];
  if (instruction && instruction.keyword === keyword) return { instruction, stage: stage.index };
  return keyword === "FROM" && position.index === 1 ? { instruction: stage.from, stage: stage.index } : undefined;
}

/** The last stage of a name is the one that is built; but a target that is named by its number may be another. */
function stageBuilt({ stages }: BuildGraph, target: number, id: string | undefined): Stage | undefined {
  const own = stages[target];
  if (own?.id === id) return own;
  // The steps of a stage that is alone and has no name carry none.
  return stages.findLast((stage) => stage.id === id) ?? (stages.length === 1 ? own : undefined);
}

function byLines({ stages }: BuildGraph, lines: BuildFailure["lines"]): FailedInstruction | undefined {
  if (lines === undefined) return undefined;
  for (const stage of stages) {
    for (const instruction of [stage.from, ...stage.instructions]) {
      const { start, end } = instruction.span;
      if (start.line <= lines.first && lines.first <= end.line) return { instruction, stage: stage.index };
    }
  }
  return undefined;
}
