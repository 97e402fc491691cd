import type { ShellWord } from "../../model/shell.ts";
import { type BuildVariables, firstSet, isSwitchedOn } from "../build-variables.ts";
import { type CommandLine, hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import type { DependencyCommand } from "./dependency-command.ts";

type Manager = "npm" | "yarn" | "pnpm" | "bun";

const valued = optionNames(
  `--prefix -w --workspace -C --dir --cwd --filter -F --filter-prod --registry --cache --userconfig --loglevel --omit --include
  --only --install-strategy --fetch-timeout --fetch-retries --network-timeout --network-concurrency --mutex --cache-folder
  --modules-folder --store-dir --virtual-store-dir --node-linker --reporter --cpu --os --libc --workspace-concurrency
  --backend --cache-dir --config -c --script-shell`,
);

const installWords = new Set(["install", "i", "in", "ins", "inst", "isntall", "add"]);
const cleanInstallWords = new Set(["ci", "clean-install", "install-clean", "ic", "cit", "install-ci-test"]);

/** Options with which nothing is installed. */
const dryOptions = [
  "-g",
  "--global",
  "--dry-run",
  "--package-lock-only",
  "--lockfile-only",
  "-v",
  "--version",
  "-h",
  "--help",
];

/** npm, yarn (1 and Berry), pnpm and bun. */
export function readNodeDependencies(
  name: string,
  words: readonly ShellWord[],
  variables: BuildVariables,
): DependencyCommand | undefined {
  if (name !== "npm" && name !== "yarn" && name !== "pnpm" && name !== "bun") return undefined;
  const line = readCommandLine(words, valued);
  if (hasOption(line, ...dryOptions)) return undefined;
  const operands = operandsOf(name, line);
  const [first = name === "yarn" && !line.unknown ? "install" : "", ...rest] = operands;
  const development = takesDevelopment(name, line, variables);
  const common = {
    ecosystem: "node",
    development,
    project: optionValue(line, "--prefix", "-C", "--dir", "--cwd") ?? ".",
    packages: [],
  } as const;
  const isFocus = name === "yarn" && line.operands[1]?.value === "focus";
  if (cleanInstallWords.has(first) || isFocus || (installWords.has(first) && namesNothing(rest, line))) {
    const tool = isFocus ? "yarn workspaces focus" : `${name} ${cleanInstallWords.has(first) ? "ci" : "install"}`;
    return {
      ...common,
      tool,
      action: "install",
      remedy: remedyFor(name, tool, line),
      folder: optionValue(line, "--modules-folder"),
    };
  }
  if (name === "pnpm" && first === "deploy" && rest[0] !== undefined) {
    return {
      ...common,
      tool: "pnpm deploy",
      action: "deploy",
      remedy: "pnpm deploy --prod",
      folder: `${rest[0]}/node_modules`,
    };
  }
  // Without development dependencies left out, `prune` takes away only what no manifest names.
  if (first === "prune" && development !== true) {
    return { ...common, tool: `${name} prune`, action: "prune", remedy: `${name} prune`, folder: undefined };
  }
  return undefined;
}

/** Without the words that only choose workspaces. */
function operandsOf(name: Manager, line: CommandLine): string[] {
  const operands = line.operands.map(({ value }) => value);
  if (name === "yarn" && operands[0] === "workspace") return operands.slice(2);
  if (name === "yarn" && operands[0] === "workspaces") return operands[1] === "focus" ? [] : operands.slice(2);
  if (name === "pnpm" && (operands[0] === "recursive" || operands[0] === "m")) return operands.slice(1);
  return operands;
}

/** `npm install express` adds a package; `npm install $PACKAGES` too, as far as anybody knows. */
function namesNothing(operands: readonly string[], line: CommandLine): boolean {
  return operands.every((each) => each === ".") && !line.unknown;
}

/** Source: npm's and pnpm's configuration, Yarn's CLI reference, `bun install --help`. */
function takesDevelopment(name: Manager, line: CommandLine, variables: BuildVariables): boolean | undefined {
  const { omitted, included } = choiceOf(line);
  if (included) return true;
  if (omitted) return false;
  if (line.unknown) return undefined;
  const byVariable = choiceByVariable(variables);
  if (byVariable !== "none") return byVariable;
  // Yarn Berry, which alone knows `--immutable`, does not look at NODE_ENV.
  if (name === "yarn" && (hasOption(line, "--immutable", "--immutable-cache") || line.operands[1]?.value === "focus"))
    return true;
  const mode = firstSet(variables, "NODE_ENV");
  if (!mode) return true;
  return mode.value === undefined ? undefined : mode.value !== "production";
}

function choiceOf(line: CommandLine): { readonly omitted: boolean; readonly included: boolean } {
  const values = (...names: readonly string[]) => names.flatMap((each) => line.options.get(each) ?? []);
  const switches = values("--production", "--prod", "-P", "-p");
  const isOff = (value: string) => value === "false" || value === "0";
  return {
    included:
      values("--include", "--also").some((value) => value.startsWith("dev")) ||
      switches.some(isOff) ||
      hasOption(line, "--no-production", "--no-prod"),
    omitted:
      values("--omit").some((value) => value === "dev" || value === "") ||
      values("--only").some((value) => value === "" || value.startsWith("prod")) ||
      switches.some((value) => !isOff(value)) ||
      hasOption(line, "--filter-prod"),
  };
}

function choiceByVariable(variables: BuildVariables): boolean | undefined | "none" {
  const lists = (option: string) => firstSet(variables, `NPM_CONFIG_${option.toUpperCase()}`, `npm_config_${option}`);
  if (lists("include")?.value?.includes("dev")) return true;
  for (const [option, word] of [
    ["omit", "dev"],
    ["only", "prod"],
  ] as const) {
    const list = lists(option);
    if (list) return list.value === undefined ? undefined : !list.value.includes(word);
  }
  const names = [
    "NPM_CONFIG_PRODUCTION",
    "npm_config_production",
    "YARN_PRODUCTION",
    "pnpm_config_prod",
    "PNPM_CONFIG_PROD",
  ];
  const on = isSwitchedOn(variables, ...names);
  return on === undefined ? undefined : on ? false : "none";
}

function remedyFor(name: Manager, tool: string, line: CommandLine): string {
  if (name === "npm") return `${tool} --omit=dev`;
  if (name === "pnpm") return "pnpm install --prod";
  if (name === "yarn" && (tool !== "yarn install" || hasOption(line, "--immutable")))
    return "yarn workspaces focus --production";
  return `${tool} --production`;
}

/** Whether a command makes later installs leave development dependencies out: `npm config set omit dev`. */
export function setsNodeProduction(name: string, words: readonly ShellWord[]): boolean {
  if (name !== "npm" && name !== "yarn" && name !== "pnpm") return false;
  const text = words.map((word) => word.value ?? "").join(" ");
  return /\bset (?:-[-\w]+ )*(?:production|omit|only|prod)\b/.test(text);
}
