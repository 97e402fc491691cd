import type { ShellWord } from "../../model/shell.ts";
import { type BuildVariables, isSwitchedOn } from "../build-variables.ts";
import { type CommandLine, hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { type DependencyCommand, groupsIn, isDevelopmentGroup } from "./dependency-command.ts";

const pipOptions = optionNames(
  `-r --requirement --requirements -c --constraint --constraints -e --editable -t --target --prefix --root -i --index-url
  --default-index --index --extra-index-url -f --find-links --trusted-host --no-binary --only-binary --platform --python-version
  --implementation --abi --cache-dir --timeout --retries --upgrade-strategy --src --proxy --cert --client-cert --global-option
  --build-option --config-settings -C --progress-bar --log --use-feature --report --root-user-action --python -p --group
  --exists-action --keyring-provider --overrides --build-constraint --resolution --prerelease --link-mode --index-strategy --extra`,
);

const managerOptions = optionNames(
  `-C --directory -P --project -p --with --without --only -E --extras -G --group -r --requirements --format -f --python --extra
  --only-group --no-group --index --index-url --default-index --package --no-install-package --link-mode --cache-dir
  --config-file --categories`,
);

/** pip, Pipenv, Poetry, PDM, uv and pip-tools. */
export function readPythonDependencies(
  name: string,
  words: readonly ShellWord[],
  variables: BuildVariables,
): DependencyCommand | undefined {
  if (/^pip(?:\d[\d.]*)?$/.test(name)) return readPip("pip", words);
  if (name === "pip-sync") return readPip("pip-sync", words);
  const line = readCommandLine(words, managerOptions);
  const [first, second] = line.operands.map(({ value }) => value);
  if (name === "uv" && first === "pip")
    return readPip("uv pip", words.slice(words.findIndex((word) => word.value === "pip") + 1));
  if (hasOption(line, "--dry-run", "--only-root", "--version", "--help")) return undefined;
  if (name === "pipenv" && first === "uninstall" && hasOption(line, "--all-dev")) {
    return command(`pipenv ${first}`, "prune", false, "pipenv install --deploy", line);
  }
  if (first !== "install" && first !== "sync") return undefined;
  const tool = `${name} ${first}`;
  switch (name) {
    case "poetry":
      return command(
        tool,
        first === "sync" || hasOption(line, "--sync") ? "install" : "add",
        poetryTakes(line),
        `${tool} --only main`,
        line,
      );
    case "uv":
      return command(
        tool,
        hasOption(line, "--inexact") ? "add" : "install",
        uvTakes(line, variables),
        "uv sync --no-dev",
        line,
      );
    case "pipenv":
      if (first === "install" && second !== undefined) return undefined;
      return command(
        tool,
        "add",
        pipenvTakes(line, variables),
        `${tool}${first === "install" ? " --deploy" : ""}`,
        line,
      );
    case "pdm":
      return command(tool, "add", pdmTakes(line), `${tool} --prod`, line);
    default:
      return undefined;
  }
}

function command(
  tool: string,
  action: DependencyCommand["action"],
  development: boolean | undefined,
  remedy: string,
  line: CommandLine,
): DependencyCommand {
  const isSystem = tool.startsWith("pipenv") && hasOption(line, "--system");
  return {
    ecosystem: "python",
    tool,
    action,
    development: line.unknown && development === true ? undefined : development,
    remedy,
    project: optionValue(line, "-C", "--directory", "-P", "--project") ?? ".",
    folder: isSystem ? systemPackages : undefined,
    packages: [],
  };
}

/** Where Python's own packages are, whatever its version; see `carriedPath`. */
export const systemPackages = "/usr/local/lib/python/site-packages";

function readPip(tool: string, words: readonly ShellWord[]): DependencyCommand | undefined {
  const line = readCommandLine(words, pipOptions);
  const [first, ...named] = line.operands.map(({ value }) => value);
  const isSync = tool === "pip-sync" || first === "sync";
  if ((!isSync && first !== "install") || hasOption(line, "--dry-run", "--version", "--help")) return undefined;
  const values = (...names: readonly string[]) => names.flatMap((each) => line.options.get(each) ?? []);
  const files = [
    ...values("-r", "--requirement", "--requirements"),
    ...(tool === "pip-sync" ? [first ?? ""] : []),
    ...(isSync ? named : []),
  ];
  const packages = [...named, ...values("-e", "--editable")];
  const development =
    files.some(
      (file) => isDevelopmentGroup(file.slice(file.lastIndexOf("/") + 1)) || /(?:^|\/)requirements\/dev/.test(file),
    ) ||
    packages.some((each) => isProject(each) && extrasOf(each).some(isDevelopmentGroup)) ||
    values("--group", "--extra").some(isDevelopmentGroup);
  return {
    ecosystem: "python",
    tool: isSync ? tool.replace(/^uv pip$/, "uv pip sync") : `${tool} install`,
    action: isSync ? "install" : "add",
    development,
    remedy: "the production requirements alone",
    project: ".",
    folder: pipFolder(line),
    packages: packages.map((each) => each.toLowerCase()),
  };
}

/** A path to a project: `.`, `./api`, `.[dev]`; what has no dot or slash in front is a package of the index. */
function isProject(text: string): boolean {
  return /^\.{1,2}(?:[/[]|$)|^\//.test(text);
}

function extrasOf(text: string): string[] {
  const open = text.indexOf("[");
  return open === -1 ? [] : groupsIn(text.slice(open + 1).replace(/\].*$/, ""));
}

function pipFolder(line: CommandLine): string | undefined {
  const target = optionValue(line, "-t", "--target");
  if (target !== undefined) return target;
  const prefix = optionValue(line, "--prefix", "--root");
  if (prefix !== undefined) return `${prefix}/lib/python/site-packages`;
  if (hasOption(line, "--user")) return "/root/.local/lib/python/site-packages";
  return hasOption(line, "--system") ? systemPackages : undefined;
}

function poetryTakes(line: CommandLine): boolean {
  const groups = (name: string) => (line.options.get(name) ?? []).flatMap(groupsIn);
  if (hasOption(line, "--all-groups") || groups("--with").some(isDevelopmentGroup)) return true;
  if (hasOption(line, "--only")) return groups("--only").some(isDevelopmentGroup);
  return !hasOption(line, "--no-dev", "--without");
}

function uvTakes(line: CommandLine, variables: BuildVariables): boolean | undefined {
  const groups = (name: string) => (line.options.get(name) ?? []).flatMap(groupsIn);
  if (hasOption(line, "--all-groups", "--only-dev", "--dev")) return true;
  if ([...groups("--group"), ...groups("--only-group"), ...groups("--extra")].some(isDevelopmentGroup)) return true;
  if (hasOption(line, "--no-dev", "--no-default-groups", "--only-group", "--no-group")) return false;
  const off = isSwitchedOn(variables, "UV_NO_DEV", "UV_NO_DEFAULT_GROUPS");
  return off === undefined ? undefined : !off;
}

function pipenvTakes(line: CommandLine, variables: BuildVariables): boolean | undefined {
  if (hasOption(line, "-d", "--dev")) return true;
  return isSwitchedOn(variables, "PIPENV_DEV");
}

function pdmTakes(line: CommandLine): boolean {
  const groups = (line.options.get("-G") ?? []).concat(line.options.get("--group") ?? []).flatMap(groupsIn);
  if (hasOption(line, "-d", "--dev") || groups.some(isDevelopmentGroup)) return true;
  return !hasOption(line, "--prod", "--production", "--no-dev", "--without");
}
