import type { Word, WordPart } from "unbash";

/** One character of a pattern of the shell, or `*`. */
type Token =
  | { readonly kind: "star" }
  | { readonly kind: "any" }
  | { readonly kind: "literal"; readonly character: string }
  | { readonly kind: "class"; readonly ranges: readonly (readonly [string, string])[]; readonly negated: boolean };

export type GlobPattern = readonly Token[];

/** The pattern that a word stands for; undefined when it holds an expansion or an extended glob. */
export function globPattern(word: Word): GlobPattern | undefined {
  const tokens: Token[] = [];
  const { parts } = word;
  if (parts === undefined) addLiteral(tokens, word.value);
  else if (!parts.every((part) => addPart(tokens, part))) return undefined;
  return tokens;
}

function addPart(tokens: Token[], part: WordPart): boolean {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      addLiteral(tokens, part.value);
      return true;
    case "DoubleQuoted":
      return part.parts.every((child) => child.type === "Literal" && addPart(tokens, child));
    case "Glob": {
      if (part.kind === "bracket") return addClass(tokens, part.text);
      if (part.kind === "question") tokens.push({ kind: "any" });
      else if (tokens.at(-1)?.kind !== "star") tokens.push({ kind: "star" });
      return true;
    }
    default:
      return false;
  }
}

function addLiteral(tokens: Token[], text: string): void {
  for (const character of text) tokens.push({ kind: "literal", character });
}

/** `[a-z_]`, `[!0-9]`; not `[[:digit:]]` nor one with escapes. */
function addClass(tokens: Token[], text: string): boolean {
  const negated = /^\[[!^]/.test(text);
  const inner = [...text.slice(negated ? 2 : 1, -1)];
  if (inner.length === 0 || inner.some((character) => "[\\$`\"'".includes(character))) return false;
  const ranges: (readonly [string, string])[] = [];
  for (let index = 0; index < inner.length; index++) {
    const from = inner[index] ?? "";
    const to = inner[index + 1] === "-" ? inner[index + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) index += 2;
  }
  tokens.push({ kind: "class", ranges, negated });
  return true;
}

/**
 * How many characters from `start` on the pattern matches, at least and at most; undefined when it matches none. All ways are
 * followed at once, so that the cost is pattern times text and never more.
 */
export function matchLengths(
  pattern: GlobPattern,
  text: readonly string[],
  start: number,
): { shortest: number; longest: number } | undefined {
  let reached = new Set<number>();
  enter(pattern, reached, 0);
  let shortest: number | undefined;
  let longest = 0;
  for (let index = start; reached.size > 0; index++) {
    if (reached.has(pattern.length)) {
      longest = index - start;
      shortest ??= longest;
    }
    const character = text[index];
    if (character === undefined) break;
    const next = new Set<number>();
    for (const state of reached) {
      const token = pattern[state];
      if (token?.kind === "star") enter(pattern, next, state);
      else if (token && matches(token, character)) enter(pattern, next, state + 1);
    }
    reached = next;
  }
  return shortest === undefined ? undefined : { shortest, longest };
}

/** Adds a state and those that follow without a character. */
function enter(pattern: GlobPattern, states: Set<number>, state: number): void {
  for (let current = state; ; current++) {
    states.add(current);
    if (pattern[current]?.kind !== "star") return;
  }
}

function matches(token: Exclude<Token, { kind: "star" }>, character: string): boolean {
  if (token.kind === "any") return true;
  if (token.kind === "literal") return token.character === character;
  return token.ranges.some(([from, to]) => from <= character && character <= to) !== token.negated;
}
