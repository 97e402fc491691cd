import { parse } from "valibot";
import { evaluate } from "./evaluate.ts";
import { applyEdits } from "./model/finding.ts";
import type { Policy } from "./model/policy.ts";
import type { WaiverExample, WaiverRule } from "./policy/waiver-rules.ts";
import type { RuleExample, RulePage } from "./report/rule-page.ts";
import type { Rule } from "./rules/rule.ts";

/** All that the page of a rule about waivers shows. Its examples are judged whole: a waiver is for what other rules find. */
export function explainWaiverRule(rule: WaiverRule, rules: readonly Rule[]): RulePage {
  const { id, level, group, summary, why, examples } = rule;
  const policy = recommendedLevels(rules);
  return {
    id,
    level,
    group,
    mandatory: true,
    summary,
    why,
    supersedes: [],
    options: [],
    examples: examples.map((example) => explainExample(id, example, policy, rules)),
  };
}

function explainExample(id: string, example: WaiverExample, policy: Policy, rules: readonly Rule[]): RuleExample {
  const { title, dockerfile: text, today } = example;
  const head = { sha: undefined, ref: undefined };
  const change = { head, files: [{ path: "Dockerfile", text }], problems: [], target: undefined };
  const [file] = evaluate(change, policy, rules, "", today).files;
  if (file === undefined) throw new Error(`the example "${title}" of ${id} was not judged`);
  const findings = file.findings.filter(({ rule }) => rule === id);
  const edits = findings.flatMap(({ fix }) => fix?.edits ?? []);
  const fixed = edits.length === 0 ? undefined : applyEdits(text, edits);
  return { title, source: file.source, findings, fixed, policy: undefined };
}

/** Every rule at its own level and with its own defaults, which is what the pack recommended says. */
function recommendedLevels(rules: readonly Rule[]): Policy {
  const settings = rules.map(
    ({ id, level, options }) => [id, { level, options: options && parse(options, {}) }] as const,
  );
  return {
    source: "recommended",
    digest: "",
    files: { include: ["**"], exclude: [] },
    targets: [],
    rules: new Map(settings),
    failOn: "error",
    scope: undefined,
    inlineWaivers: "approved",
    waivers: [],
    custom: { rules: [], run: () => ({ drafts: [], failures: [] }) },
  };
}
