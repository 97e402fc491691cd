import type { BuildCommand } from "../model/build-command.ts";
import type { ShellCommand, ShellWord } from "../model/shell.ts";
import type { BuildSettings } from "./build-settings.ts";
import { hasOption, optionNames, optionValue, readCommandLine } from "./command-line.ts";

/** A virtual environment that a command makes. */
export interface PythonEnvironment {
  /** As written; relative to the working directory. */
  readonly path: string;
  readonly tool: string;
  /** True where the interpreter is copied into it instead of linked. */
  readonly copiesInterpreter: boolean;
  /** Interpreter that the command names: `3.12`, `python3.11`, `/usr/bin/python3`. */
  readonly interpreter: string | undefined;
  /** True where uv chooses the interpreter, and gets one of its own where none is there. */
  readonly byUv: boolean;
}

/** `python -m venv`, `virtualenv`, `uv venv`, and the tools that make an environment in the project. */
export function readPythonEnvironment(
  { name, arguments: words }: ShellCommand,
  build: BuildCommand | undefined,
  settings: BuildSettings,
): PythonEnvironment | undefined {
  if (/^python(?:3(?:\.\d+)?)?$/.test(name)) {
    const module = words.findIndex((word) => word.value === "-m");
    const what = words[module + 1]?.value;
    if (module === -1 || (what !== "venv" && what !== "virtualenv")) return undefined;
    return readCreation(`python -m ${what}`, words.slice(module + 2), name);
  }
  if (name === "virtualenv" || /^pyvenv/.test(name)) return readCreation("virtualenv", words, undefined);
  if (name === "uv" && words[0]?.value === "venv") return readUvVenv(words.slice(1), settings);
  return build && inProject(build, words, settings);
}

function readCreation(
  tool: string,
  words: readonly ShellWord[],
  interpreter: string | undefined,
): PythonEnvironment | undefined {
  const line = readCommandLine(
    words,
    optionNames("--prompt -p --python --pip --setuptools --wheel --app-data --download"),
  );
  const path = line.operands[0]?.value;
  if (path === undefined) return undefined;
  return {
    path,
    tool,
    copiesInterpreter: hasOption(line, "--copies", "--always-copy"),
    interpreter:
      optionValue(line, "-p", "--python") ??
      (interpreter === "python" || interpreter === "python3" ? undefined : interpreter),
    byUv: false,
  };
}

function readUvVenv(words: readonly ShellWord[], settings: BuildSettings): PythonEnvironment | undefined {
  const line = readCommandLine(
    words,
    optionNames("--python -p --prompt --cache-dir --project --directory --index-url --link-mode"),
  );
  const interpreter = optionValue(line, "--python", "-p") ?? settings.get("UV_PYTHON");
  const path = line.operands[0]?.value ?? ".venv";
  return line.unknown || hasOption(line, "--project", "--directory")
    ? undefined
    : { path, tool: "uv venv", copiesInterpreter: false, interpreter, byUv: true };
}

const projectTools: Readonly<Record<string, { readonly setting?: string; readonly byUv: boolean }>> = {
  "uv sync": { byUv: true },
  "pdm install": { byUv: false },
  "pdm sync": { byUv: false },
  "poetry install": { setting: "POETRY_VIRTUALENVS_IN_PROJECT", byUv: false },
  "pipenv install": { setting: "PIPENV_VENV_IN_PROJECT", byUv: false },
  "pipenv sync": { setting: "PIPENV_VENV_IN_PROJECT", byUv: false },
};

function inProject(
  build: BuildCommand,
  words: readonly ShellWord[],
  settings: BuildSettings,
): PythonEnvironment | undefined {
  const found = Object.hasOwn(projectTools, build.tool) ? projectTools[build.tool] : undefined;
  if (!found) return undefined;
  if (found.setting !== undefined && !/^(?:1|true)$/i.test(settings.get(found.setting) ?? "")) return undefined;
  if (words.some(({ text }) => /^(?:--project|--directory|--active|-P|-C)\b/.test(text))) return undefined;
  const line = readCommandLine(words, optionNames("--python -p"));
  const told = found.byUv ? settings.get("UV_PROJECT_ENVIRONMENT") : undefined;
  if (found.byUv && settings.has("UV_PROJECT_ENVIRONMENT") && told === undefined) return undefined;
  return {
    path: told ?? ".venv",
    tool: build.tool,
    copiesInterpreter: false,
    interpreter: optionValue(line, "--python", "-p") ?? (found.byUv ? settings.get("UV_PYTHON") : undefined),
    byUv: found.byUv,
  };
}
