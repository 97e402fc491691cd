import { type CommandLine, hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { type DependencyEffect, type InstallCall, namesDevelopment } from "./dependency-effect.ts";
import { activeEnvironment, pythonFolders } from "./python-folders.ts";
import { type Switch, switchOf } from "./settings.ts";

type Project = "poetry" | "uv" | "pdm" | "pipenv";

const valued = optionNames(
  `-C --directory -P --project -p --with --without --only -E --extras --extra -G --group --only-group --no-group -r --requirements
  --python --index --index-url --default-index --package --no-install-package --link-mode --cache-dir --config-file -L --lockfile`,
);

/** Options that leave development dependencies out, and variables that do the same. */
const production: Readonly<Record<Project, { options: readonly string[]; variables: readonly string[] }>> = {
  poetry: { options: ["--no-dev"], variables: [] },
  uv: {
    options: ["--no-dev", "--no-default-groups", "--only-group"],
    variables: ["UV_NO_DEV", "UV_NO_DEFAULT_GROUPS"],
  },
  pdm: { options: ["--prod", "--production", "--no-dev", "--no-default"], variables: ["PDM_NO_DEV"] },
  pipenv: { options: [], variables: [] },
};

const instead: Readonly<Record<Project, readonly [command: string, option: string | undefined]>> = {
  poetry: ["poetry install --only main", "--only main"],
  uv: ["uv sync --no-dev", "--no-dev"],
  pdm: ["pdm sync --prod", "--prod"],
  pipenv: ["pipenv sync", undefined],
};

/** Poetry, uv, PDM and Pipenv: all but Pipenv bring development groups unless told not to. */
export function readPythonProject(call: InstallCall): DependencyEffect | undefined {
  const { name, words } = call;
  if (name !== "poetry" && name !== "uv" && name !== "pdm" && name !== "pipenv") return undefined;
  const line = readCommandLine(words, valued);
  const [first, ...packages] = line.operands.map(({ value }) => value);
  const installs = first === "sync" || (first === "install" && name !== "uv" && packages.length === 0);
  if (!installs || line.unknown || hasOption(line, "--help", "--version", "--dry-run")) return undefined;
  const asked = asksForDevelopment(name, line, call);
  if (asked === "unknown") return undefined;
  return {
    tool: `${name} ${first}`,
    brings: asked === "on" ? "development" : "production",
    folders: foldersOf(name, line, call),
    directory: optionValue(line, "-C", "--directory", "--project"),
    list: name === "pipenv" ? "dev-packages of the Pipfile" : "development groups of pyproject.toml",
    isExplicit: name === "pipenv",
    instead: `Use \`${instead[name][0]}\``,
    option: instead[name][1],
  };
}

function asksForDevelopment(name: Project, line: CommandLine, { settings }: InstallCall): Switch {
  if (name === "pipenv") return hasOption(line, "--dev", "-d") ? "on" : switchOf(settings, "PIPENV_DEV");
  const { options, variables } = production[name];
  if (hasOption(line, ...options)) return "off";
  if (name === "poetry") {
    const only = optionValue(line, "--only");
    if (hasOption(line, "--only")) return only === undefined ? "unknown" : namesDevelopment(only) ? "on" : "off";
    const without = line.options.get("--without");
    // What groups there are besides the one that is left out is not known.
    if (without) return "off";
  }
  const switched = switchOf(settings, ...variables);
  if (switched !== "off") return switched === "on" ? "off" : "unknown";
  return "on";
}

function foldersOf(name: Project, line: CommandLine, call: InstallCall): readonly string[] {
  const { settings } = call;
  const project = settings.get("UV_PROJECT_ENVIRONMENT");
  if (name === "uv") {
    if (project !== undefined) return [project];
    return [hasOption(line, "--active") ? (activeEnvironment(call) ?? ".venv") : ".venv"];
  }
  const active = activeEnvironment(call);
  if (name === "pipenv") {
    if (hasOption(line, "--system")) return pythonFolders(call, {});
    return [active ?? ".venv", "/root/.local/share/virtualenvs", "/home/*/.local/share/virtualenvs"];
  }
  if (name === "pdm") return [active ?? ".venv", "__pypackages__"];
  if (switchOf(settings, "POETRY_VIRTUALENVS_IN_PROJECT") === "on") return [".venv"];
  if (settings.get("POETRY_VIRTUALENVS_CREATE") === "false") return pythonFolders(call, {});
  return [active ?? ".venv", settings.get("POETRY_VIRTUALENVS_PATH") ?? "/root/.cache/pypoetry/virtualenvs"];
}
