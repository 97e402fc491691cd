import type { BuildCommand } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { hasOption, optionNames, optionOr, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand, installCommand, pathOf } from "./build-reader.ts";

/** Swift, Haskell, OCaml, Zig, Dart, Crystal, Nim and D. */
export function readCompiledLanguage(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  return Object.hasOwn(readers, name) ? readers[name]?.(words) : undefined;
}

const readers: Readonly<Record<string, (words: readonly ShellWord[]) => BuildCommand | undefined>> = {
  swift: readSwift,
  swiftc: (words) => readCompiler("swiftc", "swift", words),
  stack: readStack,
  cabal: readCabal,
  ghc: (words) => readCompiler("ghc", "haskell", words),
  dune: (words) => readSubcommand("dune", "ocaml", words, "_build/default"),
  opam: readOpam,
  ocamlopt: (words) => readCompiler("ocamlopt", "ocaml", words),
  zig: readZig,
  dart: readDart,
  flutter: readDart,
  crystal: (words) => readSubcommand("crystal", "crystal", words, undefined),
  shards: (words) => readSubcommand("shards", "crystal", words, "bin", ["shard.yml", "shard.lock"]),
  nim: (words) =>
    /^(?:c|cc|cpp|compile)$/.test(firstOperand(words)) ? buildCommand("nim compile", "nim", "compile") : undefined,
  nimble: (words) => readSubcommand("nimble", "nim", words, undefined, ["*.nimble"]),
  dub: (words) => readSubcommand("dub", "d", words, undefined),
  ldc2: (words) => readCompiler("ldc2", "d", words),
  dmd: (words) => readCompiler("dmd", "d", words),
  valac: (words) => readCompiler("valac", "vala", words),
};

function firstOperand(words: readonly ShellWord[]): string {
  return words.map((word) => word.value ?? "").find((value) => !value.startsWith("-")) ?? "";
}

function readCompiler(name: string, language: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames("-o -I -L -package -module-name -outputdir -odir -hidir --pkg"),
    "single",
  );
  if (line.operands.length === 0 && !line.unknown) return undefined;
  return buildCommand(name, language, "compile", { output: optionValue(line, "-o") });
}

/** `build`, `test` and `install` of a tool that is told no more. */
function readSubcommand(
  name: string,
  language: string,
  words: readonly ShellWord[],
  output: string | undefined,
  manifests?: readonly string[],
): BuildCommand | undefined {
  const line = readCommandLine(words, optionNames("-o -j -p --profile --target -c --compiler --root"));
  const [first, ...rest] = line.operands.map(({ value }) => value);
  const tool = `${name} ${first}`;
  if (first === "build") return buildCommand(tool, language, "compile", { output: optionOr(line, output, "-o") });
  if (first === "test" || first === "runtest" || first === "spec") return buildCommand(tool, language, "test");
  return first === "install" && manifests ? installCommand(tool, language, rest, manifests) : undefined;
}

function readSwift(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames(
      "-c --configuration --product --target --package-path --scratch-path --build-path --triple -Xswiftc -Xlinker -Xcc --swift-sdk -j --jobs",
    ),
    "single",
  );
  const [first, second] = line.operands.map(({ value }) => value);
  if (first === "build") {
    // It only prints where the programs are.
    if (hasOption(line, "--show-bin-path")) return undefined;
    const folder = optionOr(line, ".build", "--scratch-path", "--build-path");
    return buildCommand("swift build", "swift", "compile", {
      output: pathOf(folder, optionOr(line, "debug", "-c", "--configuration")),
    });
  }
  if (first === "test") return buildCommand("swift test", "swift", "test");
  const resolves = first === "package" && (second === "resolve" || second === "update");
  return resolves
    ? buildCommand("swift package resolve", "swift", "install", { manifests: ["Package.swift", "Package.resolved"] })
    : undefined;
}

const onlyDependencies = ["--only-dependencies", "--dependencies-only", "--only-snapshot"];

function readStack(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames(
      "--resolver --snapshot --local-bin-path --stack-yaml --work-dir --flag --ghc-options -j --docker-image --stack-root",
    ),
  );
  const first = line.operands[0]?.value;
  if (first !== "build" && first !== "install")
    return first === "test" ? buildCommand("stack test", "haskell", "test") : undefined;
  if (hasOption(line, ...onlyDependencies)) {
    return buildCommand(`stack ${first}`, "haskell", "install", {
      manifests: ["stack.yaml", "stack.yaml.lock", "package.yaml", "*.cabal"],
    });
  }
  const copies = first === "install" || hasOption(line, "--copy-bins");
  return buildCommand(`stack ${first}`, "haskell", "compile", {
    output: optionOr(line, copies ? "/root/.local/bin" : undefined, "--local-bin-path"),
  });
}

function readCabal(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames(
      "--installdir --install-method -w --with-compiler --flags -f --ghc-options -j --jobs --project-file --builddir",
    ),
  );
  const first = line.operands[0]?.value.replace(/^(?:new|v2)-/, "");
  if (first === "test") return buildCommand("cabal test", "haskell", "test");
  if (first !== "build" && first !== "install") return undefined;
  if (hasOption(line, ...onlyDependencies)) {
    return buildCommand(`cabal ${first}`, "haskell", "install", {
      manifests: ["*.cabal", "cabal.project", "cabal.project.freeze"],
    });
  }
  return buildCommand(`cabal ${first}`, "haskell", "compile", { output: optionValue(line, "--installdir") });
}

function readOpam(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, optionNames("--switch -j --jobs --repos --destdir"));
  const [first, ...rest] = line.operands.map(({ value }) => value);
  if (first !== "install") return undefined;
  const packages = rest.filter((each) => !/^\.{1,2}(?:\/|$)/.test(each));
  return installCommand("opam install", "ocaml", packages, ["*.opam", "*.opam.locked"]);
}

function readZig(words: readonly ShellWord[]): BuildCommand | undefined {
  const first = words[0]?.value ?? "";
  if (!/^(?:build|build-exe|build-lib|build-obj|cc|c\+\+)$/.test(first))
    return first === "test" ? buildCommand("zig test", "zig", "test") : undefined;
  const line = readCommandLine(words.slice(1), optionNames("-o -p --prefix -target -D -O -mcpu"), "single");
  if (first === "build" && line.operands[0]?.value === "test") return buildCommand("zig build test", "zig", "test");
  const output =
    first === "build" ? pathOf(optionOr(line, "zig-out", "-p", "--prefix"), "bin") : optionValue(line, "-o");
  return buildCommand(`zig ${first}`, "zig", "compile", { output });
}

function readDart(words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, optionNames("-o --output -D --define --target -t --flavor"));
  const [first, second] = line.operands.map(({ value }) => value);
  if (first === "compile")
    return buildCommand(`dart compile ${second ?? ""}`.trim(), "dart", "compile", {
      output: optionValue(line, "-o", "--output"),
    });
  if (first === "build")
    return buildCommand(`flutter build ${second ?? ""}`.trim(), "dart", second === "web" ? "bundle" : "compile", {
      output: second === "web" ? "build/web" : "build",
    });
  if (first === "test") return buildCommand("dart test", "dart", "test");
  return first === "pub" && second === "get"
    ? buildCommand("dart pub get", "dart", "install", { manifests: ["pubspec.yaml", "pubspec.lock"] })
    : undefined;
}
