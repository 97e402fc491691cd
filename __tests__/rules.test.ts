import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkExample } from "../src/check/check-example.ts";
import { rules } from "../src/rules/index.ts";
import invalidDockerfile from "../src/rules/invalid-dockerfile.ts";
import type { Example, Rule } from "../src/rules/rule.ts";

/** Rules that find more in the fixed text than in the example; where a base was unknown or refused, nothing else was looked for. */
function newFindings(example: Example, fixed: string): string[] {
  const { stages, rejections } = judged(invalidDockerfile, example, example.dockerfile).graph;
  if (rejections.length > 0 || stages.some(({ base }) => base.kind === "unresolved")) return [];
  const count = (rule: Rule, dockerfile: string) => judged(rule, example, dockerfile).findings.length;
  return rules.filter((rule) => count(rule, fixed) > count(rule, example.dockerfile)).map(({ id }) => id);
}

function judged(rule: Rule, { ships }: Example, dockerfile: string) {
  return checkExample(rule, { title: "", dockerfile, lines: [], ...(ships ? { ships } : {}) });
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  it.each(rule.examples.map((example) => [example.title, example] as const))("%s", (_title, example) => {
    const { findings, fixed } = checkExample(rule, example);
    expect(findings.map((finding) => finding.span.start.line)).toEqual(example.lines);
    expect(fixed).toBe(example.fixed);
    if (fixed === undefined) return;
    const again = checkExample(rule, { ...example, dockerfile: fixed });
    expect(again.findings.filter((finding) => finding.fix)).toEqual([]);
    expect(again.fixed).toBeUndefined();
    expect(again.findings.length).toBeLessThan(findings.length);
    expect(newFindings(example, fixed), "the fix brings no finding of another rule").toEqual([]);
  });

  it("has bad examples and good ones that a weaker tool would flag", () => {
    const bad = rule.examples.filter((example) => example.lines.length > 0);
    expect(bad.length).toBeGreaterThanOrEqual(3);
    expect(rule.examples.length - bad.length).toBeGreaterThanOrEqual(3);
  });

  it("says what, why and what to write in at most three sentences", () => {
    const messages = rule.examples.flatMap((example) =>
      checkExample(rule, example).findings.map(({ message }) => message),
    );
    for (const message of messages) {
      expect(message.split(/(?<=[.?!])\s+(?=[A-Z`])/).length, message).toBeLessThanOrEqual(3);
      expect(message.length, message).toBeLessThanOrEqual(400);
      expect(message, "ends as a sentence").toMatch(/[.?]$/);
    }
  });

  it("reads after the word waive: an offence in kebab-case", () => {
    expect(rule.id).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
    expect(rule.summary).toMatch(/^[A-Z`].*\.$/);
    expect(rule.why.length).toBeGreaterThan(80);
  });
});

describe("the rules together", () => {
  it("stand in the index as they stand in the folder, by id", () => {
    const files = readdirSync(join(import.meta.dirname, "../src/rules"))
      .map((file) => file.replace(/\.ts$/, ""))
      .filter((file) => file !== "index" && file !== "rule")
      .sort();
    expect(rules.map((rule) => rule.id)).toEqual(files);
  });

  it("supersede rules that are in the catalogue", () => {
    const planned = [
      "dev-dependencies-in-final-stage",
      "source-in-final-stage",
      "uncleaned-package-cache",
      "unpinned-base-image",
    ];
    const known = new Set([...rules.map((rule) => rule.id), ...planned]);
    for (const rule of rules) expect(rule.supersedes.filter((id) => !known.has(id))).toEqual([]);
  });
});
