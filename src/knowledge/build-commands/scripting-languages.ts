import type { BuildCommand, BuildKind } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { hasOption, optionNames, readCommandLine } from "../command-line.ts";
import { buildCommand, installCommand } from "./build-reader.ts";

/** PHP, Ruby, Elixir, Erlang, Perl and Lua. */
export function readScriptingLanguage(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  return Object.hasOwn(readers, name) ? readers[name]?.(words) : undefined;
}

const readers: Readonly<Record<string, (words: readonly ShellWord[]) => BuildCommand | undefined>> = {
  composer: readComposer,
  "composer.phar": readComposer,
  phpunit: () => buildCommand("phpunit", "php", "test"),
  pest: () => buildCommand("pest", "php", "test"),
  php: readPhp,
  // They compile an extension and leave it in the image: part of the run time, not the program.
  "docker-php-ext-install": (words) => extension("docker-php-ext-install", words),
  "install-php-extensions": (words) => extension("install-php-extensions", words),
  pecl: (words) => (words[0]?.value === "install" ? extension("pecl install", words.slice(1)) : undefined),
  bundle: readBundle,
  bundler: readBundle,
  gem: readGem,
  rake: (words) => readRake("rake", words),
  rails: (words) => readRake("rails", words),
  jekyll: (words) =>
    words[0]?.value === "build" || words[0]?.value === "b"
      ? buildCommand("jekyll build", "ruby", "bundle", { output: "_site" })
      : undefined,
  rspec: () => buildCommand("rspec", "ruby", "test"),
  cucumber: () => buildCommand("cucumber", "ruby", "test"),
  mix: readMix,
  rebar3: readRebar,
  erlc: () => buildCommand("erlc", "erlang", "compile"),
  elixirc: () => buildCommand("elixirc", "elixir", "compile"),
  cpanm: (words) => readPerl("cpanm", words),
  cpm: (words) => readPerl("cpm", words),
  carton: (words) =>
    words[0]?.value === "install"
      ? buildCommand("carton install", "perl", "install", { manifests: ["cpanfile", "cpanfile.snapshot"] })
      : undefined,
  prove: () => buildCommand("prove", "perl", "test"),
  luarocks: (words) =>
    words[0]?.value === "install"
      ? installCommand("luarocks install", "lua", operands(words.slice(1)), ["*.rockspec"])
      : undefined,
};

function operands(words: readonly ShellWord[], valued = ""): string[] {
  return readCommandLine(words, optionNames(valued)).operands.map(({ value }) => value);
}

function extension(tool: string, words: readonly ShellWord[]): BuildCommand {
  return buildCommand(tool, "php", "other", { packages: operands(words, "-j --jobs") });
}

function readComposer(words: readonly ShellWord[]): BuildCommand | undefined {
  const [first, ...rest] = operands(words, "-d --working-dir --ignore-platform-req");
  if (first === "install" || first === "i")
    return buildCommand("composer install", "php", "install", { manifests: ["composer.json", "composer.lock"] });
  if (first === "update" && rest.length === 0)
    return buildCommand("composer update", "php", "install", { manifests: ["composer.json"] });
  if (first === "require") return buildCommand("composer require", "php", "install", { packages: rest });
  if (first === "global" && rest[0] === "require")
    return buildCommand("composer require", "php", "install", { packages: rest.slice(1) });
  return first === "dump-autoload" || first === "dumpautoload" || first === "create-project"
    ? buildCommand(`composer ${first}`, "php", "other")
    : undefined;
}

/** `php composer.phar install`, `php artisan test`. */
function readPhp(words: readonly ShellWord[]): BuildCommand | undefined {
  const index = words.findIndex((word) => !word.value?.startsWith("-"));
  const file = words[index]?.value ?? "";
  if (/(?:^|\/)composer(?:\.phar)?$/.test(file)) return readComposer(words.slice(index + 1));
  if (/(?:^|\/)(?:phpunit|pest)(?:\.phar)?$/.test(file)) return buildCommand("phpunit", "php", "test");
  return file.endsWith("artisan") && words[index + 1]?.value === "test"
    ? buildCommand("php artisan test", "php", "test")
    : undefined;
}

