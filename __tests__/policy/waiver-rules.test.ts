import { describe, expect, it } from "vitest";
import { explainWaiverRule } from "../../src/explain-waiver-rule.ts";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { waiverRules } from "../../src/policy/waiver-rules.ts";
import { rules } from "../../src/rules/index.ts";
import { packTexts } from "../support/pack-policy.ts";

describe.each(waiverRules.map((rule) => [rule.id, rule] as const))("%s", (_id, rule) => {
  const page = explainWaiverRule(rule, rules);

  it.each(rule.examples.map((example, index) => [example.title, example, index] as const))(
    "flags what its example says: %s",
    (_title, { lines }, index) => {
      const { findings = [], source } = page.examples[index] ?? {};
      expect(findings.map(({ span }) => span.start.line)).toEqual(lines);
      expect(source?.text).toBe(rule.examples[index]?.dockerfile);
    },
  );

  it("shows what to avoid and what to prefer", () => {
    expect(page.examples.some(({ findings }) => findings.length > 0)).toBe(true);
    expect(page.examples.some(({ findings }) => findings.length === 0)).toBe(true);
  });

  it("cannot be set in a policy", () => {
    const text = `version: 1\nrules: { ${rule.id}: off }\n`;
    const read = () => resolvePolicy({ source: "p.yml", path: "p.yml", text }, rules, packTexts());
    expect(read).toThrow(`no rule is called \`${rule.id}\``);
  });
});
