import { dereference, isObject, type Schema, type Schemas } from "./schema.ts";

interface Completion {
  readonly schemas: Schemas;
  /** Missing required properties get a value of their type: for replies. */
  readonly fill: boolean;
  /** Properties that the description does not have. */
  readonly unknown: string[];
}

/**
 * A reply of the fake with everything that GitHub promises. What the fake models it says itself; the many addresses and
 * counters that no client of ours reads get a value that their schema allows.
 */
export function complete(schema: Schema, value: unknown, completion: Completion, path = ""): unknown {
  const own = dereference(schema, completion.schemas);
  if (own.allOf) {
    return complete(mergeAll([{ ...own, allOf: [] }, ...own.allOf], completion.schemas), value, completion, path);
  }
  const branches = own.oneOf ?? own.anyOf;
  if (branches && !own.properties) {
    const branch = branches.find((candidate) => fits(candidate, value, completion.schemas));
    return branch ? complete(branch, value, completion, path) : value;
  }
  if (Array.isArray(value)) {
    const { items } = own;
    return items ? value.map((item, index) => complete(items, item, completion, `${path}/${index}`)) : value;
  }
  if (!isObject(value) || !own.properties) return value;
  const result: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) {
    const known = own.properties[name];
    if (!known && !own.additionalProperties && Object.keys(own.properties).length > 0)
      completion.unknown.push(`${path}/${name}`);
    if (part !== undefined) result[name] = known ? complete(known, part, completion, `${path}/${name}`) : part;
  }
  if (!completion.fill) return result;
  for (const name of own.required ?? []) {
    if (result[name] === undefined) result[name] = sample(own.properties[name] ?? {}, completion);
  }
  return result;
}

function mergeAll(parts: readonly Schema[], schemas: Schemas): Schema {
  const all = parts.map((part) => dereference(part, schemas));
  return {
    type: "object",
    properties: Object.assign({}, ...all.map(({ properties }) => properties ?? {})),
    required: all.flatMap(({ required }) => required ?? []),
  };
}

/** Whether a value can only be meant for this branch: right type, known properties, constants as they are to be. */
function fits(branch: Schema, value: unknown, schemas: Schemas): boolean {
  const own = dereference(branch, schemas);
  if (own.anyOf ?? own.oneOf) return (own.anyOf ?? own.oneOf ?? []).some((part) => fits(part, value, schemas));
  if (value === null) return own.type === "null";
  if (Array.isArray(value)) return own.type === "array";
  if (!isObject(value)) return own.type === (typeof value === "number" ? "integer" : typeof value);
  if (own.type !== undefined && own.type !== "object") return false;
  if (own.allOf) return true;
  return Object.entries(value).every(([name, part]) => {
    const known = own.properties?.[name];
    if (!known) return own.additionalProperties !== undefined || !own.properties;
    const { enum: constants } = dereference(known, schemas);
    return part === undefined || constants === undefined || constants.includes(part);
  });
}

function sample(schema: Schema, completion: Completion): unknown {
  const own = dereference(schema, completion.schemas);
  if (own.enum) return own.enum[0];
  const branches = own.oneOf ?? own.anyOf;
  if (branches) {
    const nothing = branches.find(({ type }) => type === "null");
    return nothing ? null : sample(branches[0] ?? {}, completion);
  }
  const type = typeof own.type === "string" ? own.type : own.type?.[0];
  if (type === "string") return sampleText(own.format);
  if (type === "integer" || type === "number") return own.minimum ?? 0;
  if (type === "boolean") return false;
  if (type === "array") return [];
  if (type === "object" || own.properties || own.allOf) return complete(own, {}, completion);
  return null;
}

function sampleText(format: string | undefined): string {
  if (format === "date-time") return "2026-01-01T00:00:00Z";
  return format === "uri" ? "https://github.example/" : "";
}
