import { InputError } from "../model/input-error.ts";

const mostLines = 20;

/** Mistakes in a policy, one or several. The message is the first one's; `line` prints them all, one a line. */
export class PolicyError extends InputError {
  readonly mistakes: readonly InputError[];

  /** @param mistakes in the order of the file, at least one. */
  constructor(mistakes: readonly [InputError, ...InputError[]]) {
    const [first, ...more] = mistakes;
    super(more.length === 0 ? first.message : `${first.message} (and ${more.length} more)`, first.place);
    this.name = "PolicyError";
    this.mistakes = mistakes;
  }

  override get line(): string {
    const lines = this.mistakes.slice(0, mostLines).map((mistake) => mistake.line);
    const rest = this.mistakes.length - lines.length;
    if (rest > 0) lines.push(`and ${rest} more ${rest === 1 ? "mistake" : "mistakes"} in the policy`);
    return lines.join("\n");
  }
}

/** A text from the file for a message: one line, shortened, with control characters made visible. */
export function quoted(text: string): string {
  const characters = [...text.slice(0, 200)];
  const shown = characters.slice(0, 60).join("");
  return `\`${onOneLine(shown)}${shown.length < text.length ? "…" : ""}\``;
}

/** Control and formatting characters would let a policy write lines, colours or turned text of its own into a log. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
