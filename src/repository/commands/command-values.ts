import { type FactValue, noValue } from "../../model/repository-facts.ts";
import type { ShellWord } from "../../model/shell.ts";
import type { BuildVariables } from "../../shell/variables.ts";
import type { CommandOption } from "./build-command-line.ts";

/** Values of variables that a script is started with, by name. */
export type ScriptValues = ReadonlyMap<string, FactValue>;

/** As the shell reader takes them: declared, and known where they are. */
export function shellVariables(values: ScriptValues): BuildVariables {
  return {
    has: (name) => values.has(name),
    get: (name) => values.get(name)?.text,
  };
}

/** What a word of a command comes to, from its character `from` on. */
export function wordValue(word: ShellWord, values: ScriptValues, from = 0): FactValue {
  const own = word.variables.map((name) => values.get(name) ?? { ...noValue, variables: [name] });
  return {
    text: word.value?.slice(from),
    variables: [...new Set(own.flatMap(({ variables }) => variables))],
    secrets: [...new Set(own.flatMap(({ secrets }) => secrets))],
  };
}

export function optionValue(option: CommandOption | undefined, values: ScriptValues): FactValue | undefined {
  return option?.word && wordValue(option.word, values, option.from);
}

/** `NAME=value` of an option; without `=` the value is that of the variable. */
export function namedValue(
  { word, from }: CommandOption,
  values: ScriptValues,
): { readonly name: string; readonly value: FactValue } | undefined {
  if (!word) return undefined;
  const known = word.value?.slice(from);
  const written = known ?? word.text.replace(/^["']/, "").slice(from).replace(/^["']/, "");
  const equals = written.indexOf("=");
  const name = equals === -1 ? written : written.slice(0, equals);
  if (!/^[A-Za-z_][\w.:/@-]*$/.test(name)) return undefined;
  if (equals === -1) return { name, value: values.get(name) ?? { ...noValue, variables: [name] } };
  const { variables, secrets } = wordValue(word, values);
  return { name, value: { text: known?.slice(equals + 1), variables, secrets } };
}
