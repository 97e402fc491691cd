import type { BuildCommand } from "../model/build-command.ts";
import type { ShellCommand } from "../model/shell.ts";
import type { BuildReader } from "./build-commands/build-reader.ts";
import { readCompiledLanguage } from "./build-commands/compiled-languages.ts";
import { readDotnetCommand } from "./build-commands/dotnet.ts";
import { readGoCommand, readRustCommand } from "./build-commands/go-and-rust.ts";
import { readJavaCommand } from "./build-commands/java.ts";
import { readNativeCommand } from "./build-commands/native.ts";
import { readDenoCommand, readNodeCommand } from "./build-commands/node.ts";
import { readPythonCommand } from "./build-commands/python.ts";
import { innerCommand } from "./build-commands/runners.ts";
import { readScriptingLanguage } from "./build-commands/scripting-languages.ts";

const readers: readonly BuildReader[] = [
  readNodeCommand,
  readDenoCommand,
  readPythonCommand,
  readGoCommand,
  readRustCommand,
  readJavaCommand,
  readDotnetCommand,
  readCompiledLanguage,
  readScriptingLanguage,
  readNativeCommand,
];

/** Runners in a row that are looked through: `poetry run python -m pytest` are two. */
const deepest = 4;

/**
 * What a command does in a build, whether it compiles, bundles, installs dependencies or tests; undefined for all others.
 * Programs that only run another (`npx`, `poetry run`, `bundle exec`, `python -m`, `xx-go`) are looked through.
 */
export function readBuildCommand(command: ShellCommand): BuildCommand | undefined {
  let current = { name: command.name, words: command.arguments };
  for (let depth = 0; depth < deepest; depth += 1) {
    const inner = innerCommand(current.name, current.words);
    if (!inner) break;
    current = inner;
  }
  for (const read of readers) {
    const found = read(current.name, current.words);
    if (found) return found;
  }
  return undefined;
}
