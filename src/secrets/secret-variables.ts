import { variablesIn } from "../knowledge/secret-urls.ts";
import { type SecretConfidence, secretConfidence } from "../knowledge/secret-values.ts";
import type { ArgInstruction, EnvInstruction, KeyValue } from "../model/dockerfile.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";

/** An ARG or ENV whose name says that it takes a secret. */
export interface SecretVariable {
  readonly keyword: "ARG" | "ENV";
  readonly pair: KeyValue;
  readonly instruction: ArgInstruction | EnvInstruction;
  /** Undefined for a global ARG. */
  readonly stage: Stage | undefined;
  readonly confidence: SecretConfidence;
}

/**
 * In file order, one for each cause: an ARG that is declared again in the same stage, a global ARG that a stage takes over, and
 * an ENV that only hands an ARG on (`ENV TOKEN=$TOKEN`) say nothing new.
 */
export function secretVariables(graph: BuildGraph): SecretVariable[] {
  const inStages = graph.stages.flatMap((stage) => {
    const found = stage.instructions.flatMap((instruction) =>
      instruction.keyword === "ARG" || instruction.keyword === "ENV" ? variablesOf(instruction, stage) : [],
    );
    const byArgument = new Set(found.filter(({ keyword }) => keyword === "ARG").map(({ pair }) => pair.key));
    const seen = new Set<string>();
    return found.filter(({ keyword, pair }) => {
      if (seen.has(`${keyword} ${pair.key}`)) return false;
      seen.add(`${keyword} ${pair.key}`);
      return !(keyword === "ENV" && variablesIn(pair.value ?? "").some((name) => byArgument.has(name)));
    });
  });
  const declared = new Set(inStages.filter(({ keyword }) => keyword === "ARG").map(({ pair }) => pair.key));
  const global = graph.dockerfile.globalArgs.flatMap((instruction) => variablesOf(instruction, undefined));
  return [...global.filter(({ pair }) => !declared.has(pair.key)), ...inStages];
}

/** The ENV of the same stage that hands an ARG on, which keeps its value in the configuration of the image. */
export function handedOnByEnv({ stage, pair }: SecretVariable): KeyValue | undefined {
  for (const instruction of stage?.instructions ?? []) {
    if (instruction.keyword !== "ENV") continue;
    const found = instruction.pairs.find(({ value }) => variablesIn(value ?? "").includes(pair.key));
    if (found) return found;
  }
  return undefined;
}

function variablesOf(instruction: ArgInstruction | EnvInstruction, stage: Stage | undefined): SecretVariable[] {
  const keyword = instruction.keyword === "ARG" ? "ARG" : "ENV";
  return instruction.pairs.flatMap((pair) => {
    const confidence = secretConfidence(keyword, pair.key, pair.value);
    return confidence ? { keyword, pair, instruction, stage, confidence } : [];
  });
}

/** Names that are credentials in this stage by their use or their name, whether given by ARG or ENV. */
export function buildVariables(stage: Stage): Map<string, KeyValue> {
  const found = new Map<string, KeyValue>();
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") continue;
    for (const pair of instruction.pairs) found.set(pair.key, pair);
  }
  return found;
}
