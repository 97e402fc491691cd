/** One piece of a pattern: a character, a class, or something that stands for several. */
type Token =
  | { readonly kind: "character"; readonly value: string }
  /** `[a-z]`; `^` in front turns it around. */
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }
  /** `?`: one character of a name. */
  | { readonly kind: "one" }
  /** `*`: any part of a name. */
  | { readonly kind: "part" }
  /** `**` before more: any number of folders. */
  | { readonly kind: "folders" }
  /** `**` at the end: anything. */
  | { readonly kind: "rest" };

/** Whether a pattern stands for a path, and nothing else. */
export type PathMatcher = (path: string) => boolean;

const longestPattern = 1_024;

/**
 * A pattern of .dockerignore as moby/patternmatcher compiles it: a pattern without wildcards is compared, `x/**` is a prefix, and
 * a leading `**` a suffix, so that `**foo` is also the end of a name. Time grows with pattern times path. Undefined for one that
 * Docker refuses, or that is longer than any that people write.
 */
export function compileIgnorePattern(pattern: string): PathMatcher | undefined {
  const tokens = pattern.length > longestPattern ? undefined : tokensOf(pattern);
  if (!tokens) return undefined;
  const literal = (part: readonly Token[]) =>
    part.every(({ kind }) => kind === "character")
      ? part.map((token) => (token.kind === "character" ? token.value : "")).join("")
      : undefined;
  const exact = literal(tokens);
  if (exact !== undefined && !pattern.includes("\\")) return (path) => path === exact;
  const prefix = tokens.at(-1)?.kind === "rest" ? literal(tokens.slice(0, -1)) : undefined;
  if (prefix !== undefined && !pattern.includes("\\")) return (path) => path.startsWith(prefix);
  if (pattern.startsWith("**") && literal(tokens.slice(1)) !== undefined && !pattern.includes("\\")) {
    const suffix = pattern.slice(2);
    return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
  }
  const start = tokens.findIndex(({ kind }) => kind !== "character");
  const fixed = literal(tokens.slice(0, start)) ?? "";
  return (path) => path.startsWith(fixed) && matchesTokens(tokens, path);
}

function tokensOf(pattern: string): Token[] | undefined {
  const characters = [...pattern];
  const tokens: Token[] = [];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "*" && characters[index + 1] === "*") {
      index++;
      // `**/` is `**`, as far as what follows is concerned.
      if (characters[index + 1] === "/") index++;
      tokens.push({ kind: index + 1 >= characters.length ? "rest" : "folders" });
    } else if (character === "*") tokens.push({ kind: "part" });
    else if (character === "?") tokens.push({ kind: "one" });
    else if (character === "\\") {
      const next = characters[++index];
      if (next === undefined) return undefined;
      tokens.push({ kind: "character", value: next });
    } else if (character === "[") {
      const end = classEnd(characters, index);
      if (end === undefined) return undefined;
      tokens.push(classToken(characters.slice(index + 1, end)));
      index = end;
    } else tokens.push({ kind: "character", value: character });
  }
  return tokens;
}

function classEnd(characters: readonly string[], start: number): number | undefined {
  const first = characters[start + 1] === "^" ? start + 2 : start + 1;
  for (let index = first; index < characters.length; index++) {
    if (characters[index] === "\\") index++;
    else if (characters[index] === "]" && index > first) return index;
  }
  return undefined;
}

function classToken(inside: readonly string[]): Token {
  const negated = inside[0] === "^";
  const ranges: [string, string][] = [];
  for (let index = negated ? 1 : 0; index < inside.length; index++) {
    if (inside[index] === "\\") index++;
    const from = inside[index] ?? "\\";
    if (inside[index + 1] === "-" && index + 2 < inside.length) {
      ranges.push([from, inside[index + 2] ?? from]);
      index += 2;
    } else ranges.push([from, from]);
  }
  return { kind: "class", negated, ranges };
}

/**
 * All places in the pattern at which one could be are followed at once, so that nothing is tried twice. Place 2n is in front of token
 * n; 2n + 1 within `**`, which is `(.*\/)?`: once begun it ends at a slash only.
 */
function matchesTokens(tokens: readonly Token[], path: string): boolean {
  let places = withSkips(tokens, new Set([0]));
  for (const character of path) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place >> 1];
      if (token === undefined) continue;
      if (token.kind === "rest" || (token.kind === "part" && character !== "/")) next.add(place);
      else if (token.kind === "folders") {
        next.add(place | 1);
        if (character === "/") next.add((place | 1) + 1);
      } else if (takes(token, character)) next.add(place + 2);
    }
    places = withSkips(tokens, next);
    if (places.size === 0) return false;
  }
  return places.has(2 * tokens.length);
}

/** The places with those that are reached without a character. */
function withSkips(tokens: readonly Token[], places: Set<number>): Set<number> {
  for (const place of places) {
    const kind = tokens[place >> 1]?.kind;
    if (place % 2 === 0 && (kind === "part" || kind === "rest" || kind === "folders")) places.add(place + 2);
  }
  return places;
}

function takes(token: Token, character: string): boolean {
  if (token.kind === "character") return token.value === character;
  if (token.kind === "one") return character !== "/";
  if (token.kind !== "class") return false;
  return token.ranges.some(([from, to]) => from <= character && character <= to) !== token.negated;
}
