import { explainRule } from "../../explain-rule.ts";
import { explainWaiverRule } from "../../explain-waiver-rule.ts";
import { InputError } from "../../model/input-error.ts";
import { type WaiverRule, waiverRules } from "../../policy/waiver-rules.ts";
import { type RulePage, sentence } from "../../report/rule-page.ts";
import { renderRuleText } from "../../report/rule-text.ts";
import { rules } from "../../rules/index.ts";
import type { Rule } from "../../rules/rule.ts";
import type { ExitStatus } from "../../run.ts";
import { type Call, type Command, optionValue } from "./command.ts";
import { appearance, writeResult } from "./output.ts";
import { didYouMean } from "./suggestion.ts";

export const rulesCommand: Command = {
  name: "rules",
  operands: "[ID]",
  summary: "List the rules, or explain one.",
  description:
    "Lists every rule with its level in the pack recommended; with an id, explains that rule with its examples.",
  options: [
    {
      name: "format",
      value: "FORMAT",
      choices: ["text", "json"],
      description: "How to print: text (the default) or json.",
    },
    { name: "output", value: "FILE", description: "Write to a file instead of standard output." },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["all rules", "rules"],
    ["what a finding means", "rules root-final-user"],
  ],
  run: listRules,
};

type Explained = Rule | WaiverRule;

const everyRule: readonly Explained[] = [...rules, ...waiverRules];

async function listRules(call: Call): Promise<ExitStatus> {
  const [id, ...more] = call.operands;
  if (more.length > 0) throw new InputError("stagegate rules explains one rule at a time.");
  const isJson = optionValue(call, "format") === "json";
  if (id === undefined) {
    await writeResult(call, isJson ? asJson(everyRule.map(ruleJson)) : table(everyRule));
  } else {
    const rule = ruleWithId(id);
    await writeResult(call, isJson ? asJson(ruleJson(rule)) : renderRuleText(pageOf(rule), appearance(call)));
  }
  return 0;
}

function pageOf(rule: Explained): RulePage {
  return "check" in rule ? explainRule(rule) : explainWaiverRule(rule, rules);
}

function ruleWithId(id: string): Explained {
  const rule = everyRule.find((each) => each.id === id);
  if (rule) return rule;
  const ids = everyRule.map((each) => each.id);
  throw new InputError(`There is no rule "${id}".${didYouMean(id, ids) || " stagegate rules lists them all."}`);
}

function table(listed: readonly Explained[]): string {
  const width = Math.max(0, ...listed.map(({ id }) => id.length));
  return listed
    .map(({ id, level, summary }) => `${id.padEnd(width)}  ${level.padEnd(7)}  ${sentence(summary)}\n`)
    .join("");
}

function ruleJson(rule: Explained): object {
  const { id, level, group, summary, why } = rule;
  return { id, level, group, summary, why, supersedes: "check" in rule ? rule.supersedes : [] };
}

function asJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
