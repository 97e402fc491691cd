import type { ShellCommand } from "../model/shell.ts";
import { type CommandLine, hasOption, optionNames, readCommandLine } from "./command-line.ts";
import type { InstallSettings } from "./dependency-installs/settings.ts";
import { type CacheName, caches } from "./package-caches/caches.ts";
import { languageTools } from "./package-caches/language-tools.ts";
import { readSystemPackageCommand } from "./system-packages.ts";

export { type CacheName, caches } from "./package-caches/caches.ts";

/** A command that leaves files in a cache. */
export interface CacheUse {
  readonly cache: CacheName;
  /** As a person calls it: `apt-get update`, `pip install`. */
  readonly tool: string;
  /** The folder that a setting gives, where it is not the usual one. */
  readonly folder: string | undefined;
  /** An option that keeps the command from writing to it, to be put behind its subcommand. */
  readonly option: string | undefined;
  /** The command that empties the cache, to be run at the end of the same RUN. */
  readonly cleaning: string;
}

/** What a command leaves in a cache, as far as its options and the settings tell; undefined for every other command. */
export function readCacheUse(command: ShellCommand, settings: InstallSettings): CacheUse | undefined {
  return readSystemCache(command) ?? readLanguageCache(command, settings);
}

function readSystemCache(command: ShellCommand): CacheUse | undefined {
  const read = readSystemPackageCommand(command);
  // rpm and dpkg have no cache; what is installed into another root has its cache there.
  if (!read || /^(?:rpm|dpkg|xx-.*)$/.test(command.name)) return undefined;
  const words = command.arguments.map(({ value, text }) => value ?? text);
  if (
    words.some((word) =>
      /^(?:--installroot|--root|-p|--print-uris|--simulate|--dry-run|-s|--help|--downloadonly)(?:=|$)/.test(word),
    )
  )
    return undefined;
  const tool = `${command.name} ${words.find((word) => !word.startsWith("-")) ?? ""}`.trim();
  const uses = (cache: CacheName, option?: string): CacheUse => ({
    cache,
    tool,
    folder: undefined,
    option,
    cleaning: cache === "dnf" ? `${command.name} clean all` : caches[cache].cleaning,
  });
  const isInstall = read.action === "install" || read.action === "upgrade";
  switch (read.manager) {
    case "apt":
      return read.action === "update" ? uses("apt lists") : isInstall ? uses("apt archives") : undefined;
    case "apk":
      if (words.includes("--no-cache") || words.includes("--no-network")) return undefined;
      return isInstall ? uses("apk", "--no-cache") : read.action === "update" ? uses("apk") : undefined;
    case "dnf":
      return isInstall || read.action === "update" ? uses("dnf") : undefined;
    case "zypper":
      return isInstall || read.action === "update" ? uses("zypper") : undefined;
    case "pacman":
      return isInstall || read.action === "update" ? uses("pacman") : undefined;
  }
}

function readLanguageCache(command: ShellCommand, settings: InstallSettings): CacheUse | undefined {
  let { name, arguments: words } = command;
  if (/^python(?:\d[\d.]*)?$/.test(name)) {
    const index = words.findIndex((word) => word.value === "-m");
    if (index === -1) return undefined;
    name = words[index + 1]?.value ?? "";
    words = words.slice(index + 2);
  }
  const tool = languageTools.find(({ names }) => names.test(name));
  if (!tool) return undefined;
  const line = readCommandLine(words, optionNames(tool.valued));
  const first = subcommandOf(tool.prefixes, line);
  if (first === undefined ? !tool.isBareInstall : !tool.installs.has(first)) return undefined;
  if (first === undefined && (line.unknown || hasOption(line, "--version", "-v", "--help", "-h"))) return undefined;
  if (hasOption(line, ...tool.disabling, "--help", "--version", "--dry-run")) return undefined;
  if (tool.needsOperand && line.operands.length < 2 && !hasOption(line, ...tool.needsOperand)) return undefined;
  // Whatever the value: pip takes even `PIP_NO_CACHE_DIR=off` for a wish to have no cache.
  if (tool.variables.some((variable) => settings.has(variable) && settings.get(variable) !== "")) return undefined;
  const moved = tool.folderVariables.find((variable) => settings.has(variable));
  const given = tool.folderOptions.flatMap((option) => line.options.get(option) ?? []).at(-1);
  const folder = given ?? (moved === undefined ? undefined : settings.get(moved));
  // A folder that is not known may be anywhere, and /dev/null is none.
  if ((moved !== undefined || given !== undefined) && (!folder || folder.startsWith("/dev/"))) return undefined;
  const { cleaning } = caches[tool.cache];
  return { cache: tool.cache, tool: `${name} ${first ?? "install"}`, folder, option: tool.option, cleaning };
}

/** The subcommand, words such as `pip` of `uv pip install` and `env` of `conda env create` skipped. */
function subcommandOf(prefixes: ReadonlySet<string>, { operands }: CommandLine): string | undefined {
  return operands.find(({ value }) => !prefixes.has(value))?.value;
}

/** The caches that a command empties by the tool's own means; those that it removes as files are another matter. */
export function cachesCleanedBy(command: ShellCommand): readonly CacheName[] {
  const read = readSystemPackageCommand(command);
  const words = command.arguments.flatMap(({ value }) => value ?? []);
  if (read?.action === "clean") {
    if (read.manager !== "apt") return [read.manager];
    return words.some((word) => /^dist-?clean$/.test(word)) ? ["apt lists", "apt archives"] : ["apt archives"];
  }
  const [first = "", second = ""] = words.filter((word) => !word.startsWith("-"));
  const isCleaning = /^(?:clean|clear|purge|rm|remove|delete|prune)$/;
  const cleans =
    (first === "cache" && isCleaning.test(second)) ||
    /^(?:clean|clear-?cache|cc)$/.test(first) ||
    words.includes("--clear");
  return cleans ? languageTools.filter(({ names }) => names.test(command.name)).map(({ cache }) => cache) : [];
}

/** The caches whose folders a pattern of paths is about: above them, them, or in them. `~` is the home of any user. */
export function cachesAt(pattern: string): readonly CacheName[] {
  const wanted = wantedParts(withHome(pattern));
  return cacheFolders
    .filter(({ folders }) => folders.some((folder) => isAboutParts(wanted, folder)))
    .map(({ name }) => name);
}

const cacheFolders = (Object.keys(caches) as CacheName[]).map((name) => ({
  name,
  folders: caches[name].folders.map(partsOf),
}));

/** `/root`, `/home/anybody` and `$HOME` are one: who is at home there does not matter. */
export function withHome(path: string): string {
  return path
    .replace(/["']/g, "")
    .replace(/^(?:\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+)(?=\/|$)/, "~")
    .replace(/(?<!\/)\/+$/, "");
}

/** Whether removing or mounting `path` empties or covers `folder`, wholly or for the most part. */
export function isAbout(path: string, folder: string): boolean {
  return isAboutParts(wantedParts(path), partsOf(folder));
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function wantedParts(path: string): string[] {
  const wanted = partsOf(path);
  while (/^\*+$/.test(wanted.at(-1) ?? "")) wanted.pop();
  return wanted;
}

function isAboutParts(wanted: readonly string[], given: readonly string[]): boolean {
  if (wanted.length === 0) return false;
  return wanted.every((part, index) => {
    const other = given[index];
    return (
      other === undefined ||
      part === other ||
      (part.includes("*") && other.startsWith(part.slice(0, part.indexOf("*"))))
    );
  });
}
