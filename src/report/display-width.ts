/** Characters that take two columns of a terminal (Unicode East_Asian_Width W and F, in ranges, and emoji). */
const wide =
  /^(?:[\u{1100}-\u{115F}\u{2E80}-\u{303E}\u{3041}-\u{A4CF}\u{A960}-\u{A97C}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE10}-\u{FE19}\u{FE30}-\u{FE6F}\u{FF01}-\u{FF60}\u{FFE0}-\u{FFE6}\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation})$/u;

/** Characters that join the one before: combining marks, the vowels of decomposed Hangul, the emoji style mark (a mark, too). */
const joining = /^[\p{Mn}\p{Me}\u{1160}-\u{11FF}\u{D7B0}-\u{D7FB}]$/u;

/** Columns that one visible character takes in a terminal: 0, 1 or 2. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (joining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Columns that a visible text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text with spaces behind it, at least `width` columns wide. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}
