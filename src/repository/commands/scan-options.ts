import type { ShellWord } from "../../model/shell.ts";

/** An option of a command, or an argument that is none. */
export interface ScannedWord {
  /** With its hyphens; undefined for an argument that is no option. */
  readonly option: string | undefined;
  /** What it can be: several where a loop gives it its values; undefined when not known. */
  readonly values: readonly string[] | undefined;
  /** The value as written. */
  readonly text: string;
  readonly word: ShellWord;
}

export interface ScannedCommand {
  readonly words: readonly ScannedWord[];
  /** True when a word may stand for any options: `docker build $OPTIONS .` */
  readonly hasUnknown: boolean;
}

interface Token {
  readonly choices: readonly string[] | undefined;
  readonly text: string;
  readonly word: ShellWord;
}

/** Takes the arguments of a command apart, keeping what is not known. `valued` holds the options that take a value. */
export function scanOptions(words: readonly ShellWord[], valued: ReadonlySet<string>): ScannedCommand {
  const scanned: ScannedWord[] = [];
  let waiting: string | undefined;
  let ended = false;
  for (const token of words.flatMap(tokensOf)) {
    const { choices, text, word } = token;
    const first = choices?.[0] ?? unquoted(text);
    if (waiting !== undefined) {
      scanned.push({ option: waiting, values: choices, text, word });
      waiting = undefined;
    } else if (ended || first === "-" || !first.startsWith("-")) {
      scanned.push({ option: undefined, values: choices, text, word });
    } else if (first === "--") ended = true;
    else waiting = scanOption(token, first, valued, scanned);
  }
  if (waiting !== undefined) {
    const word = words.at(-1);
    if (word) scanned.push({ option: waiting, values: undefined, text: "", word });
  }
  const operands = scanned.filter(({ option }) => option === undefined);
  // The only operand is what the command is about; beside another one, an unquoted variable holds options.
  const hasUnknown = operands.length > 1 && operands.some(({ values, text }) => !values && !/^["']/.test(text));
  return { words: scanned, hasUnknown };
}

function tokensOf(word: ShellWord): Token[] {
  const { value, fields, text } = word;
  if (fields === undefined) return [{ choices: value === undefined ? undefined : [value], text, word }];
  if (value === undefined) return [{ choices: fields, text, word }];
  return fields.length === 1
    ? [{ choices: [value], text, word }]
    : fields.map((field) => ({ choices: [field], text: field, word }));
}

function unquoted(text: string): string {
  return text.replace(/^["']/, "");
}

/** Adds the option, or gives its name back where its value is the next argument. */
function scanOption(
  { choices, text, word }: Token,
  first: string,
  valued: ReadonlySet<string>,
  scanned: ScannedWord[],
): string | undefined {
  const equals = first.indexOf("=");
  const name = equals === -1 ? first : first.slice(0, equals);
  if (equals !== -1) {
    const values = choices?.map((choice) => choice.slice(choice.indexOf("=") + 1));
    scanned.push({ option: name, values, text: text.slice(text.indexOf("=") + 1), word });
    return undefined;
  }
  if (valued.has(name) && choices !== undefined) return name;
  const short = /^-[A-Za-z]/.exec(name)?.[0];
  if (short !== undefined && !name.startsWith("--") && valued.has(short) && name.length > 2) {
    scanned.push({ option: short, values: choices?.map((choice) => choice.slice(2)), text: text.slice(2), word });
  } else {
    scanned.push({ option: name, values: choices === undefined ? undefined : [""], text: "", word });
  }
  return undefined;
}

/** The uses of an option under one of its names, in order. */
export function usesOf({ words }: ScannedCommand, ...names: readonly string[]): ScannedWord[] {
  return words.filter(({ option }) => option !== undefined && names.includes(option));
}

export function operandsOf({ words }: ScannedCommand): ScannedWord[] {
  return words.filter(({ option }) => option === undefined);
}

/** Whether a switch is on: `--push`, `--push=true`; one whose value is not known counts as on. */
export function isOn(command: ScannedCommand, ...names: readonly string[]): boolean {
  const last = usesOf(command, ...names).at(-1);
  return last !== undefined && !last.values?.every((value) => value === "false" || value === "0");
}
