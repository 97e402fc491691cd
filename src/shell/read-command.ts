import type { Command } from "unbash";
import type { Span } from "../model/source.ts";
import { applyBuiltin, isDeclaration } from "./builtins.ts";
import { type CommandItem, commandWord, itemsOf, programName, wordsFrom } from "./command-items.ts";
import { findCommands, type LookThrough, lookThrough, type ScriptSource } from "./look-through.ts";
import { type ReadRedirection, readRedirection } from "./read-redirection.ts";
import { readSubstitutions } from "./read-substitutions.ts";
import { type ReadAssignment, type ReadWord, readAssignment, readAssignmentWord, readWord } from "./read-word.ts";
import { type Extent, type Head, noHead, type Place, type Reading } from "./reading.ts";
import { type ScriptText, ScriptTextBuilder, spanOf } from "./script-text.ts";

/** A command line, from a script or from a JSON array. */
export interface CommandLine {
  readonly words: readonly ReadWord[];
  readonly assignments: readonly ReadAssignment[];
  readonly redirections: readonly ReadRedirection[];
  /** Where it starts in the text of its place. */
  readonly position: number;
  readonly span: Span;
}

export function readSimpleCommand(reading: Reading, place: Place, node: Command, head: Head): Extent {
  const words: ReadWord[] = node.name ? [readWord(reading, place, node.name)] : [];
  const suffix: (ReadRedirection | undefined)[] = node.suffix.map((part) => {
    if (part.type === "Word") words.push(readWord(reading, place, part));
    else if (part.type === "Assignment") words.push(readAssignmentWord(reading, place, part));
    else return readRedirection(reading, place, part);
    return undefined;
  });
  // Words are expanded before the assignments in front of them, those of a line without command one after the other.
  const assignments: ReadAssignment[] = [];
  const redirections: ReadRedirection[] = [];
  for (const part of node.prefix) {
    if (part.type !== "Assignment") {
      redirections.push(readRedirection(reading, place, part));
      continue;
    }
    const read = readAssignment(reading, place, part);
    assignments.push(read);
    if (node.name === undefined) reading.variables.set(part.name, read.known);
  }
  for (const redirection of suffix) if (redirection) redirections.push(redirection);
  const span = spanOf(place.script, node.pos, node.end);
  const extent = readCommandLine(reading, place, { words, assignments, redirections, position: node.pos, span }, head);
  const substitutions = [...assignments, ...words, ...redirections].flatMap((read) => read.substitutions);
  readSubstitutions(reading, place, substitutions);
  return extent;
}

/** Adds the command, or those that it hands to a shell. */
export function readCommandLine(reading: Reading, place: Place, line: CommandLine, head: Head): Extent {
  const items = itemsOf(line.words);
  const through = lookThrough(items);
  const assignments = [...line.assignments, ...through.assignments.map((item) => assignmentOf(item))];
  const wrappers = through.names.length > 0 ? [...place.wrappers, ...through.names] : place.wrappers;
  const inner = { ...place, wrappers };
  const whole = { ...line, assignments };
  const nested = through.script && readScript(reading, inner, whole, items, through, head);
  return nested ?? addCommand(reading, inner, whole, items, through, head);
}

function addCommand(
  reading: Reading,
  place: Place,
  line: CommandLine,
  items: readonly CommandItem[],
  { at, names }: LookThrough,
  head: Head,
): Extent {
  const item = items[at];
  const name = programName(item);
  const operands = wordsFrom(items, at + 1);
  const declared = isDeclaration(name) ? operands.flatMap(({ assignment }) => assignment ?? []) : [];
  const index = reading.add({
    name,
    word: item && commandWord(item),
    arguments: operands.map(({ word }) => word),
    assignments: [...line.assignments, ...declared].map(({ assignment }) => assignment),
    redirections: line.redirections.map(({ redirection }) => redirection),
    wrappers: place.wrappers,
    operator: head.operator,
    pipedFrom: head.pipedFrom,
    within: place.within,
    span: line.span,
  });
  if (names.every((wrapper) => wrapper === "command" || wrapper === "builtin")) {
    applyBuiltin(reading.variables, name, operands);
  }
  if (name === "find") readFindCommands(reading, place, items, at + 1, line.position);
  return { first: index, last: index };
}

