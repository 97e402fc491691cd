import fc from "fast-check";
import { parse } from "valibot";
import { describe, expect, it } from "vitest";
import { textJudge } from "../../src/check/judge-text.ts";
import { evaluate } from "../../src/evaluate.ts";
import { type FixedChange, type FixJudge, fixChange } from "../../src/fix/fix-change.ts";
import type { Change } from "../../src/model/change.ts";
import type { Policy } from "../../src/model/policy.ts";
import { rules } from "../../src/rules/index.ts";
import type { Example, Rule } from "../../src/rules/rule.ts";
import { packPolicy } from "../support/pack-policy.ts";

const today = "2026-11-24";
const recommended = packPolicy("recommended");

function judgeBy(policy: Policy): FixJudge {
  return {
    whole: (change) => evaluate(change, policy, rules, "0.0.0", today),
    texts: (change) => textJudge({ change, policy, rules, today }),
  };
}

function changeOf({ dockerfile, files }: Pick<Example, "dockerfile" | "files">): Change {
  const texts = new Map([...Object.entries(files ?? {}), ["Dockerfile", dockerfile]]);
  const repository = files && { listing: [...texts.keys()], texts };
  return {
    head: { sha: undefined, ref: undefined },
    files: [{ path: "Dockerfile", text: dockerfile }],
    ...(repository && { repository }),
    problems: [],
    target: undefined,
  };
}

/** The rule of an example alone, with its options. */
function policyFor(rule: Rule, example: Example): Policy {
  const options = rule.options && parse(rule.options, example.options ?? {});
  return { ...shipping(recommended, example), rules: new Map([[rule.id, { level: "error", options }]]) };
}

function shipping(policy: Policy, { ships }: Pick<Example, "ships">): Policy {
  return ships ? { ...policy, targets: [{ files: ["**"], ships, test: undefined }] } : policy;
}

function textAfter({ files }: FixedChange, before: string): string {
  return files[0]?.after ?? before;
}

const fixable = rules.flatMap((rule) =>
  rule.examples.flatMap((example) =>
    example.fixed === undefined ? [] : ([[rule.id, example.title, rule, example] as const] as const),
  ),
);

it("covers several rules", () => {
  expect(new Set(fixable.map(([id]) => id)).size).toBeGreaterThan(5);
});

describe.each(fixable)("%s: %s", (id, _, rule, example) => {
  const judge = judgeBy(policyFor(rule, example));
  const choice = { unsafe: true, rule: id };
  const fixed = fixChange(changeOf(example), choice, judge);
  const text = textAfter(fixed, example.dockerfile);

  it("gives the text of the rule's page, and nothing more on a second run", () => {
    expect(text).toBe(example.fixed);
    const again = fixChange(changeOf({ ...example, dockerfile: text }), choice, judge);
    expect(again.files).toEqual([]);
  });

  it("gives a Dockerfile that BuildKit takes, with fewer findings of its rule and none of another", () => {
    const countOf = (dockerfile: string) => {
      const counts = new Map<string, number>();
      const { files } = judgeBy(shipping(recommended, example)).whole(changeOf({ ...example, dockerfile }));
      for (const { rule: of } of files.flatMap(({ findings }) => findings)) counts.set(of, (counts.get(of) ?? 0) + 1);
      return counts;
    };
    const before = countOf(example.dockerfile);
    const after = countOf(text);
    expect(after.has("invalid-dockerfile") && !before.has("invalid-dockerfile")).toBe(false);
    // What stands on a stage that could not be found was not judged.
    if (id === "invalid-stage-reference") return;
    for (const [of, count] of after) {
      // What the finding was superseded by, or superseded, may come to light.
      if (of !== id && rule.supersedes.includes(of)) continue;
      expect({ of, count: Math.min(count, before.get(of) ?? 0) }).toEqual({ of, count });
    }
    expect(fixed.files[0]?.rules.every((each) => each === id)).toBe(true);
  });

  it("keeps carriage returns", () => {
    const crlf = example.dockerfile.replaceAll("\n", "\r\n");
    const after = textAfter(fixChange(changeOf({ ...example, dockerfile: crlf }), choice, judge), crlf);
    expect(after).toBe(example.fixed?.replaceAll("\n", "\r\n"));
  });
});

it("is idempotent, leaves what BuildKit takes, and brings no finding, whatever stands together", () => {
  const parts = fixable.filter(([, , , { files, ships, options }]) => !files && !ships && !options);
  const judge = judgeBy(recommended);
  const choice = { unsafe: true, rule: undefined };
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 3 }), (chosen) => {
      const dockerfile = chosen.map(([, , , example]) => example.dockerfile).join("\n");
      const before = judge.whole(changeOf({ dockerfile }));
      const fixed = fixChange(changeOf({ dockerfile }), choice, judge);
      const text = textAfter(fixed, dockerfile);
      expect(fixChange(changeOf({ dockerfile: text }), choice, judge).files).toEqual([]);
      const rejected = (report: typeof before) => report.files.flatMap(({ graph }) => graph?.rejections ?? []).length;
      expect(rejected(fixed.report)).toBeLessThanOrEqual(rejected(before));
      const count = (report: typeof before) => report.files.flatMap(({ findings }) => findings).length;
      expect(count(fixed.report)).toBeLessThanOrEqual(count(before));
    }),
    { numRuns: 40 },
  );
});
