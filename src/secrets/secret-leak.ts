import { type BuildGraph, chainOf, type Stage, type Step, shippedStages } from "../model/graph.ts";
import type { Span } from "../model/source.ts";
import type { SecretSource } from "./taint.ts";

/** A file with a secret that a step leaves in its layer. */
export interface SecretLeak {
  readonly sources: readonly SecretSource[];
  /** Index of the stage. */
  readonly stage: number;
  readonly step: Step;
  /** Absolute; begins with `$` where it depends on a variable without known value. */
  readonly path: string;
  readonly span: Span;
  /** The command that writes it, as a reader calls it: `cp`, `npm config set`, `COPY`. */
  readonly command: string;
  readonly manner: WriteManner;
  /** Later stages that take the file by `COPY --from` or a mount, in file order. */
  readonly copies: readonly LeakCopy[];
  /** The later step of the same stage that removes the file, which its layer keeps. */
  readonly removal: Span | undefined;
}

/** `whole`: the secret as it is; `text`: within other text; `setting`: by a tool, in its configuration; `clone`: in a repository. */
export type WriteManner = "whole" | "text" | "setting" | "clone";

export interface LeakCopy {
  readonly stage: number;
  readonly span: Span;
  readonly path: string;
}

/** A secret that a step prints. */
export interface SecretPrint {
  readonly sources: readonly SecretSource[];
  readonly stage: number;
  readonly step: Step;
  readonly span: Span;
  readonly command: string;
  /** `trace`: `set -x` shows the command with its values. */
  readonly manner: "output" | "trace";
}

/** What a shipped image has of a leak. */
export interface LeakReach {
  readonly image: Stage;
  /** The copy by which it got there; undefined when the leak's own layer ships. */
  readonly copy: LeakCopy | undefined;
}

/** For each stage, by index, the first shipped stage that is it or stands on it by FROM. */
export function shippedUpon(graph: BuildGraph): ReadonlyMap<number, Stage> {
  const found = new Map<number, Stage>();
  for (const image of shippedStages(graph)) {
    for (const { index } of chainOf(graph, image)) if (!found.has(index)) found.set(index, image);
  }
  return found;
}

/** How a leak gets into a shipped image; undefined when it stays in the cache of builder stages. */
export function reachOf(leak: SecretLeak, shipped: ReadonlyMap<number, Stage>): LeakReach | undefined {
  const own = shipped.get(leak.stage);
  if (own) return { image: own, copy: undefined };
  for (const copy of leak.copies) {
    const image = shipped.get(copy.stage);
    if (image) return { image, copy };
  }
  return undefined;
}
