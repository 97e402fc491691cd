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
const known = new Set(rules.map((rule) => rule.id));

describe.skipIf(cases.length === 0)("the patterns of the seed text", () => {
  it.each(cases.map((seed) => [seed.file, seed] as const))("%s", (file, { verdict, must, mustNot }) => {
    const change = {
      head: { sha: undefined, ref: undefined },
      files: [{ path: file, text: readFileSync(join(folder, file), "utf8") }],
      problems: [],
      target: undefined,
    };
    const report = evaluate(change, packPolicy("recommended"), rules, "0.0.0", "2026-11-24");
    const found = new Set(report.files.flatMap(({ findings }) => findings.map((finding) => finding.rule)));
    expect([...found].filter((id) => mustNot.includes(id))).toEqual([]);
    expect(must.filter((id) => known.has(id) && !found.has(id))).toEqual([]);
    if (verdict !== "any") expect(report.conclusion).toBe(verdict);
  });
});
