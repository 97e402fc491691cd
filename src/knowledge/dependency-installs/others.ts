import type { ShellWord } from "../../model/shell.ts";
import { type BuildVariables, firstSet, isSwitchedOn } from "../build-variables.ts";
import { hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { type DependencyCommand, groupsIn, isDevelopmentGroup } from "./dependency-command.ts";

/** Composer, by itself or as an argument of php. */
export function readPhpDependencies(
  name: string,
  words: readonly ShellWord[],
  variables: BuildVariables,
): DependencyCommand | undefined {
  if (name === "php") {
    const index = words.findIndex((word) => /(?:^|\/)composer(?:\.phar)?$/.test(word.value ?? ""));
    return index === -1 ? undefined : readPhpDependencies("composer", words.slice(index + 1), variables);
  }
  if (name !== "composer" && name !== "composer.phar") return undefined;
  const line = readCommandLine(words, optionNames("-d --working-dir --ignore-platform-req --prefer-install"));
  const [first, second] = line.operands.map(({ value }) => value);
  const installs = first === "install" || first === "i" || (first === "update" && second === undefined);
  if (!installs || hasOption(line, "--dry-run", "--download-only")) return undefined;
  const off = hasOption(line, "--no-dev") ? true : isSwitchedOn(variables, "COMPOSER_NO_DEV");
  return {
    ecosystem: "php",
    tool: `composer ${first === "i" ? "install" : first}`,
    action: "install",
    development: off === undefined || (line.unknown && !off) ? undefined : !off,
    remedy: `composer ${first === "update" ? "update" : "install"} --no-dev`,
    project: optionValue(line, "-d", "--working-dir") ?? ".",
    folder: firstSet(variables, "COMPOSER_VENDOR_DIR")?.value,
    packages: [],
  };
}

/** Bundler leaves out the groups that `--without`, BUNDLE_WITHOUT or its configuration name. */
export function readRubyDependencies(
  name: string,
  words: readonly ShellWord[],
  variables: BuildVariables,
): DependencyCommand | undefined {
  if (name !== "bundle" && name !== "bundler") return undefined;
  const line = readCommandLine(
    words,
    optionNames("-j --jobs --path --gemfile --without --with --only --retry -r --binstubs"),
  );
  const first = line.operands[0]?.value ?? "install";
  if (first !== "install" || hasOption(line, "-v", "--version", "--help", "--local-only")) return undefined;
  const folder = optionValue(line, "--path") ?? (hasOption(line, "--deployment") ? "vendor/bundle" : undefined);
  return {
    ecosystem: "ruby",
    tool: "bundle install",
    action: "add",
    development: bundlerTakes(
      hasOption(line, "--without", "--only") ? { value: optionValue(line, "--without", "--only") } : undefined,
      variables,
    ),
    remedy: "ENV BUNDLE_WITHOUT=development:test before it",
    project: ".",
    folder: folder ?? bundlePath(variables),
    packages: [],
  };
}

function bundlerTakes(
  option: { value: string | undefined } | undefined,
  variables: BuildVariables,
): boolean | undefined {
  const without = option ?? firstSet(variables, "BUNDLE_WITHOUT", "BUNDLE_ONLY");
  return without === undefined;
}

function bundlePath(variables: BuildVariables): string | undefined {
  const path = firstSet(variables, "BUNDLE_PATH")?.value;
  if (path !== undefined) return path;
  return isSwitchedOn(variables, "BUNDLE_DEPLOYMENT") ? "vendor/bundle" : undefined;
}

/** What `bundle config` says of later installs. */
export interface BundlerSetting {
  readonly leavesOut: boolean;
  readonly folder: string | undefined;
}

export function readBundlerSetting(name: string, words: readonly ShellWord[]): BundlerSetting | undefined {
  if (name !== "bundle" && name !== "bundler") return undefined;
  const [first, ...rest] = words.map((word) => word.value ?? "");
  if (first !== "config") return undefined;
  const [key, ...values] = rest.filter((word) => word !== "set" && !word.startsWith("-"));
  if (key === "without" || key === "only") return { leavesOut: true, folder: undefined };
  if (key === "path") return { leavesOut: false, folder: values[0] };
  return key === "deployment" ? { leavesOut: false, folder: "vendor/bundle" } : undefined;
}

/** mix works in the environment `dev` unless MIX_ENV says otherwise, and keeps what it compiles in a folder of that name. */
export function readElixirDependencies(
  name: string,
  words: readonly ShellWord[],
  variables: BuildVariables,
): DependencyCommand | undefined {
  if (name !== "mix") return undefined;
  const values = words.map((word) => word.value ?? "");
  const tasks = values.flatMap((value) => value.split(/[\s,+]+/));
  const task = ["release", "compile", "deps.compile", "deps.get"].find((each) => tasks.includes(each));
  if (task === undefined) return undefined;
  const mode = firstSet(variables, "MIX_ENV");
  const only = values.includes("--only") ? groupsIn(values[values.indexOf("--only") + 1] ?? "") : [];
  const environment = mode ? mode.value : (only[0] ?? "dev");
  return {
    ecosystem: "elixir",
    tool: `mix ${task}`,
    action: "add",
    development: environment === undefined ? undefined : isDevelopmentGroup(environment),
    remedy: "ENV MIX_ENV=prod before it",
    project: ".",
    folder: task === "deps.get" ? "deps" : environment === undefined ? undefined : `_build/${environment}`,
    packages: [],
  };
}
