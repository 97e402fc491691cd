import type { ShellCommand } from "../model/shell.ts";
import { innerCommand } from "./build-commands/runners.ts";
import type { DependencyReader } from "./dependency-installs/dependency-effect.ts";
import { readNodeDependencies } from "./dependency-installs/node.ts";
import { readPipDependencies } from "./dependency-installs/pip.ts";
import { readPythonProject } from "./dependency-installs/python-projects.ts";
import { readScriptingDependencies } from "./dependency-installs/scripting-languages.ts";
import type { InstallSettings } from "./dependency-installs/settings.ts";

export type { DependencyEffect } from "./dependency-installs/dependency-effect.ts";

const readers: readonly DependencyReader[] = [
  readNodeDependencies,
  readPipDependencies,
  readPythonProject,
  readScriptingDependencies,
];

/**
 * What a command does about development dependencies: brings them along with the others, or brings the others alone, which takes
 * away those that were there. Undefined for every other command, and where options or settings are not known.
 */
export function readDependencyEffect(command: ShellCommand, settings: InstallSettings) {
  const inner = innerCommand(command.name, command.arguments) ?? { name: command.name, words: command.arguments };
  for (const read of readers) {
    const effect = read({ ...inner, path: command.word?.value ?? "", settings });
    if (effect) return effect;
  }
  return undefined;
}