function readBundle(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, optionNames("-j --jobs --path --gemfile --without --with --retry -r --binstubs"));
  const [first, ...rest] = line.operands.map(({ value }) => value);
  if (first === undefined && hasOption(line, "-v", "--version", "-h", "--help")) return undefined;
  if (first === undefined || first === "install")
    return buildCommand("bundle install", "ruby", "install", {
      manifests: ["Gemfile", "Gemfile.lock", "*.gemspec", ".ruby-version"],
    });
  return first === "add" ? buildCommand("bundle add", "ruby", "install", { packages: rest }) : undefined;
}

function readGem(words: readonly ShellWord[]): BuildCommand | undefined {
  const [first, ...rest] = operands(
    words,
    "-v --version -i --install-dir -n --bindir -s --source --platform -g --file",
  );
  if (first === "install" || first === "i") return buildCommand("gem install", "ruby", "install", { packages: rest });
  return first === "build" ? buildCommand("gem build", "ruby", "bundle") : undefined;
}

function readRake(tool: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const tasks = words.map((word) => word.value ?? "");
  if (tasks.includes("assets:precompile"))
    return buildCommand(`${tool} assets:precompile`, "ruby", "bundle", { output: "public/assets" });
  const test = tasks.find((task) => /^(?:test|spec)(?::|$)/.test(task));
  return test === undefined ? undefined : buildCommand(`${tool} ${test}`, "ruby", "test");
}

const mixTasks: Readonly<Record<string, readonly [BuildKind, output?: string]>> = {
  compile: ["compile", "_build"],
  release: ["compile", "_build/prod/rel"],
  "distillery.release": ["compile", "_build/prod/rel"],
  "escript.build": ["compile"],
  "assets.deploy": ["bundle", "priv/static"],
  "phx.digest": ["bundle", "priv/static"],
  "deps.get": ["install"],
  test: ["test"],
  // Of the dependencies only.
  "deps.compile": ["other"],
};

/** `mix do deps.get, compile` is several tasks: what counts is the one that does most. */
function readMix(words: readonly ShellWord[]): BuildCommand | undefined {
  const named = words
    .flatMap((word) => word.value?.split(/[\s,+]+/) ?? [])
    .filter((task) => Object.hasOwn(mixTasks, task));
  for (const kind of ["compile", "bundle", "install", "test", "other"] as const) {
    const task = named.find((each) => mixTasks[each]?.[0] === kind);
    if (task === undefined) continue;
    const manifests = kind === "install" ? ["mix.exs", "mix.lock"] : [];
    return buildCommand(`mix ${task}`, "elixir", kind, { output: mixTasks[task]?.[1], manifests });
  }
  return undefined;
}

function readRebar(words: readonly ShellWord[]): BuildCommand | undefined {
  const tasks = words.flatMap((word) => word.value?.split(",") ?? []);
  const compiles = tasks.find((task) => /^(?:release|tar|compile|escriptize)$/.test(task));
  if (compiles !== undefined) return buildCommand(`rebar3 ${compiles}`, "erlang", "compile", { output: "_build" });
  if (tasks.some((task) => /^(?:deps|get-deps)$/.test(task)))
    return buildCommand("rebar3 get-deps", "erlang", "install", { manifests: ["rebar.config", "rebar.lock"] });
  const tests = tasks.find((task) => /^(?:eunit|ct|proper)$/.test(task));
  return tests === undefined ? undefined : buildCommand(`rebar3 ${tests}`, "erlang", "test");
}

function readPerl(tool: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames("-l --local-lib -L --local-lib-contained --mirror --cpanfile -w --workers"),
  );
  const packages = line.operands.map(({ value }) => value).filter((each) => each !== "." && each !== "install");
  const fromFile = hasOption(line, "--installdeps") || (tool === "cpm" && packages.length === 0);
  if (fromFile)
    return buildCommand(`${tool} install`, "perl", "install", {
      manifests: ["cpanfile", "Makefile.PL", "Build.PL", "META.json"],
    });
  return packages.length === 0 ? undefined : buildCommand(`${tool} install`, "perl", "install", { packages });
}
