import { array, description, object, optional, picklist, pipe, record, strictObject, string } from "valibot";
import type { Level } from "../../src/model/level.ts";
import { imagePattern } from "../../src/policy/image-pattern.ts";
import { defineRule, type OptionsSchema, type Rule } from "../../src/rules/rule.ts";

interface Sample {
  readonly options?: OptionsSchema;
  readonly group?: Rule["group"];
  readonly mandatory?: boolean;
}

/** A rule that finds nothing, with what a policy needs to know of it. */
export function sampleRule(
  id: string,
  level: Level,
  { options, group = "ships", mandatory = false }: Sample = {},
): Rule {
  return defineRule<OptionsSchema | undefined>({
    id,
    level,
    group,
    mandatory,
    summary: `Sample rule ${id}.`,
    why: "Only there to be set.",
    options,
    examples: [],
    *check() {},
  });
}

const verdict = picklist(["allow", "warn", "deny"]);

export const sampleRules: readonly Rule[] = [
  sampleRule("non-minimal-final-base", "error", {
    options: strictObject({
      allow: pipe(optional(array(imagePattern), []), description("Images that may ship.")),
      unknown: pipe(optional(verdict, "allow"), description("Images that are not known.")),
      distribution: pipe(optional(verdict, "warn"), description("General distributions.")),
    }),
  }),
  sampleRule("root-final-user", "warning"),
  sampleRule("unreachable-stage", "warning", {
    options: object({ "used-by": optional(record(string(), array(string())), {}) }),
  }),
  sampleRule("untrusted-registry", "off", { options: strictObject({ allow: optional(array(imagePattern), []) }) }),
  sampleRule("secret-outside-mount", "error", { group: "secrets" }),
  sampleRule("invalid-dockerfile", "error", { mandatory: true }),
];
