import type { ShellWord } from "../../model/shell.ts";
import type { BuildVariables } from "../build-variables.ts";

export type Ecosystem = "node" | "python" | "php" | "ruby" | "elixir";

/** A command that fills or thins out a folder of dependencies. */
export interface DependencyCommand {
  readonly ecosystem: Ecosystem;
  /** As a person calls it: `npm ci`. */
  readonly tool: string;
  /**
   * `install`: the folder holds afterwards what was asked for. `add`: what was there stays. `deploy`: a project with its
   * dependencies goes to a folder of its own. `prune`: development dependencies are taken out again.
   */
  readonly action: "install" | "add" | "deploy" | "prune";
  /** Whether development dependencies are among them; undefined where that is known only when it is built. */
  readonly development: boolean | undefined;
  /** The command without development dependencies, for a message: `npm ci --omit=dev`. */
  readonly remedy: string;
  /** Folder of the project, seen from the working directory. */
  readonly project: string;
  /** Where the dependencies go, seen from the project, as far as the command says so. */
  readonly folder: string | undefined;
  /** Packages and extras that the command names, in lower case. */
  readonly packages: readonly string[];
}

/** Reads the commands of one ecosystem; undefined for all that touch no dependencies of a project. */
export type DependencyReader = (
  name: string,
  words: readonly ShellWord[],
  variables: BuildVariables,
) => DependencyCommand | undefined;

const developmentWords = new Set(["dev", "devel", "develop", "development", "test", "tests", "testing", "lint"]);

/** Whether a group, an extra or a file of requirements is named for development: `dev`, `requirements-dev.txt`, `tests`. */
export function isDevelopmentGroup(name: string): boolean {
  return name
    .toLowerCase()
    .split(/[-_./]/)
    .some((word) => developmentWords.has(word));
}

/** Names of groups between blanks, commas or colons. */
export function groupsIn(text: string): string[] {
  return text.split(/[\s,:]+/).filter((group) => group !== "");
}
