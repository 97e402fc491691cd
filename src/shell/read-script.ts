import { type ParsedScript, parse } from "unbash";
import type { ShellScript } from "../model/shell.ts";
import { type SourceFile, spanBetween } from "../model/source.ts";
import { AssignedNames } from "./assigned-names.ts";
import { type CommandText, type ExecWord, execWordsOf, scriptOf } from "./instruction-text.ts";
import { readCommandLine } from "./read-command.ts";
import { readList, readNode } from "./read-list.ts";
import type { ReadWord } from "./read-word.ts";
import { type Extent, type Head, noHead, type Place, Reading } from "./reading.ts";
import { type ScriptText, spanOf } from "./script-text.ts";
import { dialectOf, shebangDialect } from "./shell-dialect.ts";
import { type BuildVariables, Variables } from "./variables.ts";
import { type FileBudget, fileBudget } from "./work-budget.ts";

export interface ShellSurroundings {
  /** SHELL in force; `["/bin/sh", "-c"]` where nothing else was set. */
  readonly shell: readonly string[];
  /** What ENV and ARG give; undefined for a variable that is declared and has no known value. */
  readonly variables: BuildVariables;
  /** Shared by all scripts of a file; a script by itself has one of its own. */
  readonly budget?: FileBudget;
}

/**
 * The commands of RUN, CMD, ENTRYPOINT or HEALTHCHECK. Never throws, and takes time linear in the text. What is nested more
 * deeply than any real script is left out and reported among the syntax errors.
 *
 * Choices where the model leaves one: the first command of a group, loop, … hangs on what is before as the whole does; a
 * redirection of the whole is given to its last command; likewise for `sh -c '…'`, whose assignments go to its first command.
 * `[[` and `((` are commands of these names. Arguments of `export` and its like are assignments, too. A word with the
 * variable of a loop over known items has no value, and the fields of all items. Braces are expanded as bash does.
 */
export function readScript(source: SourceFile, instruction: CommandText, surroundings: ShellSurroundings): ShellScript {
  const variables = new Variables(surroundings.variables);
  const budget = surroundings.budget ?? fileBudget(source.text.length);
  const readers = { text: readText, tree: readTree, list: readList, node: readNode };
  const reading = new Reading(source, variables, budget, readers);
  if (instruction.form === "none" || instruction.keyword === "SHELL") return reading.finish("posix");
  if (instruction.form === "exec") return readExec(reading, instruction);
  const { script, isFile } = scriptOf(source, instruction);
  const dialect = (isFile ? shebangDialect(script.text) : undefined) ?? dialectOf(surroundings.shell);
  if (dialect !== "posix") return reading.finish(dialect);
  guarded(reading, script, () => readText(reading, placeOf(script), script, noHead));
  return reading.finish(dialect);
}

/** The commands of a script that stands by itself: a file, a step of a workflow, a recipe. Never throws, as {@link readScript}. */
export function readShellText(script: ScriptText, variables: BuildVariables): ShellScript {
  const readers = { text: readText, tree: readTree, list: readList, node: readNode };
  const reading = new Reading(script.source, new Variables(variables), fileBudget(script.text.length), readers);
  const dialect = script.text.startsWith("#!") ? (shebangDialect(script.text) ?? "posix") : "posix";
  if (dialect === "posix") guarded(reading, script, () => readText(reading, placeOf(script), script, noHead));
  return reading.finish(dialect);
}

function placeOf(script: ScriptText): Place {
  const names = new AssignedNames({ type: "Script", pos: 0, end: 0, shebang: undefined, commands: [] });
  return { script, names, within: [], wrappers: [], depth: 0, substitutionDepth: 0, scriptDepth: 0 };
}

/** What cannot be read, must not stop the rest of the file from being judged. */
function guarded(reading: Reading, script: ScriptText, read: () => unknown): void {
  const { refusals } = reading.budget;
  try {
    read();
  } catch {
    reading.leaveOut("the script cannot be read", script, 0);
  }
  if (reading.budget.refusals > refusals) {
    reading.leaveOut("too long to be read when the variables of this file are expanded", script, 0);
  }
}

/** unbash looks at all here-documents of a line for each of them; no real script has so many. */
const maximumHeredocs = 2_048;

function readText(reading: Reading, place: Place, script: ScriptText, head: Head): Extent {
  if (script.text.split("<<", maximumHeredocs + 1).length > maximumHeredocs) {
    reading.leaveOut("too many here-documents to be read", script, 0);
    return undefined;
  }
  return readTree(reading, { ...place, script }, parse(script.text), head);
}

function readTree(reading: Reading, place: Place, tree: ParsedScript, head: Head): Extent {
  for (const { message, pos } of tree.errors ?? []) reading.addError(message, place.script, pos);
  return readList(reading, { ...place, names: new AssignedNames(tree) }, tree, head);
}

/** The strings of the array are one command, without any shell. */
function readExec(reading: Reading, instruction: CommandText): ShellScript {
  const execWords = execWordsOf(reading.source, instruction);
  const [first] = execWords;
  const last = execWords.at(-1);
  if (first === undefined || last === undefined) return reading.finish("posix");
  const span = spanBetween(reading.source, first.span.start.offset, last.span.end.offset);
  const script = first.value;
  const line = { words: execWords.map(execWord), assignments: [], redirections: [], position: 0, span };
  guarded(reading, script, () => readCommandLine(reading, placeOf(script), line, noHead));
  const dialect = dialectOf([script.text]);
  return reading.finish(dialect === "other" ? "posix" : dialect);
}

function execWord({ written, value, span }: ExecWord): ReadWord {
  const { text } = value;
  return {
    word: { text: written, value: text, fields: [text], variables: [], span },
    expansion: { value: text, fields: [text], choices: undefined, hasGlob: false },
    substitutions: [],
    assignment: undefined,
    nested: () => ({ text: value, isKnown: text.trim() !== "" }),
    lastComponent: () => undefined,
    isBareExpansion: false,
    behind: (length) => ({ text: text.slice(length), span: spanOf(value, length, text.length) }),
  };
}
