import type { ArrayValue, Assignment, Word, WordPart } from "unbash";
import type { ShellAssignment, ShellWord } from "../model/shell.ts";
import { type NestedScript, nestedText } from "./nested-text.ts";
import type { Place, Reading } from "./reading.ts";
import { type ExpandedStretch, expandedWithin, type ScriptText, spanOf } from "./script-text.ts";
import { type Known, maximumChoices } from "./variables.ts";
import { type Expansion, expandWord } from "./word-expansion.ts";
import { type Substitution, surveyOf } from "./word-survey.ts";

/** A word with what reading on from it takes. */
export interface ReadWord {
  readonly word: ShellWord;
  readonly expansion: Expansion;
  readonly substitutions: readonly Substitution[];
  /** The assignment that the word is to `export` and its like. */
  readonly assignment: ReadAssignment | undefined;
  /** The word as text for a shell. */
  nested(): NestedScript;
  /** What certainly follows the last `/`, as `pip` in `$VENV/bin/pip`; undefined when there is none or it is not known. */
  lastComponent(): string | undefined;
  /** An expansion and nothing else, not quoted: it may become no word at all. */
  readonly isBareExpansion: boolean;
  /** `y` of the word `X=y`, where the word starts with so many plain characters; otherwise the whole word. */
  behind(length: number): Pick<ShellWord, "text" | "span">;
}

export interface ReadAssignment {
  readonly assignment: ShellAssignment;
  /** What the variable holds afterwards. */
  readonly known: Known;
  readonly substitutions: readonly Substitution[];
}

const notKnown: Expansion = { value: undefined, fields: undefined, choices: undefined, hasGlob: false };

export function readWord(reading: Reading, place: Place, node: Word, braces = true): ReadWord {
  const { script } = place;
  const survey = surveyOf(node, node.text);
  if (survey.truncated) reading.leaveOut("nested too deeply to be read", script, node.pos);
  const expanded = expandedWithin(script, node.pos, node.end);
  const unknown = expanded.length === 0 ? expanded : expanded.filter(({ isKnown }) => !isKnown);
  // Where an outer shell fills in what is not known, the word is not known either, and its substitutions are the outer shell's.
  const expansion = unknown.length > 0 ? notKnown : expandWord(node, reading, braces);
  return {
    word: {
      text: node.text,
      value: expansion.value,
      fields: expansion.fields,
      variables: expanded.length === 0 ? survey.variables : variablesOf(survey.variables, expanded),
      span: spanOf(script, node.pos, node.end),
    },
    expansion,
    substitutions:
      unknown.length === 0
        ? survey.substitutions
        : survey.substitutions.filter(({ pos }) => !unknown.some(({ start, end }) => start <= pos && pos < end)),
    assignment: undefined,
    nested: () => nestedText(script, node, reading),
    lastComponent: () => lastComponent(reading, script, node.parts ?? []),
    isBareExpansion: isBareExpansion(node),
    behind: (length) => {
      const isPlain = /^[\w+]*=/.exec(node.text)?.[0].length === length;
      const start = isPlain ? length : 0;
      return { text: node.text.slice(start), span: spanOf(script, node.pos + start, node.end) };
    },
  };
}

function variablesOf(own: readonly string[], expanded: readonly ExpandedStretch[]): string[] {
  return [...new Set([...own, ...expanded.flatMap(({ variables }) => variables)])];
}

function isBareExpansion({ parts }: Word): boolean {
  const [part] = parts ?? [];
  if (part === undefined || parts?.length !== 1) return false;
  return part.type === "SimpleExpansion" || part.type === "ParameterExpansion" || part.type === "CommandExpansion";
}

