import type { ErrorPlace } from "./input-error.ts";
import type { Level } from "./level.ts";
import type { Policy } from "./policy.ts";

/** Why a policy judges as it does: where each level was set. */
export interface PolicyExplanation {
  /** Paths of the files that it is made of; later ones win. */
  readonly files: readonly string[];
  readonly failOn: { readonly level: Policy["failOn"]; readonly origin: ErrorPlace | "default" | "option" };
  /** Undefined for a rule that the policy does not know. */
  levelOf(rule: string): LevelOrigin | undefined;
}

export interface LevelOrigin {
  readonly level: Level;
  /** Undefined where no policy can set it. */
  readonly place: ErrorPlace | undefined;
}
