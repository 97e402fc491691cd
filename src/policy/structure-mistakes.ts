import type { GenericSchema } from "valibot";
import { closestName } from "./closest-name.ts";
import { describeMismatch } from "./explain-issue.ts";
import type { LocatedValue, Mistake, ValuePath } from "./located-value.ts";
import { pathName } from "./located-value.ts";
import { quoted } from "./policy-error.ts";
import { acceptedBy, entriesOf, schemaAt } from "./schema-walk.ts";
import { waiverRules } from "./waiver-rules.ts";

/**
 * What a schema does not tell: every key that it does not have, with the one that was likely meant, where it stops at the
 * first; and lists where it takes a mapping, which are mappings without keys for it.
 */
export function* structureMistakes(
  schema: GenericSchema,
  node: LocatedValue,
  path: ValuePath = [],
): Generator<Mistake, void, undefined> {
  const { kinds } = acceptedBy(schema);
  if (node.items && kinds.includes("a mapping") && !kinds.includes("a list")) {
    yield { offset: node.offset, message: describeMismatch(path, node.value, schema) };
    return;
  }
  const known = entriesOf(schema);
  for (const [key, entry] of node.entries ?? []) {
    const inner = schemaAt(schema, [key]);
    if (inner) yield* structureMistakes(inner, entry.value, [...path, key]);
    else if (known) yield { offset: entry.keyOffset, message: describeUnknownKey(key, Object.keys(known), path) };
  }
  const item = node.items && schemaAt(schema, [0]);
  for (const [index, value] of item ? (node.items ?? []).entries() : []) {
    if (item) yield* structureMistakes(item, value, [...path, index]);
  }
}

function describeUnknownKey(key: string, known: readonly string[], path: ValuePath): string {
  const meant = closestName(key, known);
  const didYouMean = meant === undefined ? undefined : `. Did you mean \`${meant}\`?`;
  if (path.length === 1 && path[0] === "rules") {
    if (key.includes("/")) return `${quoted(key)} cannot be set here; a rule under \`custom\` has its level there`;
    const waiverRule = waiverRules.find(({ id }) => id === key);
    if (waiverRule) return `${quoted(key)} is always ${waiverRule.level}; no policy changes that`;
    return `no rule is called ${quoted(key)}${didYouMean ?? "; `stagegate rules` lists them all"}`;
  }
  const options = path.length === 2 && path[0] === "rules";
  const owner = path.length === 0 ? "a policy" : `\`${options ? path[1] : pathName(path)}\``;
  const others = known.map((name) => `\`${name}\``).join(", ");
  return `${owner} has no ${options ? "option" : "key"} ${quoted(key)}${didYouMean ?? `; it takes ${others}`}`;
}
