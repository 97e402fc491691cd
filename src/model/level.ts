/** How much a finding weighs. `off` switches a rule off; a finding never has it. */
export type Level = "error" | "warning" | "notice" | "off";
export type FindingLevel = Exclude<Level, "off">;

const weights: Record<Level, number> = { error: 3, warning: 2, notice: 1, off: 0 };

/** Negative when `a` weighs more, so that a sort puts the heaviest first. */
export function compareLevels(a: Level, b: Level): number {
  return weights[b] - weights[a];
}

export function lighterLevel<L extends Level>(a: L, b: L): L {
  return weights[a] <= weights[b] ? a : b;
}

/** Whether a finding of this level blocks under `fail-on`. */
export function reaches(level: Level, threshold: Level | "never"): boolean {
  return threshold !== "never" && level !== "off" && weights[level] >= weights[threshold];
}
