import type { Instruction, Mount, ParsedStage, Word } from "../model/dockerfile.ts";
import type { Base, Edge, UnboundReference } from "../model/graph.ts";
import { type ImageReference, parseImageReference } from "../model/image-reference.ts";

/** Contexts that a build names, with the image for those that are one. */
export type NamedContexts = ReadonlyMap<string, ImageReference | undefined>;

/** What a `--from` or a mount's `from=` is bound to. */
type Source =
  | { readonly kind: "stage"; readonly index: number }
  | { readonly kind: "image"; readonly image: ImageReference }
  | { readonly kind: "context"; readonly name: string }
  | { readonly kind: "scratch" };

/** A `--from` of COPY or a `from=` of a mount, as written. */
interface Reference {
  readonly stage: number;
  readonly instruction: Instruction;
  /** The mount; undefined for a COPY. */
  readonly mount: Mount | undefined;
  readonly word: Word;
  readonly via: Edge["via"];
}

export interface BoundReference extends Reference {
  readonly source: Source;
}

/**
 * Binds the references of all stages. BuildKit does so once all stages are known, so that a later definition of a name wins,
 * and is then refused if it stands behind the stage that uses it.
 */
export function bindReferences(
  stages: readonly ParsedStage[],
  bases: readonly Base[],
  namedContexts: NamedContexts,
): { readonly bound: readonly BoundReference[]; readonly unbound: readonly UnboundReference[] } {
  const byName = new Map(stages.filter((stage) => stage.name !== undefined).map((stage) => [stage.id, stage.index]));
  const names = {
    byName,
    namedContexts,
    indexes: stages.map((stage): Source => ({ kind: "stage", index: stage.index })),
  };
  const bound: BoundReference[] = [];
  const unbound: UnboundReference[] = [];
  for (const reference of allReferences(stages, bases)) {
    const source = bind(reference, names);
    if (typeof source === "string") {
      const { stage, word, via } = reference;
      unbound.push({ stage, span: word.span, text: word.text, via, reason: source });
      continue;
    }
    bound.push({ ...reference, source });
    // BuildKit's quirk: an image that COPY names counts as a further index from there on.
    if (!reference.mount && !isIndex(reference.word.text) && source.kind === "image") names.indexes.push(source);
  }
  return { bound, unbound };
}

/** Those of the stages themselves, then those that ONBUILD brings into the stages built FROM them. */
function allReferences(stages: readonly ParsedStage[], bases: readonly Base[]): Reference[] {
  const own = stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) => referencesOf(stage.index, instruction, "copy")),
  );
  const triggered = stages.flatMap((stage) => {
    const base = bases[stage.index];
    const parent = base?.kind === "stage" ? stages[base.index] : undefined;
    return (parent?.instructions ?? []).flatMap((instruction) =>
      instruction.keyword === "ONBUILD" ? referencesOf(stage.index, instruction.trigger, "onbuild") : [],
    );
  });
  return [...own, ...triggered];
}

function referencesOf(stage: number, instruction: Instruction, via: "copy" | "onbuild"): Reference[] {
  if (instruction.keyword === "COPY" && instruction.from) {
    return [{ stage, instruction, mount: undefined, word: instruction.from, via }];
  }
  if (instruction.keyword !== "RUN") return [];
  return instruction.mounts.flatMap((mount): Reference[] =>
    mount.from ? [{ stage, instruction, mount, word: mount.from, via: via === "onbuild" ? via : "mount" }] : [],
  );
}

interface Names {
  readonly byName: ReadonlyMap<string, number>;
  readonly namedContexts: NamedContexts;
  readonly indexes: Source[];
}

function bind({ stage, mount, word }: Reference, names: Names): Source | UnboundReference["reason"] {
  const { text } = word;
  if (/[$"'\\]/.test(text)) return "variable";
  // `RUN --mount=from=0` is an image called 0; only COPY knows indexes.
  if (!mount && isIndex(text)) return checkOrder(names.indexes[Number(text)] ?? "out-of-range", stage);
  const index = names.byName.get(text.toLowerCase());
  if (index !== undefined) return checkOrder({ kind: "stage", index }, stage);
  if (names.namedContexts.has(text)) {
    const image = names.namedContexts.get(text);
    return image ? { kind: "image", image } : { kind: "context", name: text };
  }
  if (text === "scratch") return { kind: "scratch" };
  const image = parseImageReference(text);
  return image ? { kind: "image", image } : "invalid";
}

/** What Go's strconv.Atoi takes for a number. */
function isIndex(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function checkOrder(source: Source | "out-of-range", stage: number): Source | UnboundReference["reason"] {
  if (source === "out-of-range" || source.kind !== "stage" || source.index < stage) return source;
  return source.index === stage ? "own-stage" : "later-stage";
}
