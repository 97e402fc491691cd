import { Refusal } from "./refusal.ts";

// The wildcard patterns of `${X#pattern}`, `${X%pattern}` and `${X/pattern/text}`: `*` and `?`, escapes by `\`, no brackets.
// They are matched by hand and not through RegExp: pattern and value are an attacker's text, and `*a*a*a*` backtracks.

type Token = { readonly kind: "star" } | { readonly kind: "any" } | { readonly kind: "literal"; readonly text: string };

/** Replacing is quadratic at worst, so longer values are refused: far beyond any version, path or image name. */
const maximumValue = 1_024;

function tokens(pattern: string): Token[] {
  const result: Token[] = [];
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? "";
    if (character === "*") {
      if (result.at(-1)?.kind !== "star") result.push({ kind: "star" });
    } else if (character === "?") {
      result.push({ kind: "any" });
    } else if (character === "\\") {
      const next = characters[index + 1] ?? "";
      if (next === "}" || next === "/") continue;
      if (next !== "*" && next !== "?" && next !== "\\") {
        throw new Refusal(`invalid pattern (${pattern}) in substitution: invalid escape '\\${next}'`);
      }
      result.push({ kind: "literal", text: next });
      index++;
    } else {
      result.push({ kind: "literal", text: character });
    }
  }
  return result;
}

/** Lengths of the prefixes of `value` from `start` that the pattern matches, as reached states; shortest and longest. */
function matchFrom(pattern: readonly Token[], value: readonly string[], start: number): [number, number] | undefined {
  let states = closure(pattern, new Set([0]));
  let shortest: number | undefined;
  let longest: number | undefined;
  for (let index = start; ; index++) {
    if (states.has(pattern.length)) {
      shortest ??= index;
      longest = index;
    }
    const character = value[index];
    if (character === undefined || states.size === 0) break;
    const next = new Set<number>();
    for (const state of states) {
      const token = pattern[state];
      if (token === undefined || character === "\n") {
        if (token?.kind === "literal" && token.text === character) next.add(state + 1);
        continue;
      }
      if (token.kind === "star") next.add(state);
      else if (token.kind === "any" || token.text === character) next.add(state + 1);
    }
    states = closure(pattern, next);
  }
  return shortest === undefined || longest === undefined ? undefined : [shortest, longest];
}

function closure(pattern: readonly Token[], states: Set<number>): Set<number> {
  for (const state of states) {
    if (pattern[state]?.kind === "star") states.add(state + 1);
  }
  return states;
}

/** `${X#word}`; a second `#` in front of the word asks for the longest match. */
export function trimPrefix(word: string, value: string): string {
  const greedy = word.startsWith("#");
  const characters = [...value];
  const match = matchFrom(tokens(greedy ? word.slice(1) : word), characters, 0);
  return match ? characters.slice(greedy ? match[1] : match[0]).join("") : value;
}

/** `${X%word}`; a second `%` in front of the word asks for the longest match. */
export function trimSuffix(word: string, value: string): string {
  const greedy = word.startsWith("%");
  const characters = [...value].reverse();
  const match = matchFrom(tokens(greedy ? word.slice(1) : word).reverse(), characters, 0);
  if (!match) return value;
  return characters
    .slice(greedy ? match[1] : match[0])
    .reverse()
    .join("");
}

/** `${X/pattern/text}`, and `${X//pattern/text}` with `all`. Matches are the longest, as BuildKit's are. */
export function replaceByPattern(value: string, pattern: string, replacement: string, all: boolean): string {
  const parsed = tokens(pattern);
  const characters = [...value];
  if (characters.length > maximumValue) {
    throw new Refusal(`a value of more than ${maximumValue} characters is too long for \${.../...}`);
  }
  let result = "";
  let index = 0;
  while (index <= characters.length) {
    const match = matchFrom(parsed, characters, index);
    if (!match) {
      result += characters[index++] ?? "";
      continue;
    }
    result += replacement;
    if (match[1] === index) result += characters[index++] ?? "";
    else index = match[1];
    if (!all) break;
  }
  return result + characters.slice(index).join("");
}
