import type { RuleSetting } from "../model/policy.ts";
import type { Problem } from "../model/report.ts";
import type { Rule } from "../rules/rule.ts";

/**
 * One problem for each rule that is on and whose data is more than a year old: it is silent about what has changed since, and
 * nobody would notice.
 *
 * @param today ISO date.
 */
export function outdatedRules(
  rules: readonly Rule[],
  settings: ReadonlyMap<string, RuleSetting>,
  today: string,
): Problem[] {
  return rules.flatMap(({ id, dataFrom }) => {
    const level = settings.get(id)?.level ?? "off";
    if (level === "off" || dataFrom === undefined || today <= oneYearAfter(dataFrom)) return [];
    const message = `The data of ${id} is from ${dataFrom}, more than a year ago: what has changed since is not known to it. Update Stagegate.`;
    return { code: "data-outdated" as const, message, path: undefined, span: undefined, incomplete: false };
  });
}

/** A leap day's is 29 February all the same: no date lies between it and 1 March, in text order either. */
function oneYearAfter(day: string): string {
  return `${String(Number(day.slice(0, 4)) + 1).padStart(4, "0")}${day.slice(4)}`;
}
