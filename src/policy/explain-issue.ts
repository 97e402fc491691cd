import { type BaseIssue, type GenericSchema, getDescription } from "valibot";
import { closestName } from "./closest-name.ts";
import { type LocatedValue, type Mistake, offsetAt, pathName, type ValuePath } from "./located-value.ts";
import { quoted } from "./policy-error.ts";
import { acceptedBy, schemaAt } from "./schema-walk.ts";

type Issue = BaseIssue<unknown>;

/** What a schema has against a value, one sentence with its place an issue. `whole` names the value itself. */
export function explainIssues(
  issues: readonly Issue[],
  schema: GenericSchema,
  root: LocatedValue,
  whole = "a policy",
): Mistake[] {
  return issues
    .flatMap((issue) => innermost(issue, []))
    .map(({ issue, path }) => {
      const list = listTakenForMapping(root, path);
      if (list) {
        return {
          offset: offsetAt(root, list),
          message: `${nameOf(list, whole)} must be a mapping, not a list${listHint}`,
        };
      }
      const step = issue.path?.at(-1);
      const isOfKey = issue.kind === "schema" && step !== undefined && "origin" in step && step.origin === "key";
      if (!isOfKey) return { offset: offsetAt(root, path), message: describeIssue(issue, schema, path, whole) };
      if (issue.expected !== "never") {
        return { offset: offsetAt(root, path), message: describeMissingKey(schema, path, whole) };
      }
      const message = `${nameOf(path.slice(0, -1), whole)} has no key ${quoted(String(path.at(-1)))}`;
      return { offset: offsetAt(root, path, "key"), message };
    });
}

/** A union complains about all its alternatives; those that got furthest into the value are what the writer meant. */
function innermost(issue: Issue, above: ValuePath): { issue: Issue; path: ValuePath }[] {
  const path = [...above, ...(issue.path ?? []).map((step) => step.key as string | number)];
  const inside = issue.type === "union" ? (issue.issues ?? []).filter((inner) => inner.path !== undefined) : [];
  return inside.length > 0 ? inside.flatMap((inner) => innermost(inner, path)) : [{ issue, path }];
}

/** Path of a list whose members a schema has looked up by name, as it does with any object. */
function listTakenForMapping(root: LocatedValue, path: ValuePath): ValuePath | undefined {
  let node: LocatedValue | undefined = root;
  for (const [index, step] of path.entries()) {
    if (node?.items && typeof step === "string") return path.slice(0, index);
    node = typeof step === "number" ? node?.items?.[step] : node?.entries?.get(step)?.value;
  }
  return undefined;
}

function nameOf(path: ValuePath, whole: string): string {
  return path.length === 0 ? whole : `\`${pathName(path)}\``;
}

function describeMissingKey(schema: GenericSchema, path: ValuePath, whole: string): string {
  const owner = nameOf(path.slice(0, -1), whole);
  const missing = schemaAt(schema, path);
  const meaning = missing && getDescription(missing);
  return `${owner} needs \`${path.at(-1)}\`${meaning ? ` (${meaning.replace(/\.$/, "")})` : ""}`;
}

function describeIssue(issue: Issue, schema: GenericSchema, path: ValuePath, whole: string): string {
  const isOurs = issue.kind !== "schema" || issue.type === "never" || !issue.message.startsWith("Invalid ");
  if (isOurs) return `${nameOf(path, whole)} ${describeRequirement(issue)}`;
  return describeMismatch(path, issue.input, schemaAt(schema, path) ?? schema, whole);
}

/** For a value of another kind than the schema takes, or none of its choices. */
export function describeMismatch(path: ValuePath, value: unknown, schema: GenericSchema, whole = "a policy"): string {
  const { choices, kinds } = acceptedBy(schema);
  const listed = choices.length > 1 ? [`one of ${choices.join(", ")}`] : choices.map(String);
  const accepted = [...listed, ...kinds].join(" or ");
  if (value === null) return `${nameOf(path, whole)} is empty; it must be ${accepted}`;
  return `${nameOf(path, whole)} must be ${accepted}, not ${describeValue(value)}${hint(value, choices, kinds)}`;
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return quoted(value);
  return typeof value === "number" ? `the number ${value}` : `\`${String(value)}\``;
}

/** What earlier versions of YAML took for true and false. */
const earlierBooleans: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["on", true],
  ["no", false],
  ["off", false],
]);

/** What other tools and people call the levels. */
const otherLevels: ReadonlyMap<string, string> = new Map([
  ...["err", "fatal", "critical", "high", "blocker"].map((name) => [name, "error"] as const),
  ...["warn", "medium", "moderate"].map((name) => [name, "warning"] as const),
  ...["info", "note", "low", "hint", "style"].map((name) => [name, "notice"] as const),
  ...["none", "disable", "disabled", "ignore"].map((name) => [name, "off"] as const),
]);

const listHint = ". Write `key: value`, without `- ` or brackets";

/** What to write instead, as a sentence of its own; empty when nothing is likely. */
function hint(value: unknown, choices: readonly unknown[], kinds: readonly string[]): string {
  if (typeof value === "string") {
    if (choices.some((choice) => typeof choice !== "string" && String(choice) === value)) return ". Remove the quotes";
    const truth = kinds.includes("true or false") ? earlierBooleans.get(value.toLowerCase()) : undefined;
    if (truth !== undefined) return `. Write \`${truth}\``;
    const names = choices.filter((choice) => typeof choice === "string");
    const level = otherLevels.get(value.toLowerCase());
    const isLevel = level !== undefined && names.includes(level) && names.includes("notice");
    const meant = isLevel ? level : closestName(value, names);
    if (meant !== undefined) return `. Did you mean \`${meant}\`?`;
    if (kinds.length !== 1 || choices.length > 0) return "";
    if (kinds[0] === "a mapping" && /^[\w-]+ \S+$/.test(value)) return `. Write \`${value.replace(" ", ": ")}\``;
    return kinds[0] === "a list" ? ". Put it in brackets: `[…]`" : "";
  }
  if (Array.isArray(value) && kinds.includes("a mapping") && !kinds.includes("a list")) return listHint;
  if (value === false && choices.includes("off")) return ". Did you mean `off`?";
  const isPlain = typeof value === "number" || typeof value === "boolean";
  return isPlain && kinds.includes("text") ? ". Put it in quotes" : "";
}

/** A message of the schema's own says what must be; the library's own ones begin with "Invalid". */
function describeRequirement(issue: Issue): string {
  if (!issue.message.startsWith("Invalid ")) return issue.message;
  const unit = Array.isArray(issue.input) ? "entries" : typeof issue.input === "string" ? "characters" : "";
  switch (issue.type) {
    case "non_empty":
      return "must not be empty";
    case "min_length":
      return `must have at least ${issue.requirement} ${unit}`;
    case "max_length":
      return `must have at most ${issue.requirement} ${unit}`;
    case "min_value":
      return `must be at least ${issue.requirement}`;
    case "max_value":
      return `must be at most ${issue.requirement}`;
    case "integer":
      return "must be a whole number";
    default:
      return `cannot be ${describeValue(issue.input)}${issue.expected ? `; expected is ${issue.expected}` : ""}`;
  }
}
