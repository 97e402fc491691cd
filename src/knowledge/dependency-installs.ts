import type { ShellCommand } from "../model/shell.ts";
import { innerCommand } from "./build-commands/runners.ts";
import type { BuildVariables } from "./build-variables.ts";
import type { DependencyCommand, DependencyReader } from "./dependency-installs/dependency-command.ts";
import { readNodeDependencies } from "./dependency-installs/node.ts";
import { readElixirDependencies, readPhpDependencies, readRubyDependencies } from "./dependency-installs/others.ts";
import { readPythonDependencies } from "./dependency-installs/python.ts";

const readers: readonly DependencyReader[] = [
  readNodeDependencies,
  readPythonDependencies,
  readPhpDependencies,
  readRubyDependencies,
  readElixirDependencies,
];

/** Runners in a row that are looked through: `python -m poetry run pip` are two. */
const deepest = 3;

/**
 * What a command does to the dependencies of a project: whether it installs those for development too, and where they go.
 * Undefined for all other commands, and for installs of packages by name.
 */
export function readDependencyCommand(command: ShellCommand, variables: BuildVariables): DependencyCommand | undefined {
  let current = { name: command.name, words: command.arguments };
  for (let depth = 0; depth < deepest; depth += 1) {
    if (current.name === "corepack") {
      const [inner, ...words] = current.words;
      current = { name: (inner?.value ?? "").replace(/@.*$/, ""), words };
    }
    const inner = innerCommand(current.name, current.words);
    if (!inner) break;
    current = inner;
  }
  for (const read of readers) {
    const found = read(current.name, current.words, variables);
    if (found) return found;
  }
  return undefined;
}
