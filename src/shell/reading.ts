import type { CommandNode, CompoundList, ParsedScript } from "unbash";
import type { ShellCommand, ShellConstruct, ShellScript } from "../model/shell.ts";
import type { SourceFile } from "../model/source.ts";
import type { AssignedNames } from "./assigned-names.ts";
import { type ScriptText, spanOf } from "./script-text.ts";
import type { Variables } from "./variables.ts";
import type { FileBudget, WorkBudget } from "./work-budget.ts";

/** Where in a script the reader is. */
export interface Place {
  readonly script: ScriptText;
  readonly names: AssignedNames;
  readonly within: readonly ShellConstruct[];
  readonly wrappers: readonly string[];
  /** Constructs around this place, over all nested scripts. */
  readonly depth: number;
  /** Command substitutions around this place. Each is read when it is reached, at the cost of all its text. */
  readonly substitutionDepth: number;
  /** Scripts in strings, such as that of `sh -c`, around this place. */
  readonly scriptDepth: number;
}

/** How the first command of a stretch hangs on what is before it. */
export interface Head {
  readonly operator: ShellCommand["operator"];
  readonly pipedFrom: number | undefined;
}

export const noHead: Head = { operator: undefined, pipedFrom: undefined };

/** Indexes of the first and last command of a stretch, those in substitutions aside; undefined when it has none. */
export type Extent = { readonly first: number; readonly last: number } | undefined;

export function joined(earlier: Extent, later: Extent): Extent {
  if (earlier === undefined || later === undefined) return later ?? earlier;
  return { first: earlier.first, last: later.last };
}

const maximumDepth = 64;
const maximumSubstitutionDepth = 10;
const maximumScriptDepth = 8;

/** The readers that need each other: a command can hold a script, and a script holds commands. */
export interface Readers {
  /** The text of a script: it is parsed, and `place` is where it runs. */
  text(reading: Reading, place: Place, script: ScriptText, head: Head): Extent;
  /** A script that is parsed already, such as that of `$(…)`. */
  tree(reading: Reading, place: Place, tree: ParsedScript, head: Head): Extent;
  list(reading: Reading, place: Place, list: CompoundList, head: Head): Extent;
  node(reading: Reading, place: Place, node: CommandNode, head: Head): Extent;
}

/** What one reading of an instruction gathers. */
export class Reading {
  readonly source: SourceFile;
  readonly variables: Variables;
  readonly budget: WorkBudget;
  readonly readers: Readers;
  private readonly commands: ShellCommand[] = [];
  private readonly nestedScripts: WorkBudget;
  private complete = true;
  private readonly errors: ShellScript["syntaxErrors"][number][] = [];

  constructor(source: SourceFile, variables: Variables, budget: FileBudget, readers: Readers) {
    this.source = source;
    this.variables = variables;
    this.budget = budget.expansion;
    this.nestedScripts = budget.nestedScripts;
    this.readers = readers;
  }

  /** Index of the command. */
  add(command: ShellCommand): number {
    return this.commands.push(command) - 1;
  }

  /** Adds to a command what is known only after the commands behind it have been read. */
  extend(index: number, extra: Partial<Pick<ShellCommand, "redirections" | "assignments">>): void {
    const command = this.commands[index];
    if (command === undefined) return;
    this.commands[index] = {
      ...command,
      redirections: [...command.redirections, ...(extra.redirections ?? [])],
      assignments: [...(extra.assignments ?? []), ...command.assignments],
    };
  }

  addError(message: string, script: ScriptText, position: number): void {
    const start = Math.max(0, Math.min(position, script.text.length - 1));
    this.errors.push({ message, span: spanOf(script, start, Math.min(start + 1, script.text.length)) });
  }

  /** The place inside a construct, or undefined (and an error) where that is nested more deeply than any real script. */
  inside(place: Place, position: number, ...constructs: ShellConstruct[]): Place | undefined {
    const substitution = constructs.includes("substitution") ? 1 : 0;
    return this.checked(position, place, {
      ...place,
      within: constructs.length === 0 ? place.within : [...place.within, ...constructs],
      depth: place.depth + 1,
      substitutionDepth: place.substitutionDepth + substitution,
    });
  }

  /** The place inside a script that a command gets as a string or on its standard input. */
  insideScript(place: Place, position: number, wrappers: readonly string[]): Place | undefined {
    return this.checked(position, place, {
      ...place,
      wrappers,
      depth: place.depth + 1,
      scriptDepth: place.scriptDepth + 1,
    });
  }

  private checked(position: number, from: Place, to: Place): Place | undefined {
    const tooDeep =
      to.depth > maximumDepth || to.substitutionDepth > maximumSubstitutionDepth || to.scriptDepth > maximumScriptDepth;
    if (!tooDeep) return to;
    this.leaveOut("nested too deeply to be read", from.script, position);
    return undefined;
  }

  /** Whether a script of this length, which a command gets as a string, may still be read; if not, it is left out. */
  affordScript(length: number, { script }: Place, position: number): boolean {
    if (this.nestedScripts.spend(length)) return true;
    this.leaveOut("a script within the script, of which this file has too much to be read", script, position);
    return false;
  }

  /** A part that this reader gives up on, which the shell may well run. */
  leaveOut(message: string, script: ScriptText, position: number): void {
    this.complete = false;
    this.addError(message, script, position);
  }

  finish(dialect: ShellScript["dialect"]): ShellScript {
    const { complete, errors } = this;
    return { dialect, commands: inWrittenOrder(this.commands), syntaxErrors: errors, complete };
  }
}

/** By place; those at one place, as from `eval "$X"`, stay in the order in which they were read. */
function inWrittenOrder(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  const offset = (index: number) => commands[index]?.span.start.offset ?? 0;
  if (commands.every((_, index) => index === 0 || offset(index - 1) <= offset(index))) return commands;
  const order = commands.map((_, index) => index);
  order.sort((a, b) => offset(a) - offset(b) || a - b);
  const places = new Map(order.map((index, place) => [index, place]));
  return order.flatMap((index) => {
    const command = commands[index];
    if (command === undefined) return [];
    return { ...command, pipedFrom: command.pipedFrom === undefined ? undefined : places.get(command.pipedFrom) };
  });
}
