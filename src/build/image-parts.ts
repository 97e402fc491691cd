import type { FromInstruction, Instruction } from "../model/dockerfile.ts";
import { type BuildGraph, chainOf, type Stage } from "../model/graph.ts";
import type { ImageContent, ImagePart } from "../model/image-size.ts";
import { shortened } from "../report/foreign-text.ts";
import { concealed, secretValuesIn } from "../secrets/concealment.ts";
import type { ImageLayer } from "./image-layers.ts";

/** Characters. */
const longestText = 1000;

/** An instruction that has an entry in the history of an image. */
interface RecordedInstruction {
  /** What BuildKit records. */
  readonly keyword: string;
  /** What is written: for a trigger the ONBUILD. */
  readonly instruction: Instruction | FromInstruction;
  readonly stage: number;
}

/**
 * What each instruction adds to the image of a stage. BuildKit records one entry for each instruction but ONBUILD, stage by stage
 * along FROM; they are counted from the end, since the history of the base image and its triggers stand in front.
 * Source: `commitToHistory` in dockerfile2llb.
 */
export function imageContent(graph: BuildGraph, target: Stage, layers: readonly ImageLayer[]): ImageContent {
  const recorded = recordedInstructions(graph, target);
  const bytes = new Map<Instruction | FromInstruction, number>();
  let left = layers.length;
  let next = recorded.length;
  while (next > 0 && left > 0 && keywordOf(layers[left - 1]) === recorded[next - 1]?.keyword) {
    left -= 1;
    next -= 1;
    const { instruction } = recorded[next] ?? {};
    if (instruction) bytes.set(instruction, (bytes.get(instruction) ?? 0) + (layers[left]?.bytes ?? 0));
  }
  const root = chainOf(graph, target).at(-1) ?? target;
  // Another frontend may record something else: then nothing more is known than what the image is of.
  const rest = next === 0 ? root : target;
  const below = layers.slice(0, left).reduce((sum, layer) => sum + layer.bytes, 0);
  const values = secretValuesIn(graph.dockerfile.source.text);
  const part = (instruction: Instruction | FromInstruction, stage: number, size: number): ImagePart => ({
    bytes: size,
    keyword: instruction.keyword,
    text: shortened(concealed(instruction.text.replace(/\s+/g, " "), values), longestText),
    span: instruction.span,
    stage,
  });
  const own = new Map(recorded.map((each) => [each.instruction, each]));
  const parts = [
    part(rest.from, rest.index, below),
    ...[...own.values()].map(({ instruction, stage }) => part(instruction, stage, bytes.get(instruction) ?? 0)),
  ];
  return {
    bytes: layers.reduce((sum, layer) => sum + layer.bytes, 0),
    parts: parts.filter((each) => each.bytes > 0),
  };
}

/** In the order in which BuildKit carries them out. The triggers of a stage run where the next one begins. */
function recordedInstructions(graph: BuildGraph, target: Stage): RecordedInstruction[] {
  const chain = chainOf(graph, target).reverse();
  return chain.flatMap((stage, index) => {
    const below = chain[index - 1];
    const triggers = (below?.instructions ?? []).flatMap((instruction) =>
      below && instruction.keyword === "ONBUILD"
        ? [{ keyword: instruction.trigger.keyword, instruction, stage: below.index }]
        : [],
    );
    const own = stage.instructions
      .filter(({ keyword }) => keyword !== "ONBUILD")
      .map((instruction) => ({ keyword: instruction.keyword, instruction, stage: stage.index }));
    return [...triggers, ...own];
  });
}

function keywordOf(layer: ImageLayer | undefined): string | undefined {
  return /^[A-Z]{3,12}(?= |$)/.exec(layer?.createdBy ?? "")?.[0];
}