function lastComponent(reading: Reading, script: ScriptText, parts: readonly WordPart[]): string | undefined {
  const leaves = parts.flatMap((part): readonly WordPart[] => (part.type === "DoubleQuoted" ? part.parts : [part]));
  let tail = "";
  for (const part of leaves.reverse()) {
    if (expandedWithin(script, part.pos, part.end).some(({ isKnown }) => !isKnown)) return undefined;
    const { text, pos, end } = part;
    const { value } = expandWord({ type: "Word", text, value: text, pos, end, parts: [part] }, reading);
    if (value === undefined) return undefined;
    tail = value + tail;
    if (value.includes("/")) return tail.slice(tail.lastIndexOf("/") + 1);
  }
  return undefined;
}

export function readAssignment(reading: Reading, place: Place, node: Assignment): ReadAssignment {
  const { value } = node;
  const span = spanOf(place.script, node.pos, node.end);
  if (value.type === "ArrayValue") return readArray(reading, place, node, value, span);
  const { word, expansion, substitutions } = readWord(reading, place, value, false);
  const fields = word.value === undefined ? expansion.choices : [word.value];
  return {
    assignment: { name: node.name, value: { ...word, fields }, span },
    known: assigned(reading, node, expansion),
    substitutions,
  };
}

function assigned(reading: Reading, { name, append, index }: Assignment, { value, choices }: Expansion): Known {
  if (index !== undefined) return { kind: "unknown" };
  if (value === undefined) {
    const usable = choices !== undefined && choices.length <= maximumChoices && !append;
    return usable ? { kind: "choice", items: choices } : { kind: "unknown" };
  }
  if (!append) return { kind: "scalar", value };
  const before = reading.variables.get(name);
  if (before.kind === "unset") return { kind: "scalar", value };
  return before.kind === "scalar" ? { kind: "scalar", value: before.value + value } : { kind: "unknown" };
}

/** `NAME=(one "two" …)`. */
function readArray(
  reading: Reading,
  place: Place,
  node: Assignment,
  array: ArrayValue,
  span: ShellAssignment["span"],
): ReadAssignment {
  const elements = array.elements.map((element) => readWord(reading, place, element));
  const known = elements.every(({ word, expansion }) => isPlainElement(word.text) && expansion.value !== undefined);
  const items = known ? elements.flatMap(({ word }) => word.fields ?? []) : undefined;
  const value: ShellWord = {
    text: place.script.text.slice(array.pos, array.end),
    value: items?.join(" "),
    fields: items,
    variables: [...new Set(elements.flatMap(({ word }) => word.variables))],
    span: spanOf(place.script, array.pos, array.end),
  };
  return {
    assignment: { name: node.name, value, span },
    known: items === undefined ? { kind: "unknown" } : appended(reading, node, items),
    substitutions: elements.flatMap(({ substitutions }) => substitutions),
  };
}

function isPlainElement(text: string): boolean {
  return !text.startsWith("[");
}

function appended(reading: Reading, { name, append }: Assignment, items: readonly string[]): Known {
  if (!append) return { kind: "array", items };
  const before = reading.variables.get(name);
  if (before.kind !== "array" || !reading.budget.spend(before.items.length)) return { kind: "unknown" };
  return { kind: "array", items: [...before.items, ...items] };
}

/** `NAME=value` behind `export`: an assignment, and a word all the same. */
export function readAssignmentWord(reading: Reading, place: Place, node: Assignment): ReadWord {
  const read = readAssignment(reading, place, node);
  const { value } = read.assignment;
  const { text, pos, end } = node;
  const prefix = node.text.slice(0, node.value.pos - node.pos);
  const whole = value?.value === undefined ? undefined : prefix + value.value;
  return {
    word: {
      text: node.text,
      value: whole,
      fields: whole === undefined ? undefined : [whole],
      variables: value?.variables ?? [],
      span: read.assignment.span,
    },
    expansion: { value: whole, fields: whole === undefined ? undefined : [whole], choices: undefined, hasGlob: false },
    substitutions: read.substitutions,
    assignment: read,
    nested: () => nestedText(place.script, { type: "Word", text, value: text, pos, end }, reading),
    lastComponent: () => undefined,
    isBareExpansion: false,
    behind: () => value ?? { text: node.text, span: read.assignment.span },
  };
}
