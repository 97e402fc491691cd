/** Whether a change of the policy lets less or more pass; `other` where that cannot be told, which never counts as stricter. */
export type Direction = "stricter" | "looser" | "other";

/** One way in which a policy would judge otherwise than another. */
export interface PolicyChange {
  readonly kind: "level" | "option" | "custom-rule" | "waiver" | "setting";
  /** Id of the rule, `rule.option`, rule and files of a waiver, or key of the setting. With the kind it is unique. */
  readonly subject: string;
  /** As text; undefined for what was not there. */
  readonly before: string | undefined;
  /** As text; undefined for what is gone. */
  readonly after: string | undefined;
  readonly direction: Direction;
}

/** What a change does to the policy that judges it. */
export interface PolicyDifference {
  /** The policy's name in reports. */
  readonly source: string;
  /** In the order of the policy file. */
  readonly changes: readonly ProposedChange[];
}

export interface ProposedChange extends PolicyChange {
  /** Whether the change itself is judged by it already; otherwise it applies once it is merged. */
  readonly appliesNow: boolean;
}

const attention: readonly Direction[] = ["looser", "other", "stricter"];

/** Negative when `a` needs a look before `b`. */
export function compareDirections(a: Direction, b: Direction): number {
  return attention.indexOf(a) - attention.indexOf(b);
}
