import * as v from "valibot";
import type { Rule } from "../rules/rule.ts";
import { customRules, policyTests, waivers } from "./schema-governance.ts";
import { described, glob, levels, listOf, oneOrMore, stageName } from "./schema-values.ts";

export type PolicyContent = v.InferOutput<ReturnType<typeof policySchema>>;

/**
 * The one definition of a policy file: what TypeScript, the validation, the JSON Schema and the table in the documentation
 * know of it. Every field has a description. The keys of `rules`, and the options of each, come from the rules.
 */
export function policySchema(rules: readonly Rule[]) {
  const ids = rules.map((rule) => rule.id);
  const waivable = rules.filter((rule) => !rule.mandatory).map((rule) => rule.id);
  const fixed = rules.filter((rule) => rule.mandatory).map((rule) => rule.id);
  return v.strictObject({
    version: described(v.literal(1), "Version of this format; always 1."),
    extends: v.optional(
      oneOrMore(
        v.pipe(v.string(), v.nonEmpty()),
        16,
        "What this policy builds on: a pack (recommended, strict, secrets), `owner/repo/path@ref`, or a list, of which later ones win. Without it: recommended. `[]`: nothing, every rule is off.",
      ),
    ),
    files: v.optional(
      described(
        v.strictObject({
          include: v.optional(
            described(listOf(glob, 200), "Globs of the files to judge. Without it: every Dockerfile."),
          ),
          exclude: v.optional(described(listOf(glob, 200), "Globs of the files to leave alone.")),
        }),
        "Which of the repository's Dockerfiles are judged.",
      ),
    ),
    targets: v.optional(
      described(
        listOf(target, 200),
        "What ships and what tests, where the last stage of a Dockerfile is not all that ships.",
      ),
    ),
    rules: v.optional(
      described(v.strictObject(ruleEntries(rules)), "Level of each rule, or a mapping of its level and its options."),
    ),
    "fail-on": v.optional(
      described(
        v.picklist(["error", "warning", "notice", "never"]),
        "The lowest level of a finding that blocks. Without it: error.",
      ),
    ),
    scope: v.optional(
      described(
        v.picklist(["new", "changed", "all"]),
        "Which findings count: those that the change introduces, those in files that it touches, or all. Without it: new in pull requests and merge queues, all elsewhere.",
      ),
    ),
    "inline-waivers": v.optional(
      described(
        v.picklist(["approved", "never", "allow"]),
        "Whether waivers in comments count: once a reviewer has approved them (the default), never, or at once.",
      ),
    ),
    "waiver-approval": v.optional(
      described(
        v.picklist(["write", "maintain", "admin"]),
        "Permission that somebody needs on the repository to approve a waiver. Without it: maintain.",
      ),
    ),
    "tighten-only": v.optional(
      described(
        v.boolean(),
        "Whether a change to the policy applies in its own pull request where it is stricter. Without it: false.",
      ),
    ),
    custom: v.optional(described(customRules, "Rules of your own, as CEL expressions over the stage graph.")),
    waivers: v.optional(described(waivers(waivable, fixed), "Findings that are accepted until a date.")),
    tests: v.optional(
      described(
        policyTests(ids),
        "Dockerfiles with the findings that this policy must give; `stagegate test` runs them.",
      ),
    ),
    build: v.optional(
      described(
        v.strictObject({
          test: v.optional(
            described(v.picklist(["auto", "off"]), "Whether the test target is built where there is one."),
          ),
          forks: v.optional(
            described(
              v.picklist(["never", "allow"]),
              "Whether code of a fork is built in runs that hold secrets or may write, as under pull_request_target. Without it: never.",
            ),
          ),
          cache: v.optional(
            described(
              v.picklist(["off", "read", "write"]),
              "Which caches that the repository's builds name are used: none, only to read, or also to write from code that is only proposed. Without it: read, and written by the default branch only.",
            ),
          ),
          budget: v.optional(described(budget, "How large shipped images may be.")),
        }),
        "What is asked of a build, when a build was asked for.",
      ),
    ),
  });
}

const target = v.pipe(
  v.strictObject({
    files: oneOrMore(glob, 200, "Globs of the Dockerfiles that this is about."),
    ships: v.optional(oneOrMore(stageName, 100, "Stages whose images are published, by name or number.")),
    test: v.optional(described(stageName, "The stage that runs the tests.")),
  }),
  v.check(({ ships, test }) => ships !== undefined || test !== undefined, "needs `ships`, `test` or both"),
);

const size = "must be a size with its unit, as in `200MB`";
const percentage = "must be a percentage, as in `10%`";

const budget = v.strictObject({
  max: v.optional(
    described(
      v.pipe(v.string(size), v.regex(/^\d{1,6}(?:\.\d{1,3})? ?(?:kB|MB|GB|KiB|MiB|GiB)$/, size)),
      "Largest size of a shipped image.",
    ),
  ),
  growth: v.optional(
    described(
      v.pipe(v.string(percentage), v.regex(/^\d{1,4}(?:\.\d{1,3})? ?%$/, percentage)),
      "How much larger it may become against the merge base.",
    ),
  ),
});

/** For each rule, its level or its level with its options. All options can be left out: what is not given comes from below. */
function ruleEntries(rules: readonly Rule[]): Record<string, v.GenericSchema> {
  const entries: Record<string, v.GenericSchema> = {};
  for (const rule of rules) {
    if (rule.mandatory) {
      const always = v.never(`is always ${rule.level}; no policy changes that`);
      entries[rule.id] = v.optional(described(always, `${rule.summary.replace(/\.$/, "")}: always ${rule.level}.`));
      continue;
    }
    const level = described(v.picklist(levels), `Level of the findings; ${rule.level} in the pack recommended.`);
    const options = Object.entries(optionSchemas(rule)).map(([name, schema]) => [
      name,
      isOptional(schema) ? schema : v.optional(schema),
    ]);
    const setting = v.strictObject({ level: v.optional(level), ...Object.fromEntries(options) });
    entries[rule.id] = v.optional(described(v.union([level, setting]), rule.summary));
  }
  return entries;
}

/** The options of a rule by name; none for a rule without options. */
export function optionSchemas(rule: Rule): Readonly<Record<string, v.GenericSchema>> {
  const schema = rule.options;
  return schema && "entries" in schema ? (schema.entries as Record<string, v.GenericSchema>) : {};
}

function isOptional(schema: v.GenericSchema): boolean {
  return ["optional", "exact_optional", "nullish", "undefinedable"].includes(schema.type);
}
