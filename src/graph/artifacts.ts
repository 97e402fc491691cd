import type { BuildGraph, Copy, Stage, Step } from "../model/graph.ts";
import type { Span } from "../model/source.ts";
import { absolutePath } from "./paths.ts";

/** Something at a path of a stage's file system, with the way on which it came there. */
export interface Artifact<Thing> {
  readonly thing: Thing;
  /** Absolute; a part of it may hold `*` where the name is not known. */
  readonly path: string;
  /** The stage and the step whose layer it is in. */
  readonly stage: Stage;
  readonly step: Step;
  /** The source of the COPY that brought it from another stage, and what it was there. */
  readonly taken: { readonly span: Span; readonly from: Artifact<Thing> } | undefined;
  /** A later step hides it; the layer below still has it, a COPY from the stage does not find it. */
  readonly hiddenBy: Step | undefined;
}

/** What an instruction does to the files of its stage. */
export type FileChange<Thing> =
  | { readonly kind: "made"; readonly path: string; readonly thing: Thing }
  /** The pattern stands for the path itself, for what is in it, or for what it matches. */
  | { readonly kind: "removed"; readonly pattern: string }
  | { readonly kind: "copied" | "moved"; readonly from: string; readonly to: string };

/** More than this in one stage is more than anybody would read of; the work must not grow with the square of the file. */
const mostArtifacts = 64;

/**
 * Follows things from the stages that make them through FROM, `COPY --from`, cp, mv and rm: what each stage has at its end, by
 * its index. `changesOf` is asked once for each step, in file order.
 */
export function followArtifacts<Thing>(
  graph: BuildGraph,
  changesOf: (step: Step, stage: Stage) => Iterable<FileChange<Thing>>,
): readonly (readonly Artifact<Thing>[])[] {
  const ends: (readonly Artifact<Thing>[])[] = [];
  for (const stage of graph.stages) {
    let held = stage.base.kind === "stage" ? (ends[stage.base.index] ?? []) : [];
    for (const step of stage.steps) {
      if (step.copy?.from.kind === "stage") {
        held = [...held, ...brought(step, step.copy, stage, ends[step.copy.from.index] ?? [])].slice(0, mostArtifacts);
      }
      for (const change of changesOf(step, stage)) held = changed(held, change, step, stage);
    }
    ends[stage.index] = held;
  }
  return ends;
}

function brought<Thing>(step: Step, copy: Copy, stage: Stage, held: readonly Artifact<Thing>[]): Artifact<Thing>[] {
  return held.flatMap((artifact) => {
    if (artifact.hiddenBy) return [];
    const arrival = arrivalOf(step, copy, artifact.path);
    if (!arrival) return [];
    const taken = { span: arrival.span, from: artifact };
    return { thing: artifact.thing, path: arrival.path, stage, step, taken, hiddenBy: undefined };
  });
}

/** Where a folder of the stage that a COPY takes from comes to be, and the source that takes it; undefined when none does. */
function arrivalOf(
  { instruction }: Pick<Step, "instruction">,
  { sources, destination }: Copy,
  path: string,
): { readonly path: string; readonly span: Span } | undefined {
  const isParents = instruction.flags.some(({ name, value }) => name === "parents" && value !== "false");
  const excluded = instruction.flags.flatMap(({ name, value }) => (name === "exclude" && value ? [value] : []));
  for (const { path: source, kind, span } of sources) {
    const below = kind === "file" ? partBelow(path, source) : undefined;
    // `--exclude` is relative to the source; its last name tells what it leaves out.
    if (below === undefined || excluded.some((pattern) => names(below, pattern))) continue;
    return { path: absolutePath(destination, isParents ? `.${path}` : below), span };
  }
  return undefined;
}

function names(below: string, excluded: string): boolean {
  const name = excluded.slice(excluded.lastIndexOf("/") + 1);
  return below.split("/").some((segment) => segment !== "" && meets(segment, name));
}

/** What of `path` lies below `folder`, which may be a pattern; an empty text for the folder itself, undefined outside. */
function partBelow(path: string, folder: string): string | undefined {
  const wanted = folder.split("/").filter((segment) => segment !== "");
  const given = path.split("/").filter((segment) => segment !== "");
  if (given.length < wanted.length) return undefined;
  return wanted.every((segment, index) => meets(segment, given[index] ?? ""))
    ? given.slice(wanted.length).join("/")
    : undefined;
}

/** Whether two names can be the same; either may hold wildcards, of which the letters around them count. */
function meets(a: string, b: string): boolean {
  if (a === b) return true;
  return matches(a, b) || matches(b, a);
}

function matches(pattern: string, name: string): boolean {
  const start = pattern.search(/[*?[$]/);
  if (start === -1) return false;
  const end = /(?<![\w.-])[\w.-]*$/.exec(pattern.slice(start).slice(-64))?.[0] ?? "";
  return name.length >= start && name.startsWith(pattern.slice(0, start)) && (/\$/.test(pattern) || name.endsWith(end));
}

function changed<Thing>(
  held: readonly Artifact<Thing>[],
  change: FileChange<Thing>,
  step: Step,
  stage: Stage,
): readonly Artifact<Thing>[] {
  const made = (thing: Thing, path: string): Artifact<Thing> => {
    return { thing, path, stage, step, taken: undefined, hiddenBy: undefined };
  };
  switch (change.kind) {
    case "made":
      return [...without(held, change.path, step), made(change.thing, change.path)].slice(0, mostArtifacts);
    case "removed":
      return without(held, change.pattern, step);
    case "copied":
    case "moved": {
      const copies = held.flatMap((artifact) => {
        const below = artifact.hiddenBy ? undefined : partBelow(artifact.path, change.from);
        return below === undefined ? [] : { ...artifact, path: absolutePath(change.to, below), stage, step };
      });
      const kept = change.kind === "moved" ? without(held, change.from, step) : held;
      return [...kept, ...copies].slice(0, mostArtifacts);
    }
  }
}

/** Only the step that brought a thing can take it out of the image; any other hides it. */
function without<Thing>(held: readonly Artifact<Thing>[], pattern: string, step: Step): readonly Artifact<Thing>[] {
  return held.flatMap((artifact) => {
    if (artifact.hiddenBy || !isRemoved(artifact.path, pattern)) return artifact;
    return artifact.step === step ? [] : { ...artifact, hiddenBy: step };
  });
}

/** `rm -rf /app/*` empties /app, `rm -rf node_modules/*` leaves an empty folder behind. */
function isRemoved(path: string, pattern: string): boolean {
  return partBelow(path, pattern) !== undefined || partBelow(path, pattern.replace(/\/\*+$/, "") || "/") !== undefined;
}
