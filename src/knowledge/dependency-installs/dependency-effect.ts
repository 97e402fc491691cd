import type { ShellWord } from "../../model/shell.ts";
import type { InstallSettings } from "./settings.ts";

/** What an install, a prune or a deploy leaves in the folders that hold dependencies. */
export interface DependencyEffect {
  /** As a person calls it: `npm ci`, `uv sync`. */
  readonly tool: string;
  /** `production`: those alone; development dependencies that were in the folders are gone. */
  readonly brings: "development" | "production";
  /** Where they go, relative to where the command works, or absolute; `*` for names that are not known. */
  readonly folders: readonly string[];
  /** The folder that an option sends the command to. */
  readonly directory?: string | undefined;
  /** What lists the development dependencies, as the object of a sentence. */
  readonly list: string;
  /** True when the command asks for them by name: there is no doubt that there are some. */
  readonly isExplicit: boolean;
  /** What to do instead, as the start of a sentence. */
  readonly instead: string;
  /** What to put behind the command to leave them out, where that is all it takes. */
  readonly option: string | undefined;
}

export interface InstallCall {
  readonly name: string;
  readonly words: readonly ShellWord[];
  /** The command word: a program in a virtual environment installs there. */
  readonly path: string;
  readonly settings: InstallSettings;
}

export type DependencyReader = (call: InstallCall) => DependencyEffect | undefined;

/** Words for groups, extras and files of dependencies that only developers need. */
export function isDevelopmentWord(word: string): boolean {
  return /^(?:dev|devel|develop|development|test|tests|testing|lint|linting|typing|type-?check)$/i.test(word);
}

/** Whether one of the names between commas, colons or blanks is such a word. */
export function namesDevelopment(list: string): boolean {
  return list.split(/[\s,:]+/).some(isDevelopmentWord);
}
