import type { ShellWord } from "../../model/shell.ts";
import { optionNames } from "../command-line.ts";

/** A command behind a program that runs another: `npx vite build` is `vite` with `build`. */
export interface InnerCommand {
  readonly name: string;
  readonly words: readonly ShellWord[];
}

interface Runner {
  /** Words that must come first, such as `exec`; any of the lists. Empty where the program itself is the command. */
  readonly subcommands: readonly (readonly string[])[];
  readonly valued: ReadonlySet<string>;
}

const nodeOptions = "-w --workspace --prefix --filter -F -C --dir --cwd -p --package -c --call";
const pythonOptions =
  "--project --directory --python -p --with --with-editable --with-requirements --group --extra --only-group --env-file --no-group -C -P --index -e --env";

const runners: Readonly<Record<string, Runner>> = {
  npx: runner([[]], nodeOptions),
  bunx: runner([[]], nodeOptions),
  npm: runner([["exec"], ["x"]], nodeOptions),
  pnpm: runner([["exec"], ["dlx"]], nodeOptions),
  yarn: runner([["exec"], ["dlx"]], nodeOptions),
  bun: runner([["x"]], nodeOptions),
  "cross-env": runner([[]], ""),
  dotenv: runner([[]], "-e -c"),
  nyc: runner([[]], ""),
  c8: runner([[]], ""),
  poetry: runner([["run"]], pythonOptions),
  pipenv: runner([["run"]], pythonOptions),
  pdm: runner([["run"]], pythonOptions),
  uv: runner([["run"], ["tool", "run"]], pythonOptions),
  uvx: runner([[]], pythonOptions),
  hatch: runner([["run"]], pythonOptions),
  rye: runner([["run"]], pythonOptions),
  pixi: runner([["run"]], pythonOptions),
  conda: runner([["run"]], "-n --name -p --prefix --cwd"),
  micromamba: runner([["run"]], "-n --name -p --prefix --cwd"),
  mamba: runner([["run"]], "-n --name -p --prefix --cwd"),
  bundle: runner([["exec"]], "--gemfile"),
  bundler: runner([["exec"]], "--gemfile"),
  symfony: runner([["php"]], ""),
  scl: runner([["enable"]], ""),
};

function runner(subcommands: Runner["subcommands"], valued: string): Runner {
  return { subcommands, valued: optionNames(valued) };
}

/** The command inside, where the program only runs another one. */
export function innerCommand(name: string, words: readonly ShellWord[]): InnerCommand | undefined {
  // Cross compilation helpers of tonistiigi/xx: `xx-go build`, `xx-cargo build`, `xx-clang`.
  if (name.startsWith("xx-")) return { name: name.slice("xx-".length), words };
  if (/^python(?:\d[\d.]*)?$/.test(name)) return pythonModule(words);
  const found = Object.hasOwn(runners, name) ? runners[name] : undefined;
  if (!found) return undefined;
  for (const subcommand of found.subcommands) {
    const inner = behind(words, subcommand, found.valued);
    if (inner) return inner;
  }
  return undefined;
}

function behind(
  words: readonly ShellWord[],
  subcommand: readonly string[],
  valued: ReadonlySet<string>,
): InnerCommand | undefined {
  let index = 0;
  for (const expected of subcommand) {
    index = skipOptions(words, index, valued);
    if (words[index]?.value !== expected) return undefined;
    index += 1;
  }
  index = skipOptions(words, index, valued);
  // `cross-env NODE_ENV=production webpack`
  while (/^[A-Za-z_]\w*=/.test(words[index]?.value ?? "")) index += 1;
  return commandAt(words, index);
}

function skipOptions(words: readonly ShellWord[], from: number, valued: ReadonlySet<string>): number {
  let index = from;
  for (let text = words[index]?.value; text?.startsWith("-"); text = words[index]?.value) {
    index += valued.has(text) ? 2 : 1;
    if (text === "--") break;
  }
  return index;
}

/** `python -m pytest` is `pytest`; `python setup.py build` stays with Python. */
function pythonModule(words: readonly ShellWord[]): InnerCommand | undefined {
  const index = words.findIndex((word) => word.value === "-m" || !word.value?.startsWith("-"));
  if (words[index]?.value !== "-m") return undefined;
  const module = commandAt(words, index + 1);
  // A module with a name too common for a program of its own: what it installs is called otherwise.
  return module?.name === "build" ? { ...module, name: "pyproject-build" } : module;
}

function commandAt(words: readonly ShellWord[], index: number): InnerCommand | undefined {
  const text = words[index]?.value;
  if (text === undefined || text === "") return undefined;
  // A path, or a package with its version: `./node_modules/.bin/vite`, `vite@5`.
  const name = text.slice(text.lastIndexOf("/") + 1);
  return { name: name.replace(/(?<=.)@.*$/s, ""), words: words.slice(index + 1) };
}
