import type { ShellWord } from "../model/shell.ts";
import type { ReadWord } from "./read-word.ts";

/**
 * One argument as the program gets it: a field of a word, or a word whose fields are not known. A word that becomes no
 * field at all is an item without value, too, so that it is not lost.
 */
export interface CommandItem {
  readonly word: ReadWord;
  readonly value: string | undefined;
  readonly isEmpty: boolean;
  readonly isFirstField: boolean;
}

export function itemsOf(words: readonly ReadWord[]): CommandItem[] {
  return words.flatMap((word): CommandItem[] => {
    const { value, fields } = word.word;
    if (value === undefined || fields === undefined) {
      return [{ word, value: undefined, isEmpty: false, isFirstField: true }];
    }
    if (fields.length === 0) return [{ word, value: undefined, isEmpty: true, isFirstField: true }];
    return fields.map((field, index) => ({ word, value: field, isEmpty: false, isFirstField: index === 0 }));
  });
}

/** The words from an item on; where it is in the middle of a word, the rest of that word comes first. */
export function wordsFrom(items: readonly CommandItem[], at: number): ReadWord[] {
  const [first] = items.slice(at, at + 1);
  if (first === undefined) return [];
  if (first.isFirstField) return distinctWords(items, at);
  let end = at;
  while (end < items.length && items[end]?.word === first.word) end++;
  const fields = items.slice(at, end).flatMap(({ value }) => value ?? []);
  return [partOf(first.word, fields), ...distinctWords(items, end)];
}

function distinctWords(items: readonly CommandItem[], at: number): ReadWord[] {
  return items.slice(at).flatMap(({ word, isFirstField }) => (isFirstField ? word : []));
}

/** The command word of an item: the word itself, or of several fields its own. */
export function commandWord({ word, value }: CommandItem): ShellWord {
  const { fields } = word.word;
  if (value === undefined || fields?.length === 1) return word.word;
  return { ...word.word, value, fields: [value] };
}

function partOf(word: ReadWord, fields: readonly string[]): ReadWord {
  return { ...word, word: { ...word.word, value: fields.join(" "), fields } };
}

/** Last path component of the program that an item names; empty where it is not known. */
export function programName(item: CommandItem | undefined): string {
  if (item === undefined || item.isEmpty) return "";
  const { value } = item;
  return (value === undefined ? item.word.lastComponent() : value.slice(value.lastIndexOf("/") + 1)) ?? "";
}