/** Undefined when the script is not known or has no command: the shell itself is then the command. */
function readScript(
  reading: Reading,
  place: Place,
  line: CommandLine,
  items: readonly CommandItem[],
  { at, script: source }: LookThrough,
  head: Head,
): Extent {
  const found = source && scriptText(reading, line, source);
  const shell = programName(items[at]);
  const inner = found && reading.insideScript(place, line.position, [...place.wrappers, shell]);
  if (source === undefined || found === undefined || inner === undefined) return undefined;
  if (!reading.affordScript(found.text.text.length, place, line.position)) return undefined;
  const extent = inProcess(reading, place, line, source.process, () =>
    reading.readers.text(reading, inner, found.text, head),
  );
  if (extent === undefined) return undefined;
  const left = line.redirections.filter((redirection) => redirection !== found.input);
  reading.extend(extent.last, { redirections: left.map(({ redirection }) => redirection) });
  reading.extend(extent.first, { assignments: line.assignments.map(({ assignment }) => assignment) });
  return extent;
}

function inProcess(
  { variables }: Reading,
  { names }: Place,
  { assignments, position }: CommandLine,
  process: ScriptSource["process"],
  read: () => Extent,
): Extent {
  if (process === "same") return read();
  if (process === "later") {
    return variables.repeatedly(names, position, Number.POSITIVE_INFINITY, () => variables.apart(read));
  }
  return variables.apart(() => {
    for (const { assignment, known } of assignments) variables.set(assignment.name, known, true);
    return variables.childProcess(read);
  });
}

function scriptText(
  reading: Reading,
  { redirections }: CommandLine,
  { items }: ScriptSource,
): { text: ScriptText; input: ReadRedirection | undefined } | undefined {
  if (items === "input") {
    // Of several, the last one is what the shell reads.
    const input = redirections.findLast((redirection) => redirection.isInput);
    const nested = input?.input();
    return nested?.isKnown ? { text: nested.text, input } : undefined;
  }
  const words = [...new Set(items.map(({ word }) => word))];
  const builder = new ScriptTextBuilder(reading.source);
  for (const [index, word] of words.entries()) {
    const { text, isKnown } = word.nested();
    if (index === 0 && !isKnown) return undefined;
    const { offset } = word.word.span.start;
    if (index > 0) builder.add(" ", offset, offset);
    builder.copy(text, 0, text.text.length);
  }
  return { text: builder.finish(), input: undefined };
}

function readFindCommands(
  reading: Reading,
  place: Place,
  items: readonly CommandItem[],
  at: number,
  position: number,
): void {
  for (const command of findCommands(items, at)) {
    const words = wordsFrom(command, 0);
    const [first, last] = [words[0], words.at(-1)];
    const inner = reading.insideScript(place, position, [...place.wrappers, "find"]);
    if (first === undefined || last === undefined || inner === undefined) return;
    const span = { start: first.word.span.start, end: last.word.span.end };
    const line = { words, assignments: [], redirections: [], position, span };
    reading.variables.apart(() => readCommandLine(reading, inner, line, noHead));
  }
}

/** `X=y` of `env X=y command`. */
function assignmentOf({ word }: CommandItem): ReadAssignment {
  const { text, value, fields, variables, span } = word.word;
  const whole = value ?? text;
  const length = whole.indexOf("=") + 1;
  const behind = value?.slice(length);
  const known = behind === undefined ? ({ kind: "unknown" } as const) : ({ kind: "scalar", value: behind } as const);
  const choices = fields?.map((field) => field.slice(length));
  const assigned = {
    ...word.behind(length),
    value: behind,
    fields: behind === undefined ? choices : [behind],
    variables,
  };
  return { assignment: { name: whole.slice(0, length - 1), value: assigned, span }, known, substitutions: [] };
}
