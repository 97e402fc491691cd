import type { ErrorPlace } from "../model/input-error.ts";
import type { LevelOrigin, PolicyExplanation } from "../model/policy-explanation.ts";
import type { Rule } from "../rules/rule.ts";
import type { ResolvedPolicy } from "./resolve-policy.ts";
import { waiverRules } from "./waiver-rules.ts";

/** @param rules those that the policy was resolved with. */
export function explainPolicy(policy: ResolvedPolicy, rules: readonly Rule[]): PolicyExplanation {
  const { chain, levelOrigins } = policy;
  const fixed = new Map(
    [...rules.filter(({ mandatory }) => mandatory), ...waiverRules].map(({ id, level }) => [id, level]),
  );
  const levelOf = (rule: string): LevelOrigin | undefined => {
    const always = fixed.get(rule);
    if (always !== undefined) return { level: always, place: undefined };
    const level = policy.rules.get(rule)?.level ?? policy.custom.rules.find(({ id }) => id === rule)?.level;
    const place = levelOrigins.get(rule) ?? customOrigin(rule, policy);
    return level === undefined ? undefined : { level, place };
  };
  const files = [...new Set(chain.map(({ path }) => path))];
  return { files, failOn: { level: policy.failOn, origin: failOnOrigin(policy) }, levelOf };
}

function customOrigin(id: string, { chain }: ResolvedPolicy): ErrorPlace | undefined {
  for (const { content, placeOf } of chain.toReversed()) {
    const index = content.custom?.findLastIndex((rule) => rule.id === id) ?? -1;
    if (index !== -1) return placeOf(["custom", index, "level"]);
  }
  return undefined;
}

function failOnOrigin({ chain }: ResolvedPolicy): ErrorPlace | "default" {
  return chain.findLast(({ content }) => content["fail-on"] !== undefined)?.placeOf(["fail-on"]) ?? "default";
}
