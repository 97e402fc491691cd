/** As much of JSON Schema as GitHub's description uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly minimum?: number;
}

export type Schemas = Readonly<Record<string, Schema>>;

const componentPrefix = "#/components/schemas/";
const kept: readonly string[] = [
  "additionalProperties",
  "allOf",
  "anyOf",
  "enum",
  "format",
  "items",
  "maxItems",
  "maxLength",
  "maximum",
  "minItems",
  "minLength",
  "minimum",
  "not",
  "oneOf",
  "pattern",
  "properties",
  "required",
  "type",
];

/** OpenAPI 3.0 into JSON Schema: `nullable` becomes a type, prose goes. Calls back with the name of every schema referred to. */
export function toJsonSchema(source: unknown, onReference: (name: string) => void): Schema {
  const convert = (value: unknown) => toJsonSchema(value, onReference);
  const given = source as Readonly<Record<string, unknown>>;
  if (typeof given.$ref === "string") {
    onReference(given.$ref.slice(componentPrefix.length));
    return { $ref: `api${given.$ref}` };
  }
  const result: Record<string, unknown> = {};
  for (const keyword of kept.filter((name) => given[name] !== undefined)) {
    const value = given[keyword];
    if (keyword === "properties") {
      result[keyword] = Object.fromEntries(
        Object.entries(value as object).map(([name, part]) => [name, convert(part)]),
      );
    } else if (keyword === "allOf" || keyword === "anyOf" || keyword === "oneOf") {
      result[keyword] = (value as readonly unknown[]).map(convert);
    } else if (keyword === "items" || keyword === "not" || (keyword === "additionalProperties" && isObject(value))) {
      result[keyword] = convert(value);
    } else result[keyword] = value;
  }
  if (given.nullable !== true) return result as Schema;
  return { anyOf: [{ type: "null" }, result as Schema] };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function dereference(schema: Schema, schemas: Schemas): Schema {
  let current = schema;
  while (current.$ref !== undefined) {
    const name = current.$ref.slice(`api${componentPrefix}`.length);
    const next = schemas[name];
    if (!next) throw new Error(`GitHub's description has no schema ${name}.`);
    current = next;
  }
  return current;
}
