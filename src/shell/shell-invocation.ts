import type { CommandItem } from "./command-items.ts";

/** What a command line such as `bash -euxo pipefail -c "…"` reads as its script. */
export type ShellInput =
  /** The word that holds the script. */
  | { readonly kind: "string"; readonly at: number }
  /** The standard input. */
  | { readonly kind: "input" }
  /** A file, or it cannot be told. */
  | { readonly kind: "other" };

const longOptionsWithValue = new Set(["--rcfile", "--init-file"]);

/** @param at index of the first item behind the shell's name. */
export function shellInput(items: readonly CommandItem[], at: number): ShellInput {
  let isString = false;
  let isInput = false;
  let index = at;
  for (; index < items.length; index++) {
    const item = items[index];
    const value = item?.value;
    if (item?.isEmpty) continue;
    // What is not known may be options: they are passed over as long as `-c` comes later.
    if (value === undefined) {
      if (isString || !items.slice(index, index + 8).some((later) => hasLetter(later.value, "c"))) break;
      continue;
    }
    if (value === "--" || value === "-") {
      index++;
      break;
    }
    if (!/^[-+]./.test(value)) break;
    if (value.startsWith("--")) {
      if (longOptionsWithValue.has(value)) index++;
      continue;
    }
    isString ||= hasLetter(value, "c");
    isInput ||= hasLetter(value, "s");
    index += value.replace(/[^oO]/g, "").length;
  }
  if (isString) return index < items.length ? { kind: "string", at: index } : { kind: "other" };
  return isInput || index >= items.length ? { kind: "input" } : { kind: "other" };
}

/** Whether a word is a group of short options with this one. */
function hasLetter(value: string | undefined, letter: string): boolean {
  return value !== undefined && /^-[A-Za-z]+$/.test(value) && value.includes(letter);
}

/** `su - postgres -c "…"`: the value of `-c`, wherever it stands. */
export function commandOption(items: readonly CommandItem[], at: number): number | undefined {
  for (let index = at; index + 1 < items.length; index++) {
    const value = items[index]?.value;
    if (value === "--command" || (value !== undefined && /^-[a-z]*c$/.test(value))) return index + 1;
    if (value === "-s" || value === "--shell" || value === "-g" || value === "--group") index++;
  }
  return undefined;
}
