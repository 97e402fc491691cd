import { getDefault, getDescription } from "valibot";
import { checkExample } from "./check/check-example.ts";
import { optionSchemas } from "./policy/schema.ts";
import { acceptedBy } from "./policy/schema-walk.ts";
import type { RuleExample, RuleOption, RulePage } from "./report/rule-page.ts";
import type { Example, Rule } from "./rules/rule.ts";

/** All that the page of a rule shows: its definition, its options as the schema has them, its examples as they are judged. */
export function explainRule(rule: Rule): RulePage {
  const { id, level, group, summary, why, supersedes, examples, mandatory } = rule;
  return {
    id,
    level,
    group,
    summary,
    why,
    supersedes,
    mandatory,
    options: optionsOf(rule),
    examples: examples.map((example) => explainExample(rule, example)),
  };
}

function optionsOf(rule: Rule): RuleOption[] {
  return Object.entries(optionSchemas(rule)).map(([name, schema]) => {
    const { choices, kinds } = acceptedBy(schema);
    const value = getDefault(schema);
    return {
      name,
      type: [...choices.map((choice) => `\`${choice}\``), ...kinds].join(", "),
      default: value === undefined ? undefined : JSON.stringify(value).replace(/^"(.*)"$/, "$1"),
      description: getDescription(schema) ?? "",
    };
  });
}

function explainExample(rule: Rule, example: Example): RuleExample {
  const { source, findings, fixed } = checkExample(rule, example);
  const policy = example.options && `rules:\n  ${rule.id}: ${JSON.stringify(example.options)}`;
  const all = Object.entries({ Dockerfile: example.dockerfile, ...example.files });
  const files = all.filter(([path]) => path !== source.path).map(([path, text]) => ({ path, text }));
  return { title: example.title, source, files, findings, fixed, policy };
}
