import { type CommandLine, hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import type { DependencyEffect, InstallCall } from "./dependency-effect.ts";
import { type InstallSettings, switchOf } from "./settings.ts";

type Manager = "npm" | "yarn" | "pnpm" | "bun";

const valued = optionNames(
  `--prefix -w --workspace -C --dir --cwd --filter -F --filter-prod --registry --cache --userconfig --loglevel --omit --include
  --only --also --install-strategy --fetch-timeout --fetch-retries --network-timeout --network-concurrency --mutex
  --cache-folder --modules-folder --store-dir --virtual-store-dir --node-linker --reporter --backend --cache-dir --script-shell`,
);

const cleanInstalls = new Set(["ci", "clean-install", "install-clean", "ic"]);
const installs = new Set(["install", "i", "in", "add"]);

/** The option that leaves development dependencies out. */
const productionOptions: Readonly<Record<Manager, string>> = {
  npm: "--omit=dev",
  yarn: "--production",
  pnpm: "--prod",
  bun: "--production",
};

/** npm, yarn, pnpm and bun: installs, prunes, `yarn workspaces focus` and `pnpm deploy`. */
export function readNodeDependencies({ name, words, settings }: InstallCall): DependencyEffect | undefined {
  if (name !== "npm" && name !== "yarn" && name !== "pnpm" && name !== "bun") return undefined;
  const line = readCommandLine(words, valued);
  if (line.unknown || hasOption(line, "-g", "--global", "--version", "-v", "--help", "-h")) return undefined;
  const operands = line.operands.map(({ value }) => value).filter((value) => value !== ".");
  const action = actionOf(name, operands, line);
  if (action === undefined || hasOption(line, "--lockfile-only", "--package-lock-only", "--mode")) return undefined;
  // Of Yarn 2 and later, which does not heed NODE_ENV.
  const isBerry = name === "yarn" && (action.kind === "focus" || hasOption(line, "--immutable", "--immutable-cache"));
  const brings = choiceOf(name, line, settings, isBerry);
  if (brings === undefined || (action.kind === "prune" && brings === "development")) return undefined;
  const tool = `${name} ${action.words}`;
  const option = isBerry ? undefined : productionOptions[name];
  return {
    tool,
    brings,
    folders: [`${action.into}${optionValue(line, "--modules-folder") ?? "node_modules"}`],
    directory: optionValue(line, "--prefix", "-C", "--dir", "--cwd"),
    list: "devDependencies of package.json",
    isExplicit: false,
    instead: `Use \`${option === undefined ? "yarn workspaces focus --all --production" : `${tool} ${option}`}\``,
    option,
  };
}

interface Action {
  readonly kind: "install" | "prune" | "focus" | "deploy";
  readonly words: string;
  /** Folder that the dependencies go to, with a slash behind, where it is another than that of the project. */
  readonly into: string;
}

function actionOf(name: Manager, operands: readonly string[], line: CommandLine): Action | undefined {
  const [first, second] = operands;
  if (first === undefined) return name === "yarn" ? { kind: "install", words: "install", into: "" } : undefined;
  if (name === "yarn" && first === "workspaces")
    return second === "focus" ? { kind: "focus", words: "workspaces focus", into: "" } : undefined;
  if (first === "prune") return { kind: "prune", words: "prune", into: "" };
  if (name === "pnpm" && first === "deploy") {
    const into = operands.at(-1);
    return operands.length > 1 ? { kind: "deploy", words: "deploy", into: `${into}/` } : undefined;
  }
  if (cleanInstalls.has(first)) return { kind: "install", words: name === "npm" ? "ci" : "install", into: "" };
  // With names it adds what the program needs, or what is asked for by that name.
  if (!installs.has(first) || operands.length > 1) return undefined;
  return first === "add" && !hasOption(line, "--dev") ? undefined : { kind: "install", words: "install", into: "" };
}

/** Options first, then settings; undefined where it depends on what is not known. */
function choiceOf(
  name: Manager,
  line: CommandLine,
  settings: InstallSettings,
  isBerry: boolean,
): DependencyEffect["brings"] | undefined {
  const given = (option: string) => line.options.get(option)?.flatMap((value) => value.split(",")) ?? [];
  if (given("--include").includes("dev") || given("--production").includes("false")) return "development";
  const omits = [...given("--omit"), ...given("--only")];
  // An option whose value is not known.
  if (omits.includes("")) return undefined;
  if (omits.some((value) => value === "dev" || value.startsWith("prod"))) return "production";
  if (hasOption(line, "--production", "--prod", "--no-dev")) return "production";
  if ((name === "pnpm" && hasOption(line, "-P")) || (name === "bun" && hasOption(line, "-p"))) return "production";
  if (isBerry) return "development";
  const saved = switchOf(settings, "NPM_CONFIG_PRODUCTION", "YARN_PRODUCTION", "NPM_CONFIG_OMIT", "NPM_CONFIG_ONLY");
  if (saved === "unknown") return undefined;
  if (saved === "on") return "production";
  if (!settings.has("NODE_ENV")) return "development";
  const environment = settings.get("NODE_ENV");
  if (environment === "production") return name === "bun" ? undefined : "production";
  return environment === undefined ? undefined : "development";
}
