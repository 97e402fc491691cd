/**
 * Characters that a terminal or a reader would obey or overlook: controls, line and paragraph separators, lone surrogates,
 * and everything invisible (bidirectional marks, zero-width characters, tags).
 */
const hidden = "[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u{FFF9}-\\u{FFFB}]";
const emojiStyle = "\\p{Emoji}\\u{FE0F}";
const hiddenOrEmoji = new RegExp(`${emojiStyle}|${hidden}`, "gu");
const hiddenCharacter = new RegExp(`^${hidden}$`, "u");

/**
 * Text from a Dockerfile, file name or policy with every hidden character spelled out: `␛` for a control character, `<U+202E>`
 * for the rest. Tabs and line ends count as control characters. The emoji style mark behind an emoji stays.
 */
export function visibleText(text: string): string {
  return text.replace(hiddenOrEmoji, (match) => (hiddenCharacter.test(match) ? spelledOut(match) : match));
}

function spelledOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** At most `limit` UTF-16 code units, the last one `…` where something was cut; never half a character. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(0, limit - 1);
  const splitsPair = isHighSurrogate(text.charCodeAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
