import type { BuildCommand } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { type CommandLine, optionNames, optionOr, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand, installCommand } from "./build-reader.ts";

const pipOptions = optionNames(
  `-r --requirement --requirements -c --constraint --constraints -e --editable -t --target --prefix --root -i --index-url
  --default-index --index --extra-index-url -f --find-links --trusted-host --no-binary --only-binary --platform --python-version
  --implementation --abi --cache-dir --timeout --retries --upgrade-strategy --src --proxy --cert --client-cert --global-option
  --build-option --config-settings -C --progress-bar --log --use-feature --report --root-user-action --python -p --group -w
  --wheel-dir -d --dest --exists-action --keyring-provider --overrides --build-constraint --resolution --prerelease
  --link-mode --index-strategy`,
);

/** What describes a project that is installed itself. */
const projectFiles = ["pyproject.toml", "setup.py", "setup.cfg"];

/** Python's package tools, builders and test runners. `python -m x` is read as `x`, see `innerCommand`. */
export function readPythonCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (/^pip(?:\d[\d.]*)?$/.test(name)) return readPip("pip", words);
  if (/^python(?:\d[\d.]*)?$/.test(name)) return readScript(words);
  if (Object.hasOwn(simple, name)) return simple[name];
  if (Object.hasOwn(readers, name)) return readers[name]?.(words);
  return undefined;
}

/** Programs that do one thing, whatever their arguments. */
const simple: Readonly<Record<string, BuildCommand>> = {
  pytest: buildCommand("pytest", "python", "test"),
  "py.test": buildCommand("pytest", "python", "test"),
  unittest: buildCommand("unittest", "python", "test"),
  nose2: buildCommand("nose2", "python", "test"),
  nosetests: buildCommand("nosetests", "python", "test"),
  tox: buildCommand("tox", "python", "test"),
  nox: buildCommand("nox", "python", "test"),
  "pyproject-build": buildCommand("python -m build", "python", "bundle", { output: "dist" }),
  pyinstaller: buildCommand("pyinstaller", "python", "bundle", { output: "dist" }),
  PyInstaller: buildCommand("pyinstaller", "python", "bundle", { output: "dist" }),
  shiv: buildCommand("shiv", "python", "bundle"),
  pex: buildCommand("pex", "python", "bundle"),
  nuitka: buildCommand("nuitka", "python", "compile"),
  nuitka3: buildCommand("nuitka", "python", "compile"),
  cythonize: buildCommand("cythonize", "python", "compile"),
};

const readers: Readonly<Record<string, (words: readonly ShellWord[]) => BuildCommand | undefined>> = {
  uv: readUv,
  poetry: (words) => readManager("poetry", words, ["pyproject.toml", "poetry.lock"]),
  pdm: (words) => readManager("pdm", words, ["pyproject.toml", "pdm.lock"]),
  rye: (words) => readManager("rye", words, ["pyproject.toml", "requirements.lock"]),
  pipenv: (words) => readManager("pipenv", words, ["Pipfile", "Pipfile.lock"]),
  pixi: (words) => readManager("pixi", words, ["pixi.toml", "pixi.lock", "pyproject.toml"]),
  hatch: (words) => readManager("hatch", words, projectFiles),
  flit: (words) => readManager("flit", words, projectFiles),
  maturin: readMaturin,
  coverage: (words) => (words[0]?.value === "run" ? buildCommand("coverage run", "python", "test") : undefined),
  "pip-sync": readPipSync,
  conda: (words) => readConda("conda", words),
  mamba: (words) => readConda("mamba", words),
  micromamba: (words) => readConda("micromamba", words),
};

function readPip(tool: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, pipOptions);
  const [first, ...rest] = line.operands.map(({ value }) => value);
  if (first === "sync") return buildCommand(`${tool} sync`, "python", "install", { manifests: rest });
  if (first !== "install" && first !== "wheel" && first !== "download") return undefined;
  const manifests = valuesOf(line, "-r", "--requirement", "--requirements");
  // The project itself (`.`, `-e .`) is named like a package: it cannot come before its sources.
  const packages = [...rest, ...valuesOf(line, "-e", "--editable")];
  const output =
    first === "wheel" ? optionOr(line, ".", "-w", "--wheel-dir") : optionValue(line, "-t", "--target", "--prefix");
  return buildCommand(`${tool} ${first}`, "python", "install", { output, packages, manifests });
}

function valuesOf(line: CommandLine, ...names: readonly string[]): string[] {
  return names.flatMap((name) => line.options.get(name) ?? []).filter((value) => value !== "");
}

