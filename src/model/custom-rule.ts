import type { BuildGraph } from "./graph.ts";
import type { FindingLevel, Level } from "./level.ts";
import type { Span } from "./source.ts";

/** What a custom rule finds. */
export interface CustomDraft {
  readonly rule: string;
  readonly level: FindingLevel;
  readonly at: Span;
  readonly stage: number | undefined;
  readonly message: string;
}

/** A rule that could not be evaluated for a file. */
export interface CustomFailure {
  readonly rule: string;
  readonly at: Span | undefined;
  /** A clause. */
  readonly reason: string;
}

export interface CustomRun {
  readonly drafts: readonly CustomDraft[];
  readonly failures: readonly CustomFailure[];
}

/** The rules that a policy brings itself. */
export interface CustomRules {
  readonly rules: readonly { readonly id: string; readonly level: Level }[];
  run(graph: BuildGraph): CustomRun;
}
