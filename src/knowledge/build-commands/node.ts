import type { BuildCommand } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { type CommandLine, hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand, installCommand, kindOfScript } from "./build-reader.ts";
import { isNodeTool, readNodeTool } from "./node-tools.ts";

const valued = optionNames(
  `--prefix -w --workspace -C --dir --cwd --filter -F --filter-prod --registry --cache --userconfig --loglevel --omit --include
  --only --install-strategy --fetch-timeout --fetch-retries --network-timeout --network-concurrency --mutex --cache-folder
  --modules-folder --use-yarnrc --store-dir --virtual-store-dir --node-linker --reporter --tag --arch --platform --os --cpu
  --libc --workspace-concurrency --concurrency --backend --cache-dir --config -c --production-only-of --script-shell --target_arch
  --outfile --outdir`,
);

const manifests: Readonly<Record<string, readonly string[]>> = {
  npm: ["package.json", "package-lock.json", "npm-shrinkwrap.json"],
  yarn: ["package.json", "yarn.lock", ".yarnrc.yml"],
  pnpm: ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"],
  bun: ["package.json", "bun.lock", "bun.lockb"],
};

const installWords = new Set(["install", "i", "in", "ins", "inst", "isntall", "add", "a"]);
const cleanInstallWords = new Set([
  "ci",
  "clean-install",
  "install-clean",
  "ic",
  "cit",
  "install-ci-test",
  "frozen-install",
]);

/** Commands of the package managers themselves, which yarn, pnpm and bun do not take for scripts. */
const managerCommands = new Set(
  `audit bin bugs cache config constraints create dedupe deploy docs doctor explain explore fund help help-search import info
  init licenses link list login logout ls npm outdated owner pack patch patch-commit pkg plugin pm policies prefix prune
  publish rebuild remove rm root self-update server set setup store tag team un uninstall unlink unplug update upgrade
  upgrade-interactive up version versions view whoami why env completion approve-builds start dev serve node`
    .trim()
    .split(/\s+/),
);

/** npm, yarn, pnpm and bun: installs, scripts and what they bundle themselves. */
export function readNodeCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (name !== "npm" && name !== "yarn" && name !== "pnpm" && name !== "bun") return readNodeTool(name, words);
  const line = readCommandLine(words, valued);
  const [first, ...rest] = operandsOf(name, line);
  if (first === undefined) {
    // `yarn` alone installs, unless it only says what it is.
    const asks = hasOption(line, "-v", "--version", "-h", "--help");
    return name === "yarn" && !asks && !line.unknown ? installed("yarn", line, []) : undefined;
  }
  if (cleanInstallWords.has(first)) return installed(name, line, []);
  if (installWords.has(first)) return installed(name, line, rest);
  if (name === "pnpm" && first === "fetch") {
    return buildCommand("pnpm fetch", "node", "install", { manifests: ["pnpm-lock.yaml"] });
  }
  if (first === "global" && rest[0] === "add") return installed(name, line, rest.slice(1));
  if (first === "it" || first === "install-test") return installed(name, line, rest);
  if (first === "rebuild") return buildCommand(`${name} rebuild`, "node", "other");
  if (first === "test" || (name !== "yarn" && (first === "t" || first === "tst")))
    return buildCommand(`${name} test`, "node", "test");
  if (name === "bun" && first === "build") return bunBuild(line);
  if (first === "run" || first === "run-script" || first === "rum")
    return rest[0] === undefined ? undefined : script(name, `${name} run`, rest[0], words);
  if (name === "npm" || managerCommands.has(first)) return undefined;
  return script(name, name, first, words);
}

/** Without the words that only choose workspaces: `yarn workspace web build`, `yarn workspaces foreach -A run build`. */
function operandsOf(name: string, line: CommandLine): string[] {
  const operands = line.operands.map(({ value }) => value);
  if (name === "yarn" && operands[0] === "workspace") return operands.slice(2);
  if (name === "yarn" && operands[0] === "workspaces") return operands[1] === "focus" ? ["install"] : operands.slice(2);
  if (name === "pnpm" && (operands[0] === "recursive" || operands[0] === "multi" || operands[0] === "m"))
    return operands.slice(1);
  return operands;
}

function installed(name: string, line: CommandLine, operands: readonly string[]): BuildCommand {
  const packages = operands.filter((each) => each !== ".");
  const isGlobal = hasOption(line, "-g", "--global");
  const tool =
    name === "npm" && operands.length === 0 && line.operands[0]?.value === "ci" ? "npm ci" : `${name} install`;
  // `npm install $PACKAGES` names something that is not known.
  const listed = packages.length > 0 || isGlobal || line.unknown;
  return buildCommand(tool, "node", "install", listed ? { packages } : { manifests: manifests[name] ?? [] });
}

function script(manager: string, prefix: string, name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const tool = `${prefix} ${name}`;
  const kind = kindOfScript(name);
  // yarn, pnpm and bun run a program of a dependency by its bare name too.
  if (kind === "other" && isNodeTool(name)) {
    const index = words.findIndex((word) => word.value === name);
    const inner = readNodeTool(name, words.slice(index + 1));
    return inner && { ...inner, tool: `${manager} ${inner.tool}` };
  }
  return buildCommand(tool, "node", kind);
}

function bunBuild(line: CommandLine): BuildCommand {
  const output = optionValue(line, "--outfile", "--outdir");
  return buildCommand("bun build", "bun", hasOption(line, "--compile") ? "compile" : "bundle", { output });
}

/** Deno, whose programs need no bundling. */
export function readDenoCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (name !== "deno") return undefined;
  const line = readCommandLine(
    words,
    optionNames("-c --config -o --output --target --import-map --lock --allow-read --node-modules-dir"),
  );
  const [first, ...rest] = line.operands.map(({ value }) => value);
  if (first === "compile")
    return buildCommand("deno compile", "deno", "compile", { output: optionValue(line, "-o", "--output") });
  if (first === "bundle") return buildCommand("deno bundle", "deno", "bundle", { output: rest[1] });
  if (first === "test") return buildCommand("deno test", "deno", "test");
  if (first === "task" && rest[0] !== undefined)
    return buildCommand(`deno task ${rest[0]}`, "deno", kindOfScript(rest[0]));
  const lock = ["deno.json", "deno.jsonc", "deno.lock"];
  if (first === "install" || first === "add") return installCommand("deno install", "deno", rest, lock);
  return first === "cache" ? buildCommand("deno cache", "deno", "install", { manifests: lock }) : undefined;
}
