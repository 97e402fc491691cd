import type { ShellWord } from "../model/shell.ts";

/** The arguments of a command, taken apart as its own option parser would. */
export interface CommandLine {
  /** Arguments that are no options, in order. */
  readonly operands: readonly Operand[];
  /** Values by option name as written (`-t`, `--virtual`), in order; one without a value, or with an unknown one, has an empty string. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  /** True when a word cannot be known before the command runs: it may be anything. */
  readonly unknown: boolean;
}

/** An argument with the word that it comes from; an unquoted variable can give several of one word. */
export interface Operand {
  readonly value: string;
  readonly word: ShellWord;
}

/**
 * Reads options in the GNU manner: `--name=value`, `--name value`, `-n value`, `-nvalue`, bundled letters, `--` as the end.
 * `valued` holds the options that take a value, with their hyphens; without it the next argument would be an operand.
 * `single` reads a hyphen with several letters as one option (`-ldflags`, `-trimpath`), as Go, Java and .NET tools do.
 */
export function readCommandLine(
  words: readonly ShellWord[],
  valued: ReadonlySet<string>,
  style: "bundled" | "single" = "bundled",
): CommandLine {
  const operands: Operand[] = [];
  const options = new Map<string, string[]>();
  let unknown = false;
  let waiting: string | undefined;
  let ended = false;
  const add = (name: string, value: string) => {
    const values = options.get(name);
    if (values) values.push(value);
    else options.set(name, [value]);
  };
  for (const word of words) {
    if (word.fields === undefined) {
      // It may be the value that an option waits for, or of its own (`-j$(nproc)`); else it may be any number of arguments.
      if (waiting !== undefined) add(waiting, "");
      else if (word.text.startsWith("-")) add(/^--?[\w-]*/.exec(word.text)?.[0] ?? "", "");
      else unknown = true;
      waiting = undefined;
      continue;
    }
    for (const value of word.fields) {
      if (waiting !== undefined) {
        add(waiting, value);
        waiting = undefined;
      } else if (ended || value === "-" || !value.startsWith("-")) operands.push({ value, word });
      else if (value === "--") ended = true;
      else waiting = readOption(value, valued, style, add);
    }
  }
  if (waiting !== undefined) add(waiting, "");
  return { operands, options, unknown };
}

/** Adds the option, or gives its name back where its value is the next argument. */
function readOption(
  text: string,
  valued: ReadonlySet<string>,
  style: "bundled" | "single",
  add: (name: string, value: string) => void,
): string | undefined {
  const equals = text.indexOf("=");
  const name = equals === -1 ? text : text.slice(0, equals);
  if (style === "single" || text.startsWith("--") || valued.has(name)) {
    if (equals === -1 && valued.has(name)) return name;
    add(name, equals === -1 ? "" : text.slice(equals + 1));
    return undefined;
  }
  for (let index = 1; index < text.length; index += 1) {
    const letter = `-${text[index]}`;
    if (valued.has(letter)) {
      const rest = text.slice(index + 1);
      if (rest === "") return letter;
      add(letter, rest.replace(/^=/, ""));
      return undefined;
    }
    add(letter, "");
  }
  return undefined;
}

/** Whether one of the options is there, in any spelling given. */
export function hasOption(line: CommandLine, ...names: readonly string[]): boolean {
  return names.some((name) => line.options.has(name));
}

/** The last value of an option under one of its names; undefined where it is not there or has no value. */
export function optionValue(line: CommandLine, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = line.options.get(name)?.at(-1);
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}

/** What an option names, or the fallback where it is not there; undefined where its value is not known. */
export function optionOr(
  line: CommandLine,
  fallback: string | undefined,
  ...names: readonly string[]
): string | undefined {
  return hasOption(line, ...names) ? optionValue(line, ...names) : fallback;
}

/** Option names from a list between spaces. */
export function optionNames(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
