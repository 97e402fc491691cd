import type { CustomRules } from "./custom-rule.ts";
import type { Level } from "./level.ts";
import type { PolicyWaiver } from "./waiver.ts";

/** A policy with everything that it extends folded in. */
export interface Policy {
  /** Where it was read from: a pack's name or a path. */
  readonly source: string;
  /** `sha256:…` over the resolved policy; equal digests judge equally. */
  readonly digest: string;
  readonly files: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly targets: readonly TargetPolicy[];
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly failOn: Exclude<Level, "off"> | "never";
  readonly scope: "new" | "changed" | "all" | undefined;
  /** Whether waivers in comments count: after a review where the change adds them, always, or never. */
  readonly inlineWaivers: "approved" | "allow" | "never";
  readonly waivers: readonly PolicyWaiver[];
  readonly custom: CustomRules;
}

export interface RuleSetting {
  readonly level: Level;
  /** Already checked against the rule's own schema; defaults filled in. */
  readonly options: unknown;
}

/** What ships and what tests, for the Dockerfiles that a glob matches. */
export interface TargetPolicy {
  readonly files: readonly string[];
  readonly ships: readonly string[] | undefined;
  readonly test: string | undefined;
  readonly budget?: BudgetText | undefined;
}

/** A budget of images as it is written. */
interface BudgetText {
  readonly max?: string | undefined;
  readonly growth?: string | undefined;
}
