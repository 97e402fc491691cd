import { type ParseArgsOptionDescriptor, parseArgs } from "node:util";
import { InputError } from "../../model/input-error.ts";
import type { ExitStatus } from "../../run.ts";
import { didYouMean } from "./suggestion.ts";
import type { CommandWorld } from "./world.ts";

export interface OptionDefinition {
  readonly name: string;
  /** What stands for the value in the help, for example `FILE`; undefined for an option that takes none. */
  readonly value: string | undefined;
  /** The values that it takes, where not any. */
  readonly choices?: readonly string[];
  readonly description: string;
  /** Whether it may stand more than once; otherwise the last one counts. */
  readonly repeats?: true;
}

/** A command: what `--help` says of it and what carries it out. */
export interface Command {
  readonly name: string;
  /** Behind the name, for example `[PATH…]`. */
  readonly operands: string;
  readonly summary: string;
  readonly description: string;
  readonly options: readonly OptionDefinition[];
  /** Each a comment and a command line, without the `stagegate` in front. */
  readonly examples: readonly (readonly [string, string])[];
  run(call: Call): Promise<ExitStatus>;
}

/** A command line, checked against its command. */
export interface Call {
  readonly options: ReadonlyMap<string, string | true>;
  /** The values of options that may stand more than once, in order. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
  readonly world: CommandWorld;
}

/** Options that every command has. */
export const sharedOptions: readonly OptionDefinition[] = [
  { name: "help", value: undefined, description: "Print this help." },
  { name: "debug", value: undefined, description: "Print a stack trace with an internal error." },
];

/** @throws InputError for an unknown option, a missing or superfluous value, or one that is not allowed. */
export function readCall(command: Command, world: CommandWorld, args: readonly string[]): Call {
  const definitions = new Map([...command.options, ...sharedOptions].map((option) => [option.name, option]));
  const parsed: Record<string, ParseArgsOptionDescriptor> = { help: { type: "boolean", short: "h" } };
  for (const [name, { value }] of definitions) parsed[name] ??= { type: value ? "string" : "boolean" };
  const { tokens } = parseArgs({
    args: [...args],
    options: parsed,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = new Map<string, string | true>();
  const repeated = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const definition = definitions.get(token.name);
    if (!definition) throw unknownOption(token.rawName, command, [...definitions.keys()]);
    const value = checkedValue(definition, token.value, token.inlineValue === true);
    options.set(token.name, value);
    if (definition.repeats && value !== true) repeated.set(token.name, [...(repeated.get(token.name) ?? []), value]);
  }
  return { options, repeated, operands, world };
}

/** The value of an option that takes one. */
export function optionValue(call: Call, name: string): string | undefined {
  const value = call.options.get(name);
  return value === true ? undefined : value;
}

function checkedValue(option: OptionDefinition, given: string | undefined, isInline: boolean): string | true {
  const { name, value, choices } = option;
  if (value === undefined) {
    if (isInline) throw new InputError(`--${name} takes no value.`);
    return true;
  }
  if (given === undefined || given === "" || (!isInline && given.length > 1 && given.startsWith("-"))) {
    throw new InputError(`--${name} needs a value: ${choices?.join(", ") ?? value}.`);
  }
  if (choices && !choices.includes(given)) {
    const hint = didYouMean(given, choices);
    throw new InputError(`--${name} cannot be "${given}": it takes ${choices.join(", ")}.${hint}`);
  }
  return given;
}

function unknownOption(written: string, command: Command, names: readonly string[]): InputError {
  const suggestion = didYouMean(written.replace(/^-+/, ""), names, (name) => `--${name}`);
  const hint = suggestion || ` See stagegate ${command.name} --help.`;
  return new InputError(`Unknown option ${written} of stagegate ${command.name}.${hint}`);
}
