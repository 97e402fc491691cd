import { hasOption, optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { type DependencyEffect, type InstallCall, isDevelopmentWord } from "./dependency-effect.ts";
import { switchOf } from "./settings.ts";

/** Composer, Bundler and Mix. */
export function readScriptingDependencies(call: InstallCall): DependencyEffect | undefined {
  switch (call.name) {
    case "composer":
    case "composer.phar":
      return readComposer(call);
    case "php": {
      const index = call.words.findIndex((word) => /(?:^|\/)composer(?:\.phar)?$/.test(word.value ?? ""));
      return index === -1 ? undefined : readComposer({ ...call, words: call.words.slice(index + 1) });
    }
    case "bundle":
    case "bundler":
      return readBundler(call);
    case "mix":
      return readMix(call);
    default:
      return undefined;
  }
}

function readComposer({ words, settings }: InstallCall): DependencyEffect | undefined {
  const line = readCommandLine(words, optionNames("-d --working-dir --ignore-platform-req"));
  const [first, ...packages] = line.operands.map(({ value }) => value);
  if (!/^(?:install|i|update)$/.test(first ?? "") || packages.length > 0 || line.unknown) return undefined;
  const saved = switchOf(settings, "COMPOSER_NO_DEV");
  if (saved === "unknown") return undefined;
  const leavesOut = hasOption(line, "--no-dev") || (saved === "on" && !hasOption(line, "--dev"));
  return {
    tool: `composer ${first === "i" ? "install" : first}`,
    brings: leavesOut ? "production" : "development",
    folders: [settings.get("COMPOSER_VENDOR_DIR") ?? "vendor"],
    directory: optionValue(line, "-d", "--working-dir"),
    list: "require-dev of composer.json",
    isExplicit: false,
    instead: "Use `composer install --no-dev`",
    option: "--no-dev",
  };
}

function readBundler({ words, settings }: InstallCall): DependencyEffect | undefined {
  const line = readCommandLine(words, optionNames("-j --jobs --path --gemfile --without --with --retry -r --binstubs"));
  const [first, ...rest] = line.operands.map(({ value }) => value);
  if (first === undefined ? hasOption(line, "-v", "--version", "-h", "--help") : first !== "install") return undefined;
  if (settings.has("BUNDLE_WITHOUT") && settings.get("BUNDLE_WITHOUT") === undefined) return undefined;
  // `--without development test`: the second name looks like an operand.
  const without = [...(line.options.get("--without") ?? []), ...rest, settings.get("BUNDLE_WITHOUT") ?? ""];
  const only = settings.has("BUNDLE_ONLY");
  const leavesOut =
    only ||
    without
      .join(" ")
      .split(/[\s:,]+/)
      .some(isDevelopmentWord) ||
    hasOption(line, "--without");
  const path = optionValue(line, "--path") ?? settings.get("BUNDLE_PATH");
  const isVendored = hasOption(line, "--deployment") || switchOf(settings, "BUNDLE_DEPLOYMENT") === "on";
  return {
    tool: "bundle install",
    brings: leavesOut ? "production" : "development",
    folders: [path ?? (isVendored ? "vendor/bundle" : "/usr/local/bundle")],
    list: "groups development and test of the Gemfile",
    isExplicit: false,
    instead: "Run `bundle config set --local without 'development test'` first",
    option: undefined,
  };
}

/** Only `--only` keeps Mix from fetching the others; with MIX_ENV=prod they are at least not compiled. */
function readMix({ words, settings }: InstallCall): DependencyEffect | undefined {
  const tasks = words.flatMap((word) => word.value?.split(/[\s,+]+/) ?? []);
  if (!tasks.includes("deps.get")) return undefined;
  const environment = settings.get("MIX_ENV");
  if (settings.has("MIX_ENV") && environment === undefined) return undefined;
  const isProduction = tasks.includes("--only") || environment === "prod" || environment === "production";
  return {
    tool: "mix deps.get",
    brings: isProduction ? "production" : "development",
    folders: ["deps"],
    list: "dependencies of mix.exs that are only for dev and test",
    isExplicit: false,
    instead: "Use `mix deps.get --only prod`",
    option: "--only prod",
  };
}
