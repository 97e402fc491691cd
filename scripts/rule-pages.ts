import { explainRule } from "../src/explain-rule.ts";
import { renderRulePage } from "../src/report/rule-markdown.ts";
import type { Rule } from "../src/rules/rule.ts";

/** Text of docs/rules/<id>.md. */
export function rulePage(rule: Rule): string {
  return renderRulePage(explainRule(rule));
}
