// Go's notions of white space, which decide where BuildKit cuts words. They differ from JavaScript's `\s` (no U+FEFF, but
// U+0085), and BuildKit uses three of them side by side.

/** Go's `unicode.IsSpace`, used to trim lines and to split quoted words. */
const space = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const spacePattern = new RegExp(`^[${space}]$`);
const firstNonSpace = new RegExp(`[^${space}]`);

export function isSpace(character: string): boolean {
  return character === " " || character === "\t" || spacePattern.test(character);
}

/** Index of the first character that is not white space; the length where there is none. */
export function skipSpace(text: string, from = 0): number {
  let index = from;
  while (index < text.length && isSpace(text.charAt(index))) index++;
  return index;
}

/** Index behind the last character that is not white space, not before `from`. */
export function trimmedEnd(text: string, from = 0): number {
  let end = text.length;
  while (end > from && isSpace(text.charAt(end - 1))) end--;
  return end;
}

export function isBlank(text: string): boolean {
  return !firstNonSpace.test(text);
}

/** What separates the keyword and plain words: BuildKit's `[\t\v\f\r ]+`. */
export function isWordBreak(character: string): boolean {
  return character === " " || character === "\t" || character === "\v" || character === "\f" || character === "\r";
}
