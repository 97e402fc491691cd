import { type CommandItem, programName } from "./command-items.ts";
import { isPosixShell } from "./shell-dialect.ts";
import { commandOption, shellInput } from "./shell-invocation.ts";
import { userShells, type WrapperGrammar, wrappers } from "./wrappers.ts";

/** What a command line really runs. */
export interface LookThrough {
  /** Wrappers, outermost first. */
  readonly names: readonly string[];
  /** Index of the item of the command that is run at last. */
  readonly at: number;
  /** Items that are assignments in front of it: `env X=y command`. */
  readonly assignments: readonly CommandItem[];
  /** The scripts that this command gets: items whose text, joined by blanks, is shell code, or its standard input. */
  readonly script: ScriptSource | undefined;
}

export interface ScriptSource {
  readonly items: readonly CommandItem[] | "input";
  /** `same`: runs in this shell, as for `eval`; `later`: at an unknown time, as for `trap`. */
  readonly process: "child" | "same" | "later";
}

export function lookThrough(items: readonly CommandItem[]): LookThrough {
  const names: string[] = [];
  const assignments: CommandItem[] = [];
  let at = firstFilled(items, 0);
  for (;;) {
    const item = items[at];
    if (item && isPerhapsNothing(item, items[at + 1])) {
      names.push(item.word.word.text);
      at++;
      continue;
    }
    const name = programName(item);
    const grammar = wrappers.get(name);
    const inner = grammar && commandBehind(items, at + 1, grammar);
    // `runuser -u app -- command` has no shell, `runuser -l app -c "…"` has one.
    const userCommand = name === "runuser" && commandOption(items, at + 1) === undefined;
    const next = userCommand
      ? commandBehind(items, at + 1, { values: "ugG", longValues: ["--user", "--group"] })
      : inner;
    if (next === undefined) return { names, at, assignments, script: scriptOf(name, items, at + 1) };
    names.push(name);
    for (const assignment of next.assignments) assignments.push(assignment);
    at = next.at;
  }
}

/**
 * `$SUDO apt-get …` where it is not known what `$SUDO` is, if anything: the command is what follows, when that can be one.
 * Otherwise an unset variable would hide any command.
 */
function isPerhapsNothing({ word, value, isEmpty }: CommandItem, next: CommandItem | undefined): boolean {
  if (value !== undefined || isEmpty || !word.isBareExpansion) return false;
  return next !== undefined && (next.value === undefined ? next.word.isBareExpansion : /^[\w./]/.test(next.value));
}

/** The first item from `at` on that is not an empty expansion. */
function firstFilled(items: readonly CommandItem[], at: number): number {
  let index = at;
  while (items[index]?.isEmpty) index++;
  return index < items.length ? index : at;
}

/** Where the command behind a wrapper's options starts; undefined when there is none. */
function commandBehind(
  items: readonly CommandItem[],
  start: number,
  grammar: WrapperGrammar,
): { at: number; assignments: CommandItem[] } | undefined {
  let at = start;
  for (; at < items.length; at++) {
    const value = items[at]?.value;
    if (items[at]?.isEmpty) continue;
    if (value === "--") {
      at++;
      break;
    }
    if (value === undefined || !value.startsWith("-")) break;
    const option = optionEffect(value, grammar);
    if (option === "query") return undefined;
    if (option === "value") at++;
  }
  const assignments: CommandItem[] = [];
  if (grammar.assignments) {
    for (let item = items[at]; item !== undefined && isAssignment(item); item = items[++at]) assignments.push(item);
  }
  at += grammar.operands ?? 0;
  // `setarch i386 -R command`.
  while (grammar.operands && items[at]?.value?.startsWith("-")) at++;
  at = firstFilled(items, at);
  const command = items[at];
  return command === undefined || command.isEmpty ? undefined : { at, assignments };
}

function optionEffect(option: string, grammar: WrapperGrammar): "flag" | "value" | "query" {
  if (option.startsWith("--")) return grammar.longValues?.includes(option) ? "value" : "flag";
  for (let index = 1; index < option.length; index++) {
    const letter = option.charAt(index);
    if (grammar.queries?.includes(letter)) return "query";
    if (grammar.values?.includes(letter)) return index === option.length - 1 ? "value" : "flag";
  }
  return "flag";
}

function isAssignment({ word, value, isFirstField }: CommandItem): boolean {
  return isFirstField && /^[A-Za-z_]\w*=/.test(value ?? word.word.text);
}

function scriptOf(name: string, items: readonly CommandItem[], at: number): ScriptSource | undefined {
  if (name === "eval") {
    const code = items.slice(items[at]?.value === "--" ? at + 1 : at);
    return code.length > 0 ? { items: code, process: "same" } : undefined;
  }
  if (name === "trap") {
    const code = items[at];
    const isCode = items.length > at + 1 && code !== undefined && !/^(?:-.*|\d*)$/.test(code.value ?? "x");
    return isCode ? { items: [code], process: "later" } : undefined;
  }
  if (isPosixShell(name)) {
    const input = shellInput(items, at);
    if (input.kind === "input") return { items: "input", process: "child" };
    return input.kind === "string" ? { items: items.slice(input.at, input.at + 1), process: "child" } : undefined;
  }
  const code = userShells.has(name) ? commandOption(items, at) : undefined;
  return code === undefined ? undefined : { items: items.slice(code, code + 1), process: "child" };
}

/** The command lines that `find` runs: items behind `-exec` up to `;` or `+`. */
export function findCommands(items: readonly CommandItem[], at: number): CommandItem[][] {
  const commands: CommandItem[][] = [];
  for (let index = at; index < items.length; index++) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(items[index]?.value ?? "")) continue;
    const start = index + 1;
    while (index < items.length && items[index]?.value !== ";" && items[index]?.value !== "+") index++;
    if (index > start) commands.push(items.slice(start, index));
  }
  return commands;
}
