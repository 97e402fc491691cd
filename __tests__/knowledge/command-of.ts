import type { ShellCommand, ShellWord } from "../../src/model/shell.ts";

/**
 * A command as the shell reader hands it over. Words stand between blanks or in single quotes; a word with a `$` is one
 * that is not known before the command runs.
 */
export function commandOf(text: string, wrappers: readonly string[] = []): ShellCommand {
  const words = [...text.matchAll(/'[^']*'|\S+/g)].map(([written], index) => wordOf(written, index));
  const [word, ...rest] = words;
  if (!word) throw new Error("a command needs a word");
  return {
    name: word.value?.split("/").at(-1) ?? "",
    word,
    arguments: rest,
    assignments: [],
    redirections: [],
    wrappers,
    operator: undefined,
    pipedFrom: undefined,
    within: [],
    span: word.span,
  };
}

function wordOf(text: string, index: number): ShellWord {
  const value = text.includes("$") ? undefined : text.replaceAll("'", "");
  const position = { line: 1, column: index + 1, offset: index };
  return {
    text,
    value,
    fields: value === undefined ? undefined : [value],
    variables: [],
    span: { start: position, end: position },
  };
}
