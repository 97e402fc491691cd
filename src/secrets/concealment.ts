import { findSecretLiterals } from "../knowledge/secret-literals.ts";
import { isSecretName } from "../knowledge/secret-names.ts";
import { credentialsInUrl } from "../knowledge/secret-urls.ts";
import type { SecretValue } from "../knowledge/secret-values.ts";

/** Shorter ones would blank out ordinary words. */
const shortestValue = 6;

/** A line of a key that is worth hiding by itself. */
const shortestLine = 16;

/** What stands in a URL and is no word that everybody knows, such as `postgres`, nor a variable. */
const ownValues: ReadonlySet<SecretValue> = new Set<SecretValue>(["literal", "random", "digest", "number"]);

/** What a message shows in the place of a secret. */
const mark = "•••";

/**
 * The secrets that stand in a text: tokens and private keys of known formats, and passwords in URLs; each once, in the order of
 * the text. Of a key of several lines also its lines.
 */
export function secretValuesIn(text: string): readonly string[] {
  const values = new Set<string>();
  for (const { start, end } of findSecretLiterals(text)) {
    const value = text.slice(start, end);
    values.add(value);
    const lines = value.split(/\r?\n|\\n/);
    if (lines.length > 1) for (const line of lines) if (isKeyLine(line.trim())) values.add(line.trim());
  }
  for (const { start, end, value, variables } of credentialsInUrl(text)) {
    if (variables.length === 0 && ownValues.has(value)) values.add(text.slice(start, end));
  }
  return [...values].filter((value) => value.length >= shortestValue);
}

function isKeyLine(line: string): boolean {
  return line.length >= shortestLine && !line.startsWith("-----") && !/\s/.test(line);
}

/** The message with every occurrence of the values hidden; occurrences that overlap or touch become one mark. */
export function concealed(message: string, values: readonly string[]): string {
  const byStart = new Map<string, string[]>();
  for (const value of values) {
    if (value.length < shortestValue || value.length > message.length) continue;
    const start = value.slice(0, shortestValue);
    const known = byStart.get(start);
    if (known) known.push(value);
    else byStart.set(start, [value]);
  }
  if (byStart.size === 0) return message;
  let shown = "";
  let done = 0;
  let hiddenUpTo = 0;
  for (let index = 0; index + shortestValue <= message.length; index++) {
    const candidates = byStart.get(message.slice(index, index + shortestValue)) ?? [];
    const length = longestAt(message, index, candidates);
    if (length === 0) continue;
    if (index > hiddenUpTo || hiddenUpTo === 0) shown += message.slice(done, index) + mark;
    hiddenUpTo = Math.max(hiddenUpTo, index + length);
    done = hiddenUpTo;
  }
  return shown + message.slice(done);
}

function longestAt(message: string, index: number, candidates: readonly string[]): number {
  let longest = 0;
  for (const value of candidates) {
    if (value.length > longest && message.startsWith(value, index)) longest = value.length;
  }
  return longest;
}

const assignment = /(?<![\w.-])([A-Za-z_][\w.-]{0,127})=("[^"]*"?|'[^']*'?|\S+)/g;

/**
 * Words of BuildKit's that quote the file, without the values that the names in front of them make secrets: a line that is torn off
 * its RUN is quoted as an unknown instruction, with all that it assigns.
 */
export function withoutSecretAssignments(message: string): string {
  return message.replace(assignment, (whole, name: string) => (isSecretName(name) ? `${name}=${mark}` : whole));
}
