import type { ShellWord } from "../model/shell.ts";
import type { Span } from "../model/source.ts";
import type { SecretLeak } from "./secret-leak.ts";

/** Where a secret enters the build. */
export interface SecretSource {
  readonly kind: "mount" | "argument" | "environment" | "file" | "text";
  /** The mount's id, the variable, the path in the build context, or what the text is. */
  readonly name: string;
  readonly span: Span;
}

/** The secrets that a value or a file is made from. */
export interface Taint {
  readonly sources: readonly SecretSource[];
  /** The file in a layer that the value was read from, where it comes from that file alone. */
  readonly leak: SecretLeak | undefined;
}

/** A value made from more secrets than this is told by the first of them. */
const mostSources = 4;

export function taintOf(source: SecretSource): Taint {
  return { sources: [source], leak: undefined };
}

/** What a value made from both holds. */
export function mergedTaint(first: Taint | undefined, second: Taint | undefined): Taint | undefined {
  if (first === undefined || second === undefined || first === second) return first ?? second;
  const added = second.sources.filter((source) => !first.sources.includes(source));
  const leak = first.leak === second.leak ? first.leak : undefined;
  if (leak === first.leak && (added.length === 0 || first.sources.length >= mostSources)) return first;
  return { sources: [...first.sources, ...added].slice(0, mostSources), leak };
}

/**
 * Names of the variables whose values the word holds: `$TOKEN` and `${TOKEN%x}`, but neither `${#TOKEN}`, `${TOKEN:+set}` nor the
 * first characters of it.
 */
export function valueVariables(word: ShellWord): readonly string[] {
  if (word.variables.length === 0) return word.variables;
  const named = new Set<string>();
  const held = new Set<string>();
  for (const [, length, inner = "", operator = "", plain = ""] of word.text.matchAll(
    /\$(?:\{([#!]?)(\w+)(:?[^}]?)|(\w+))/g,
  )) {
    named.add(inner || plain);
    if (plain !== "" || (length !== "#" && !/^:?\+|^:[\d ]/.test(operator))) held.add(inner || plain);
  }
  return word.variables.filter((name) => held.has(name) || !named.has(name));
}
