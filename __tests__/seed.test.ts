import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../src/evaluate.ts";
import { rules } from "../src/rules/index.ts";
import { packPolicy } from "./support/pack-policy.ts";

interface SeedCase {
  readonly file: string;
  readonly verdict: "blocked" | "passed" | "any";
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
}

// Dockerfiles of a text on multi-stage builds with the verdict that each must get; they lie outside the repository.
const folder = join(import.meta.dirname, "../../shared/seed/cases");
const cases = existsSync(folder) ? (JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as SeedCase[]) : [];
const weight = { error: 3, warning: 2, notice: 1, off: 0 };
const secretRules = new Set(rules.filter(({ group }) => group === "secrets").map(({ id }) => id));
const known = new Set(rules.map((rule) => rule.id));

function judge(file: string, pack: string) {
  const change = {
    head: { sha: undefined, ref: undefined },
    files: [{ path: file, text: readFileSync(join(folder, file), "utf8") }],
    problems: [],
    target: undefined,
  };
  return evaluate(change, packPolicy(pack), rules, "0.0.0", "2026-11-24");
}

function findingsOf(file: string, pack: string) {
  return judge(file, pack).files.flatMap(({ findings }) => findings);
}

describe.skipIf(cases.length === 0)("the patterns of the seed text", () => {
  it.each(cases.map((seed) => [seed.file, seed] as const))("%s", (file, { verdict, must, mustNot }) => {
    const report = judge(file, "recommended");
    const found = new Set(report.files.flatMap(({ findings }) => findings.map((finding) => finding.rule)));
    expect([...found].filter((id) => mustNot.includes(id))).toEqual([]);
    expect(must.filter((id) => known.has(id) && !found.has(id))).toEqual([]);
    if (verdict !== "any") expect(report.conclusion).toBe(verdict);
  });

  it.each(cases.map(({ file }) => file))("%s: strict finds what recommended finds, no lighter, and more", (file) => {
    const strict = findingsOf(file, "strict");
    for (const { rule, span, level, message } of findingsOf(file, "recommended")) {
      const same = strict.filter(({ rule: id, span: { start } }) => id === rule && start.offset === span.start.offset);
      expect(same.length, `${rule}: ${message}`).toBeGreaterThan(0);
      expect(same.some((finding) => weight[finding.level] >= weight[level])).toBe(true);
    }
  });

  it.each(cases)("$file: secrets finds secrets alone", ({ file, must }) => {
    const found = findingsOf(file, "secrets").map(({ rule }) => rule);
    expect(found.filter((id) => id !== "invalid-dockerfile" && !secretRules.has(id))).toEqual([]);
    const expected = findingsOf(file, "recommended").map(({ rule }) => rule);
    expect(found.filter((id) => secretRules.has(id))).toEqual(expected.filter((id) => secretRules.has(id)));
    expect(must.filter((id) => secretRules.has(id) && !found.includes(id))).toEqual([]);
  });

  it("strict blocks every case that floats its base", () => {
    const floating = cases.filter(({ file }) =>
      findingsOf(file, "recommended").some(({ rule }) => rule === "floating-base-tag"),
    );
    expect(floating.map(({ file }) => judge(file, "strict").conclusion)).toEqual(floating.map(() => "blocked"));
  });
});
