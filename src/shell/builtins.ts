import { identifiersIn } from "./assigned-names.ts";
import type { ReadWord } from "./read-word.ts";
import type { Variables } from "./variables.ts";

const declaring = new Set(["export", "readonly", "declare", "typeset", "local"]);

/** What `/etc/os-release` and `/etc/lsb-release` set when they are sourced. */
const releaseVariables = [
  "ID",
  "ID_LIKE",
  "NAME",
  "PRETTY_NAME",
  "UBUNTU_CODENAME",
  "VARIANT",
  "VARIANT_ID",
  "VERSION",
  "VERSION_CODENAME",
  "VERSION_ID",
];

/** Whether the arguments of a command are assignments that hold in the shell. */
export function isDeclaration(name: string): boolean {
  return declaring.has(name);
}

/**
 * What a builtin does to the variables. Of a file that is sourced nothing is known, and what was known before is kept: more
 * files only add to the environment than change what the Dockerfile set.
 */
export function applyBuiltin(variables: Variables, name: string, words: readonly ReadWord[]): void {
  if (declaring.has(name)) declare(variables, name, words);
  else if (name === "unset") unset(variables, words);
  else if (name === "read" || name === "getopts" || name === "mapfile" || name === "readarray")
    forgetOperands(variables, words);
  else if (name === "let") for (const { word } of words) forgetAll(variables, identifiersIn(word.text));
  else if (name === "printf") forgetPrinted(variables, words);
  else if ((name === "." || name === "source") && /-release$/.test(words[0]?.word.value ?? "")) {
    forgetAll(variables, releaseVariables);
  }
}

function declare(variables: Variables, name: string, words: readonly ReadWord[]): void {
  const exports = name === "export" || words.some(({ word }) => /^-[A-Za-z]*x/.test(word.value ?? ""));
  for (const { word, assignment } of words) {
    if (assignment) {
      variables.set(assignment.assignment.name, assignment.known, exports);
      continue;
    }
    const match = /^([A-Za-z_]\w*)(=?)/.exec(word.text);
    if (!match?.[1]) continue;
    if (match[2] === "=") variables.set(match[1], valueBehind(word.value, match[0].length), exports);
    else if (exports) variables.export(match[1]);
    else if (name === "local") variables.forget(match[1]);
  }
}

function valueBehind(value: string | undefined, length: number) {
  return value === undefined
    ? ({ kind: "unknown" } as const)
    : ({ kind: "scalar", value: value.slice(length) } as const);
}

function unset(variables: Variables, words: readonly ReadWord[]): void {
  if (words[0]?.word.value === "-f") return;
  for (const { word } of words) {
    for (const field of word.fields ?? []) if (/^[A-Za-z_]\w*$/.test(field)) variables.set(field, { kind: "unset" });
  }
}

function forgetOperands(variables: Variables, words: readonly ReadWord[]): void {
  variables.forget("REPLY");
  for (const { word } of words) {
    const name = /^["']?([A-Za-z_]\w*)/.exec(word.text)?.[1];
    if (name) variables.forget(name);
  }
}

/** `printf -v NAME …`. */
function forgetPrinted(variables: Variables, words: readonly ReadWord[]): void {
  if (words[0]?.word.value !== "-v") return;
  const name = /^[A-Za-z_]\w*/.exec(words[1]?.word.text ?? "")?.[0];
  if (name) variables.forget(name);
}

function forgetAll(variables: Variables, names: readonly string[]): void {
  for (const name of names) variables.forget(name);
}
