import { explainRule } from "../src/explain-rule.ts";
import { explainWaiverRule } from "../src/explain-waiver-rule.ts";
import type { WaiverRule } from "../src/policy/waiver-rules.ts";
import { renderRulePage } from "../src/report/rule-markdown.ts";
import type { Rule } from "../src/rules/rule.ts";

/** Text of docs/rules/<id>.md. */
export function rulePage(rule: Rule): string {
  return renderRulePage(explainRule(rule));
}

/** The same for what is said about waivers. */
export function waiverRulePage(rule: WaiverRule, rules: readonly Rule[]): string {
  return renderRulePage(explainWaiverRule(rule, rules));
}
