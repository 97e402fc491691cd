import type { Instruction } from "../model/dockerfile.ts";
import type { BuildGraph, CopyOrigin, Stage, Step } from "../model/graph.ts";
import { normalisedReference } from "../model/image-reference.ts";

/** Instructions that only say something of the image: what runs next does not depend on them. */
const descriptive: ReadonlySet<Instruction["keyword"]> = new Set([
  "CMD",
  "ENTRYPOINT",
  "EXPOSE",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "STOPSIGNAL",
  "VOLUME",
]);

/**
 * A number for what each step leaves behind: steps with equal numbers stand on the same base behind the same instructions, so
 * that BuildKit runs them once, whatever their stages are called.
 */
export function sharedSteps({ stages }: BuildGraph): ReadonlyMap<Step, number> {
  const numbers = new Map<string, number>();
  const numberOf = (key: string) => {
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  const steps = new Map<Step, number>();
  const ends: number[] = [];
  for (const stage of stages) {
    let state = numberOf(startOf(stage, ends));
    for (const step of stage.steps) {
      if (!descriptive.has(step.instruction.keyword)) state = numberOf(`${state} ${textOf(step, ends)}`);
      steps.set(step, state);
    }
    ends[stage.index] = state;
  }
  return steps;
}

function startOf({ base, platform }: Stage, ends: readonly number[]): string {
  switch (base.kind) {
    case "stage":
      return `stage ${ends[base.index]}`;
    case "image":
      return `image ${normalisedReference(base.image)} ${platform ?? ""}`;
    case "context":
      return `context ${base.name}`;
    case "unresolved":
      return `unresolved ${base.text} ${platform ?? ""}`;
    default:
      return base.kind;
  }
}

/** The instruction with blanks folded and its here-documents, and the states of the stages that it takes files from. */
function textOf({ instruction, copy, mounts }: Step, ends: readonly number[]): string {
  const bodies = instruction.heredocs.map(({ content }) => content);
  const origins = [...(copy ? [copy.from] : []), ...mounts.map(({ from }) => from)];
  const sources = origins.map((origin) => (isStage(origin) ? ends[origin.index] : ""));
  return JSON.stringify([instruction.text.replace(/\s+/g, " "), bodies, sources]);
}

function isStage(origin: CopyOrigin): origin is Extract<CopyOrigin, { kind: "stage" }> {
  return origin.kind === "stage";
}