function readPipSync(words: readonly ShellWord[]): BuildCommand {
  const files = readCommandLine(words, pipOptions).operands.map(({ value }) => value);
  return buildCommand("pip-sync", "python", "install", { manifests: files.length > 0 ? files : ["requirements.txt"] });
}

function readUv(words: readonly ShellWord[]): BuildCommand | undefined {
  const start = words.findIndex((word) => word.value === "pip");
  if (start !== -1 && words.slice(0, start).every((word) => word.value?.startsWith("-"))) {
    return readPip("uv pip", words.slice(start + 1));
  }
  const line = readCommandLine(
    words,
    optionNames(
      "--project --directory --python -p --group --extra --only-group --no-group --index --index-url --default-index --package --no-install-package --link-mode --cache-dir -o --out-dir --with --config-file",
    ),
  );
  const [first, second, ...rest] = line.operands.map(({ value }) => value);
  const lock = ["pyproject.toml", "uv.lock"];
  if (first === "sync") return buildCommand("uv sync", "python", "install", { manifests: lock });
  if (first === "build")
    return buildCommand("uv build", "python", "bundle", { output: optionOr(line, "dist", "-o", "--out-dir") });
  if (first === "add") return installCommand("uv add", "python", [second ?? "", ...rest].filter(Boolean), lock);
  if (first === "tool" && second === "install") return installCommand("uv tool install", "python", rest, []);
  return first === "lock" || first === "export" ? buildCommand(`uv ${first}`, "python", "other") : undefined;
}

/** Tools with `install`, `sync`, `add` and `build`, each with its own manifest. */
function readManager(
  name: string,
  words: readonly ShellWord[],
  manifests: readonly string[],
): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames(
      "-C --directory -P --project -p --with --without --only -E --extras -G --group -r --requirements -e --environment --format -f -d -o --output --python",
    ),
  );
  const [first, ...rest] = line.operands.map(({ value }) => value);
  const tool = `${name} ${first}`;
  if (first === "install" || first === "sync" || first === "add") {
    const file = name === "pipenv" ? optionValue(line, "-r", "--requirements") : undefined;
    return installCommand(tool, "python", rest, file === undefined ? manifests : [file]);
  }
  if (first === "build") return buildCommand(tool, "python", "bundle", { output: "dist" });
  if (first === "test") return buildCommand(tool, "python", "test");
  return first === "export" || first === "lock" ? buildCommand(tool, "python", "other") : undefined;
}

function readMaturin(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames("-m --manifest-path -o --out -i --interpreter -F --features --target"),
  );
  const first = line.operands[0]?.value;
  if (first !== "build" && first !== "develop") return undefined;
  return buildCommand(`maturin ${first}`, "rust", "compile", {
    output: optionOr(line, "target/wheels", "-o", "--out"),
  });
}

function readConda(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames("-n --name -p --prefix -f --file -c --channel -r --root-prefix --solver"),
  );
  const [first, second, ...rest] = line.operands.map(({ value }) => value);
  const files = valuesOf(line, "-f", "--file");
  const isEnvironment = first === "env" && (second === "create" || second === "update");
  if (isEnvironment)
    return buildCommand(`${name} env ${second}`, "python", "install", {
      manifests: files.length > 0 ? files : ["environment.yml"],
    });
  if (first !== "install" && first !== "create" && first !== "update") return undefined;
  const packages = [second ?? "", ...rest].filter(Boolean);
  return files.length === 0 && packages.length === 0
    ? undefined
    : installCommand(`${name} ${first}`, "python", packages, files);
}

/** `python setup.py …` and Django's `python manage.py …`. */
function readScript(words: readonly ShellWord[]): BuildCommand | undefined {
  const index = words.findIndex((word) => !word.value?.startsWith("-"));
  const file = words[index]?.value ?? "";
  const first = words[index + 1]?.value ?? "";
  if (file.endsWith("setup.py")) {
    const tool = `python setup.py ${first}`.trim();
    if (first === "install" || first === "develop") return buildCommand(tool, "python", "install", { packages: ["."] });
    if (first === "test") return buildCommand(tool, "python", "test");
    if (first === "build_ext") return buildCommand(tool, "python", "compile");
    return /^(?:build|bdist|bdist_wheel|sdist)$/.test(first)
      ? buildCommand(tool, "python", "bundle", { output: first === "build" ? "build" : "dist" })
      : undefined;
  }
  if (!file.endsWith("manage.py")) return undefined;
  if (first === "test") return buildCommand("manage.py test", "python", "test");
  return first === "collectstatic" || first === "compress"
    ? buildCommand(`manage.py ${first}`, "python", "bundle")
    : undefined;
}
