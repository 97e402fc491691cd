import type { GenericSchema } from "valibot";
import { closestName } from "./closest-name.ts";
import type { LocatedValue, Mistake, ValuePath } from "./located-value.ts";
import { pathName } from "./located-value.ts";
import { quoted } from "./policy-error.ts";
import { entriesOf, itemOf } from "./schema-walk.ts";

/** Every key that the schema does not have, with the one that was likely meant. The schema itself stops at the first. */
export function* unknownKeys(schema: GenericSchema, node: LocatedValue, path: ValuePath = []): Generator<Mistake> {
  const entries = node.entries && entriesOf(schema);
  for (const [key, entry] of entries ? (node.entries ?? []) : []) {
    const known = entries && Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (known) yield* unknownKeys(known, entry.value, [...path, key]);
    else yield { offset: entry.keyOffset, message: describeUnknownKey(key, Object.keys(entries ?? {}), path) };
  }
  const item = node.items && itemOf(schema);
  for (const [index, value] of item ? (node.items ?? []).entries() : []) {
    if (item) yield* unknownKeys(item, value, [...path, index]);
  }
}

function describeUnknownKey(key: string, known: readonly string[], path: ValuePath): string {
  const meant = closestName(key, known);
  const didYouMean = meant === undefined ? undefined : `. Did you mean \`${meant}\`?`;
  if (path.length === 1 && path[0] === "rules") {
    if (key.includes("/")) return `${quoted(key)} cannot be set here; a rule under \`custom\` has its level there`;
    return `no rule is called ${quoted(key)}${didYouMean ?? "; `stagegate rules` lists them all"}`;
  }
  const options = path.length === 2 && path[0] === "rules";
  const owner = path.length === 0 ? "a policy" : `\`${options ? path[1] : pathName(path)}\``;
  const others = known.map((name) => `\`${name}\``).join(", ");
  return `${owner} has no ${options ? "option" : "key"} ${quoted(key)}${didYouMean ?? `; it takes ${others}`}`;
}
