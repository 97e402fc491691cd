import { describe, expect, it } from "vitest";
import { explainWaiverRule } from "../../src/explain-waiver-rule.ts";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { waiverRules } from "../../src/policy/waiver-rules.ts";
import { rules } from "../../src/rules/index.ts";
import { stagegate } from "../support/command-line.ts";
import { packTexts } from "../support/pack-policy.ts";
import { tree } from "../support/tree.ts";

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
    expect(read).toThrow(`\`${rule.id}\` is always ${rule.level}; no policy changes that`);
  });
});

describe("a finding about a waiver", () => {
  const folder = () => tree({ Dockerfile: "# stagegate: waive root-final-user -- why not\nFROM scratch\nCOPY a /a\n" });

  it("is described in SARIF as others are", async () => {
    const { stdout } = await stagegate(["check", "--format", "sarif"], { folder: folder() });
    const [{ tool, results }] = JSON.parse(stdout).runs;
    const { ruleIndex } = results.find(({ ruleId }: { ruleId: string }) => ruleId === "invalid-waiver");
    expect(tool.driver.rules[ruleIndex]).toMatchObject({
      id: "invalid-waiver",
      help: { text: expect.stringContaining("Whoever wrote it believes") },
      defaultConfiguration: { level: "error" },
    });
  });

  it("names a page that is there", async () => {
    const { stdout } = await stagegate(["check"], { folder: folder() });
    expect(stdout).toContain("= more: stagegate rules invalid-waiver\n");
    const list = (await stagegate(["rules"], { folder: folder() })).stdout;
    expect(list).toMatch(/^invalid-waiver +error +A comment for Stagegate that waives nothing/m);
    const json = JSON.parse(
      (await stagegate(["rules", "unused-waiver", "--format=json"], { folder: folder() })).stdout,
    );
    expect(json).toMatchObject({ id: "unused-waiver", level: "notice", group: "waivers", supersedes: [] });
  });
});
