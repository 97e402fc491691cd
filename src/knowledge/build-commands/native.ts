import type { BuildCommand, BuildKind } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { hasOption, optionNames, optionOr, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand, kindOfScript } from "./build-reader.ts";

/** C's compilers and the builders that no language owns. */
export function readNativeCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (isCompiler(name)) return readCompiler(name, words);
  if (Object.hasOwn(readers, name)) return readers[name]?.(name, words);
  return undefined;
}

const compilers = new Set([
  "gcc",
  "g++",
  "cc",
  "c++",
  "clang",
  "clang++",
  "tcc",
  "icc",
  "icx",
  "icpx",
  "gfortran",
  "nvcc",
  "emcc",
  "em++",
  "hipcc",
  "nasm",
  "yasm",
]);

/** Also with a target in front and a version behind: `x86_64-linux-musl-gcc`, `clang-17`. */
function isCompiler(name: string): boolean {
  const plain = name.replace(/-\d[\d.]*$/, "");
  return compilers.has(plain) || compilers.has(plain.slice(plain.lastIndexOf("-") + 1));
}

function readCompiler(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames("-o -I -L -D -U -l -include -isystem -x -arch -target -MF -MT -MQ -Xlinker -f"),
    "single",
  );
  // Asked for its version or its paths it compiles nothing.
  if (line.operands.length === 0 && !line.unknown) return undefined;
  return buildCommand(name, "c", "compile", { output: optionValue(line, "-o") });
}

const readers: Readonly<Record<string, (name: string, words: readonly ShellWord[]) => BuildCommand | undefined>> = {
  make: readMake,
  gmake: readMake,
  bmake: readMake,
  "mingw32-make": readMake,
  emmake: (_, words) => readMake("emmake make", words.slice(1)),
  ninja: readNinja,
  samu: readNinja,
  just: readTaskRunner,
  task: readTaskRunner,
  earthly: readTaskRunner,
  cmake: readCmake,
  ctest: () => buildCommand("ctest", "c", "test"),
  meson: readMeson,
  bazel: readBazel,
  bazelisk: readBazel,
  buck2: readBazel,
  scons: () => buildCommand("scons", "c", "compile"),
  waf: (_, words) =>
    words[0]?.value === "build" ? buildCommand("waf build", "c", "compile", { output: "build" }) : undefined,
  b2: () => buildCommand("b2", "c", "compile"),
  configure: () => buildCommand("configure", "c", "other"),
  autoreconf: () => buildCommand("autoreconf", "c", "other"),
  "autogen.sh": () => buildCommand("autogen.sh", "c", "other"),
  qmake: () => buildCommand("qmake", "c", "other"),
  colcon: (_, words) =>
    words[0]?.value === "build" ? buildCommand("colcon build", "c", "compile", { output: "install" }) : undefined,
  catkin_make: () => buildCommand("catkin_make", "c", "compile", { output: "devel" }),
  hugo: readHugo,
  protoc: () => buildCommand("protoc", undefined, "other"),
  buf: (_, words) => (words[0]?.value === "generate" ? buildCommand("buf generate", undefined, "other") : undefined),
};

const makeOptions = optionNames(
  "-C --directory -f --file --makefile -I --include-dir -o --old-file -W --what-if --eval",
);

/** Targets that prepare, copy, clean up or tell, but do not compile what ships. */
const otherTargets =
  /^(?:install\S*|uninstall|clean\S*|distclean|mrproper|help|docs?|man|info|lint|fmt|format|deps|dependencies|vendor|download|setup|tools|bootstrap|generate|gen|proto|configure|defconfig|oldconfig|menuconfig|tidy|version)$/;

/** `make -j4` compiles, `make install` copies what was compiled, `make check` tests. */
function readMake(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words.filter(isNoSetting), makeOptions);
  if (hasOption(line, "-v", "--version", "-h", "--help", "-n", "--dry-run")) return undefined;
  // `CC=clang` sets a variable; `-j 4` takes a number where it has one.
  const targets = line.operands.map(({ value }) => value).filter((value) => !/^[\w.-]+[:+?]?=|^\d+$/.test(value));
  const kinds = targets.map(kindOfTarget);
  const kind: BuildKind =
    (targets.length === 0 && !line.unknown) || kinds.includes("compile")
      ? "compile"
      : kinds.includes("test")
        ? "test"
        : "other";
  return buildCommand(`${name} ${targets[Math.max(0, kinds.indexOf(kind))] ?? ""}`.trim(), undefined, kind);
}

/** Not a number of jobs (`-j "$(nproc)"`) nor a variable (`CFLAGS="$CFLAGS"`) whose value is not known. */
function isNoSetting(word: ShellWord, index: number, words: readonly ShellWord[]): boolean {
  if (word.fields !== undefined) return true;
  return !/^-[a-zA-Z]*j$|^--jobs$/.test(words[index - 1]?.value ?? "") && !/^["']?[\w.-]+[:+?]?=/.test(word.text);
}

function kindOfTarget(target: string): BuildKind {
  if (otherTargets.test(target)) return "other";
  return kindOfScript(target) === "test" ? "test" : "compile";
}

function readNinja(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, optionNames("-C -f -j -l -k -t -d"));
  if (hasOption(line, "--version", "-t")) return undefined;
  const target = line.operands[0]?.value;
  return buildCommand(`${name} ${target ?? ""}`.trim(), "c", target === undefined ? "compile" : kindOfTarget(target));
}

/** Runners whose targets are anything: only names that speak count. */
function readTaskRunner(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const target = readCommandLine(words, optionNames("-f --justfile -d --working-directory -t --taskfile --dir"))
    .operands[0]?.value;
  if (target === undefined) return undefined;
  const kind = kindOfScript(target.replace(/^\+/, ""));
  return buildCommand(`${name} ${target}`, undefined, kind === "bundle" ? "compile" : kind);
}

function readCmake(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames(
      "-S -B -G -D -C -T -A --build --install --target -t --config --parallel -j --preset --prefix --component",
    ),
    "single",
  );
  if (hasOption(line, "--version", "--help", "-E", "-P")) return undefined;
  if (!hasOption(line, "--build"))
    return buildCommand(hasOption(line, "--install") ? "cmake --install" : name, "c", "other");
  const target = optionValue(line, "--target", "-t");
  const kind = target === undefined ? "compile" : kindOfTarget(target);
  return buildCommand("cmake --build", "c", kind, { output: optionValue(line, "--build") });
}

function readMeson(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(words, optionNames("-C -D --prefix --buildtype"));
  const first = line.operands[0]?.value;
  if (first === "compile") return buildCommand("meson compile", "c", "compile", { output: optionValue(line, "-C") });
  if (first === "test") return buildCommand("meson test", "c", "test");
  return first === undefined ? undefined : buildCommand(`${name} ${first}`, "c", "other");
}

function readBazel(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const first = readCommandLine(words, optionNames("-c")).operands[0]?.value;
  if (first === "build") return buildCommand(`${name} build`, undefined, "compile", { output: "bazel-bin" });
  if (first === "test" || first === "coverage") return buildCommand(`${name} ${first}`, undefined, "test");
  return first === "fetch" || first === "run" ? buildCommand(`${name} ${first}`, undefined, "other") : undefined;
}

function readHugo(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  const line = readCommandLine(
    words,
    optionNames("-s --source -d --destination -b --baseURL -e --environment --config"),
  );
  const asksOrServes = line.operands.length > 0 && line.operands[0]?.value !== "build";
  if (asksOrServes) return undefined;
  return buildCommand(name, undefined, "bundle", { output: optionOr(line, "public", "-d", "--destination") });
}
