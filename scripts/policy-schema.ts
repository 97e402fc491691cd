// The JSON Schema of a policy file, for editors, and the table of its fields, for the documentation.
import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import { policySchema } from "../src/policy/schema.ts";
import type { Rule } from "../src/rules/rule.ts";

/** What JSON Schema cannot say: globs and dates that are none, names that are taken. The policy reader says it. */
const untranslated = ["check", "check_items", "raw_check", "partial_check"];

/** JSON Schema (draft 7) of what a policy file may hold, with a property for each rule and each of its options. */
export function policyJsonSchema(rules: readonly Rule[]): JsonSchema {
  const schema = toJsonSchema(policySchema(rules), { typeMode: "input", ignoreActions: untranslated });
  const { $schema, ...rest } = schema;
  return {
    ...($schema && { $schema }),
    title: "Stagegate policy",
    description: "Build policy for Dockerfiles.",
    ...rest,
  };
}

/** Markdown table of the fields of a policy file, nested ones with dots and `[]`; rules and their options have pages of their own. */
export function policyFieldsTable(rules: readonly Rule[]): string {
  const rows = [...fieldRows(policyJsonSchema(rules), "")].map(
    ([field, type, meaning]) => `| \`${field}\` | ${type} | ${meaning} |`,
  );
  return ["| Field | Value | Meaning |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

function* fieldRows(schema: JsonSchema, prefix: string): Generator<[string, string, string]> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (typeof field === "boolean") continue;
    const required = schema.required?.includes(name) ? " Required." : "";
    yield [prefix + name, cell(valueKinds(field).join(" or ")), cell(`${field.description ?? ""}${required}`)];
    if (prefix === "" && name === "rules") continue;
    for (const inner of alternatives(field)) {
      yield* fieldRows(inner, `${prefix}${name}.`);
      if (typeof inner.items === "object" && !Array.isArray(inner.items))
        yield* fieldRows(inner.items, `${prefix}${name}[].`);
    }
  }
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ? schema.anyOf.filter((each) => typeof each === "object").flatMap(alternatives) : [schema];
}

function valueKinds(schema: JsonSchema): string[] {
  return alternatives(schema).map((each) => {
    if (each.const !== undefined) return `\`${each.const}\``;
    if (each.enum) return each.enum.map((value) => `\`${value}\``).join(", ");
    if (each.type === "array") return "list";
    if (each.type === "object") return "mapping";
    return each.type === "string" ? "text" : String(each.type);
  });
}

/** Pipes and line ends would break the table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
