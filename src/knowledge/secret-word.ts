import type { ShellWord } from "../model/shell.ts";
import type { SecretKind } from "./secret-names.ts";
import { variablesIn } from "./secret-urls.ts";
import { judgeSecretValue, type SecretValue } from "./secret-values.ts";

/** A word of a command by which it takes a secret. */
export interface SecretOption {
  /** The word that holds the secret, perhaps with other text. */
  readonly word: ShellWord;
  /** What it is given by, as a reader would call it: `--password`, `-u`, `Authorization header`, `URL`, `standard input`. */
  readonly option: string;
  readonly kind: SecretKind;
  /** Names of the variables that the secret part uses. */
  readonly variables: readonly string[];
  /** `reference` where it comes from variables or from a command's output such as `$(cat /run/secrets/token)`. */
  readonly value: SecretValue;
}

/** The word without its quotes; variables and substitutions stay as written. */
export function writtenText(word: ShellWord): string {
  return isPlain(word) && word.value !== undefined ? word.value : word.text.replace(/["'\\]/g, "");
}

/**
 * The secret that stands as `part` of the word's {@link writtenText}; undefined where the part can be none: nothing, a switch,
 * the path of a file.
 */
export function secretInWord(
  word: ShellWord,
  option: string,
  kind: SecretKind,
  part: string = writtenText(word),
): SecretOption | undefined {
  // Quoted, `$6$salt$hash` is the hash of a password; quoted, `$NAME` is written down for a later reader to replace.
  const isText = isPlain(word) && !/^\$\{?\w+\}?$/.test(part);
  const value = judgeSecretValue(isText ? part.replaceAll("$", "") : part);
  if (value === "empty" || value === "boolean" || value === "path") return undefined;
  return { word, option, kind, variables: isPlain(word) ? [] : variablesIn(part), value };
}

/** What stands behind the first separator outside `${…}`, `$(…)` and backticks; undefined without one. */
export function behindSeparator(text: string, separator: string): string | undefined {
  const masked = text.replace(/\$\{[^{}]*\}|\$\([^()]*\)|`[^`]*`/g, (expansion) => "$".repeat(expansion.length));
  const index = masked.indexOf(separator);
  return index === -1 ? undefined : text.slice(index + separator.length);
}

function isPlain(word: ShellWord): boolean {
  return word.value !== undefined && word.variables.length === 0;
}
