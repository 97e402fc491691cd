import { parseGrowth, parseSize } from "../model/byte-size.ts";
import type { ImageBudget } from "../model/image-size.ts";
import type { Policy } from "../model/policy.ts";
import { matchesAny } from "./glob.ts";
import type { ResolvedPolicy } from "./resolve-policy.ts";

/** The rule that judges by budgets. */
const budgetRule = "image-over-budget";

/** What a policy lets the images of its Dockerfiles have, by the path of the Dockerfile. */
export type BudgetOf = (path: string) => ImageBudget | undefined;

/**
 * The budget of a Dockerfile: what the first entry of `targets` for its path says, key by key over what the policy says for all.
 * Undefined where neither says anything, and for all where the rule is off.
 */
export function budgetsOf({ targets, build, rules }: Pick<ResolvedPolicy, "targets" | "build" | "rules">): BudgetOf {
  const level = rules.get(budgetRule)?.level ?? "off";
  if (level === "off") return () => undefined;
  return (path) => {
    const own = targets.find(({ files }) => matchesAny(path, files))?.budget;
    const max = own?.max ?? build.budget?.max;
    const growth = own?.growth ?? build.budget?.growth;
    if (max === undefined && growth === undefined) return undefined;
    return {
      max: max === undefined ? undefined : parseSize(max),
      growth: growth === undefined ? undefined : parseGrowth(growth),
    };
  };
}

/** Whether a policy has any budget that is judged. */
export function hasBudget({ targets, build, rules }: Pick<ResolvedPolicy, "targets" | "build" | "rules">): boolean {
  if ((rules.get(budgetRule)?.level ?? "off") === "off") return false;
  return [build.budget, ...targets.map(({ budget }: Policy["targets"][number]) => budget)].some(
    (budget) => budget?.max !== undefined || budget?.growth !== undefined,
  );
}
