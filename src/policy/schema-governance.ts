import * as v from "valibot";
import { closestName } from "./closest-name.ts";
import { quoted } from "./policy-error.ts";
import { date, described, glob, levels, listOf, oneOrMore, textOf } from "./schema-values.ts";
import { waiverRules } from "./waiver-rules.ts";

const customId = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/, "must have your name in front of a slash, as in `acme/own-registry`"),
);

export const customRules = v.pipe(
  v.array(
    v.strictObject({
      id: described(customId, "Name of the rule, with your own name in front: `acme/own-registry`."),
      level: described(v.picklist(levels), "Level of its findings."),
      each: described(v.picklist(["dockerfile", "stage", "instruction"]), "What the rule looks at, one by one."),
      when: v.optional(described(textOf(2000), "CEL expression: whether the rule applies. Without it: always.")),
      assert: described(textOf(2000), "CEL expression: what must hold."),
      message: described(textOf(1000), "What a finding says; `{…}` holds an expression."),
    }),
  ),
  v.maxLength(200),
  v.checkItems(
    (rule, index, all) => all.findIndex((other) => other.id === rule.id) === index,
    "has the `id` of a custom rule above it; every rule needs its own",
  ),
);

/** @param fixedIds rules that cannot be waived. */
export function waivers(ruleIds: readonly string[], fixedIds: readonly string[]) {
  const waiver = v.strictObject({
    rule: described(
      knownRule(ruleIds, [...fixedIds, ...waiverRules.map(({ id }) => id)]),
      "Rule whose findings are accepted.",
    ),
    files: oneOrMore(glob, 200, "Globs of the files in which they are."),
    reason: described(textOf(500), "Why they are accepted."),
    expires: described(date, "Last day on which they are, YYYY-MM-DD."),
  });
  return listOf(waiver, 1000);
}

export function policyTests(judgingIds: readonly string[]) {
  const ruleIds = [...judgingIds, ...waiverRules.map(({ id }) => id)];
  const rule = described(knownRule(ruleIds), "Rule that must have a finding.");
  const finding = v.strictObject({
    rule,
    line: v.optional(described(v.pipe(v.number(), v.integer(), v.minValue(1)), "Line on which it must stand.")),
    status: v.optional(
      described(v.picklist(["open", "waived"]), "Whether it must count or be waived. Without it: count."),
    ),
  });
  const test = v.pipe(
    v.strictObject({
      name: described(textOf(200), "What the test shows."),
      dockerfile: v.optional(described(textOf(65_536), "Text of the Dockerfile.")),
      file: v.optional(described(textOf(1000), "A Dockerfile instead, by its path from the policy file.")),
      path: v.optional(
        described(textOf(1000), "Where the repository has it, for globs. Without it: `file`, or `Dockerfile`."),
      ),
      today: v.optional(described(date, "The day on which waivers are judged. Without it: the day of the test.")),
      expect: v.pipe(
        described(
          listOf(v.union([rule, finding]), 200),
          "What must be found: rules, or mappings with `rule`, `line` and `status`. Nothing else may block; `[]` for a Dockerfile that passes.",
        ),
      ),
      never: v.optional(
        described(listOf(knownRule(ruleIds), 200), "Rules that must have no finding, of whatever level."),
      ),
    }),
    v.check(
      ({ dockerfile, file }) => (dockerfile === undefined) !== (file === undefined),
      "needs either `dockerfile`, a text, or `file`, a path",
    ),
  );
  return listOf(test, 500);
}

/** A rule, or a name with a slash: custom rules may stand in a policy that this one extends. */
function knownRule(ruleIds: readonly string[], fixedIds: readonly string[] = []) {
  return v.pipe(
    v.string(),
    v.check(
      (id) => ruleIds.includes(id) || id.includes("/"),
      (issue) => {
        if (fixedIds.includes(issue.input)) return `names ${quoted(issue.input)}, which cannot be waived`;
        const meant = closestName(issue.input, ruleIds);
        return `must be the name of a rule; none is called ${quoted(issue.input)}${meant ? `. Did you mean \`${meant}\`?` : ""}`;
      },
    ),
  );
}
