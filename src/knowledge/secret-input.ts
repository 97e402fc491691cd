import type { ShellCommand, ShellWord } from "../model/shell.ts";
import { STANDARD_INPUT_OPTIONS } from "./secret-tools.ts";
import { behindSeparator, type SecretOption, secretInWord, writtenText } from "./secret-word.ts";

/**
 * The secrets that a command reads from standard input, where the script itself writes them there:
 * `echo "user:password" | chpasswd`, `docker login --password-stdin <<< "$TOKEN"`.
 */
export function secretsFromInput(command: ShellCommand, commands: readonly ShellCommand[]): SecretOption[] {
  const accounts = command.name === "chpasswd";
  if (!accounts && !command.arguments.some((word) => STANDARD_INPUT_OPTIONS.has(writtenText(word)))) return [];
  const option = accounts ? "chpasswd" : "standard input";
  const found: SecretOption[] = [];
  for (const word of inputWords(command, commands)) {
    for (const line of writtenText(word).split("\n")) {
      const part = accounts ? behindSeparator(line, ":") : line;
      const secret = part === undefined ? undefined : secretInWord(word, option, accounts ? "password" : "token", part);
      if (secret !== undefined) found.push(secret);
    }
  }
  return found;
}

function inputWords(command: ShellCommand, commands: readonly ShellCommand[]): readonly ShellWord[] {
  const words = command.redirections.flatMap((each) => {
    if (each.operator === "<<<") return each.target ?? [];
    return each.operator.startsWith("<<") ? (each.body ?? []) : [];
  });
  const writer = command.pipedFrom === undefined ? undefined : commands[command.pipedFrom];
  if (writer === undefined || !["echo", "printf"].includes(writer.name)) return words;
  const written = writer.arguments.filter((word) => !/^-[neE]+$/.test(word.text));
  const format = written[0] === undefined ? "" : writtenText(written[0]);
  if (writer.name === "printf" && written.length > 1 && !format.includes("$"))
    return [...words, ...withoutFormat(format, written)];
  return [...words, ...written];
}

/** `printf '%s:%s' root "$PASSWORD"`: the format itself holds no secret, the last word does. */
function withoutFormat(format: string, written: readonly ShellWord[]): readonly ShellWord[] {
  const last = written.at(-1);
  return last === undefined || !format.includes("%") ? written : [last];
}
