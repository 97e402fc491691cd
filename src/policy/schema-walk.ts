import type { GenericSchema } from "valibot";
import type { ValuePath } from "./located-value.ts";

type Entries = Readonly<Record<string, GenericSchema>>;

/** The alternatives of a schema, with `optional` and the like taken off. */
function alternatives(schema: GenericSchema): GenericSchema[] {
  if ("wrapped" in schema) return alternatives(schema.wrapped as GenericSchema);
  if (["union", "variant", "intersect"].includes(schema.type) && "options" in schema)
    return (schema.options as GenericSchema[]).flatMap(alternatives);
  return [schema];
}

/** Keys of the mappings that a schema accepts; undefined when it accepts none, or any key. */
export function entriesOf(schema: GenericSchema): Entries | undefined {
  let entries: Entries | undefined;
  for (const alternative of alternatives(schema)) {
    if (["loose_object", "object_with_rest", "record", "any", "unknown"].includes(alternative.type)) return undefined;
    if ("entries" in alternative) entries = { ...entries, ...(alternative.entries as Entries) };
  }
  return entries;
}

function itemOf(schema: GenericSchema): GenericSchema | undefined {
  for (const alternative of alternatives(schema)) if ("item" in alternative) return alternative.item as GenericSchema;
  return undefined;
}

/** The schema of what stands at a path; undefined where the schema says nothing about it. */
export function schemaAt(schema: GenericSchema, path: ValuePath): GenericSchema | undefined {
  let current: GenericSchema | undefined = schema;
  for (const step of path) {
    if (!current) return undefined;
    if (typeof step === "number") current = itemOf(current);
    else {
      const entries = entriesOf(current);
      const record = alternatives(current).find((alternative) => alternative.type === "record");
      if (entries && Object.hasOwn(entries, step)) current = entries[step];
      else current = record && "value" in record ? (record.value as GenericSchema) : undefined;
    }
  }
  return current;
}

/** What a schema takes, in words for people: `choices` are the values of lists and literals. */
export function acceptedBy(schema: GenericSchema): { choices: readonly unknown[]; kinds: readonly string[] } {
  const choices: unknown[] = [];
  const kinds: string[] = [];
  for (const alternative of alternatives(schema)) {
    if (alternative.type === "picklist" && "options" in alternative)
      choices.push(...(alternative.options as unknown[]));
    else if (alternative.type === "literal" && "literal" in alternative) choices.push(alternative.literal);
    else kinds.push(kindNames[alternative.type] ?? alternative.type);
  }
  return { choices: [...new Set(choices)], kinds: [...new Set(kinds)] };
}

const kindNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  loose_object: "a mapping",
  null: "empty",
  number: "a number",
  object: "a mapping",
  object_with_rest: "a mapping",
  record: "a mapping",
  strict_object: "a mapping",
  string: "text",
};
