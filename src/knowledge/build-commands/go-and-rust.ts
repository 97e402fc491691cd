import type { BuildCommand } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { type CommandLine, hasOption, optionNames, optionOr, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand, installCommand, kindOfScript, pathOf } from "./build-reader.ts";

const goOptions = optionNames(
  `-o -ldflags -gcflags -asmflags -gccgoflags -tags -mod -modfile -p -buildmode -buildvcs -compiler -installsuffix -pkgdir
  -toolexec -C -overlay -pgo -covermode -coverprofile -coverpkg -run -bench -timeout -count -parallel -cpu -shuffle -skip
  --ldflags --tags --mod --gcflags --output`,
);

const goManifests = ["go.mod", "go.sum"];

/** Go and what builds Go programs around it. */
export function readGoCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (name === "gotestsum" || name === "ginkgo") return buildCommand(name, "go", "test");
  if (name === "mage") return readMage(words);
  if (!/^(?:go(?:\d[\d.]*)?|tinygo|garble|ko|goreleaser|wails|xcaddy)$/.test(name)) return undefined;
  const line = readCommandLine(words, goOptions, "single");
  const [first, ...rest] = line.operands.map(({ value }) => value);
  const tool = `${name} ${first}`;
  if (name === "goreleaser")
    return first === "build" || first === "release"
      ? buildCommand(tool, "go", "compile", { output: "dist" })
      : undefined;
  switch (first) {
    case "build":
      return buildCommand(tool, "go", "compile", { output: optionOr(line, programOf(rest), "-o", "--output") });
    case "install":
      return readGoInstall(tool, rest);
    case "test":
    case "vet":
      return buildCommand(tool, "go", "test");
    case "mod":
      return /^(?:download|vendor|tidy)$/.test(rest[0] ?? "")
        ? buildCommand(`go mod ${rest[0]}`, "go", "install", { manifests: goManifests })
        : undefined;
    case "get":
      return installCommand(
        tool,
        "go",
        rest.filter((each) => !each.startsWith(".")),
        goManifests,
      );
    case "generate":
      return buildCommand(tool, "go", "other");
    default:
      return undefined;
  }
}

/** `go build` names the program after the last part of the package's path, or the first file. */
function programOf(packages: readonly string[]): string | undefined {
  const only = packages[0];
  if (only === undefined || only.includes("...") || (packages.length > 1 && !only.endsWith(".go"))) return undefined;
  const last = only.replace(/\/$/, "").split("/").at(-1) ?? "";
  return last === "" || /^\.+$/.test(last) ? undefined : last.replace(/\.go$/, "");
}

/** With a version it is somebody else's program: `go install golang.org/x/tools/cmd/goimports@latest`. */
function readGoInstall(tool: string, packages: readonly string[]): BuildCommand {
  const others = packages.filter((each) => each.includes("@"));
  if (others.length > 0) return buildCommand(tool, "go", "install", { packages: others, output: "/go/bin" });
  return buildCommand(tool, "go", "compile", { output: "/go/bin" });
}

function readMage(words: readonly ShellWord[]): BuildCommand | undefined {
  const target = words.map((word) => word.value ?? "").find((value) => !value.startsWith("-"));
  if (target === undefined) return undefined;
  const kind = kindOfScript(target);
  return buildCommand(`mage ${target}`, "go", kind === "bundle" ? "compile" : kind);
}

const cargoOptions = optionNames(
  `--target --target-dir --profile --bin --example --features -F -p --package --exclude --manifest-path -j --jobs --config -Z
  --path --git --branch --tag --rev --root --version --vers --registry --index --recipe-path --message-format --color -C
  --out-dir --artifact-dir -o`,
);

const cargoManifests = ["Cargo.toml", "Cargo.lock"];

/** Cargo and what stands in for it. */
export function readRustCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (name === "rustc") {
    const line = readCommandLine(
      words,
      optionNames("-o --out-dir --target --edition --crate-type --crate-name -C -L -l --cfg -O"),
      "single",
    );
    const asks = hasOption(line, "-V", "--version", "--print");
    return asks
      ? undefined
      : buildCommand("rustc", "rust", "compile", { output: optionValue(line, "-o", "--out-dir") });
  }
  if (name === "trunk")
    return words[0]?.value === "build" ? buildCommand("trunk build", "rust", "bundle", { output: "dist" }) : undefined;
  if (name === "wasm-pack")
    return words[0]?.value === "build"
      ? buildCommand("wasm-pack build", "rust", "compile", { output: "pkg" })
      : undefined;
  if (name !== "cargo" && name !== "cross") return undefined;
  const line = readCommandLine(words, cargoOptions);
  // `cargo +nightly build`
  const [first, ...rest] = line.operands.map(({ value }) => value).filter((each) => !each.startsWith("+"));
  return readCargo(name, first, rest, line);
}

function readCargo(
  name: string,
  first: string | undefined,
  rest: readonly string[],
  line: CommandLine,
): BuildCommand | undefined {
  const tool = `${name} ${first}`;
  switch (first) {
    case "build":
    case "b":
    case "rustc":
    case "zigbuild":
      return buildCommand(`${name} ${first === "b" ? "build" : first}`, "rust", "compile", {
        output: cargoOutput(line),
      });
    case "auditable":
    case "leptos":
    case "component":
    case "bootimage":
      return rest[0] === "build"
        ? buildCommand(`${tool} build`, "rust", "compile", { output: cargoOutput(line) })
        : undefined;
    case "install":
      return readCargoInstall(tool, rest, line);
    case "fetch":
    case "vendor":
      return buildCommand(tool, "rust", "install", { manifests: cargoManifests });
    case "chef":
      if (rest[0] !== "cook")
        return rest[0] === "prepare" ? buildCommand(`${tool} prepare`, "rust", "other") : undefined;
      return buildCommand(`${tool} cook`, "rust", "install", {
        manifests: [optionValue(line, "--recipe-path") ?? "recipe.json"],
      });
    case "test":
    case "t":
    case "nextest":
    case "check":
    case "clippy":
      return buildCommand(tool, "rust", "test");
    case "binstall":
      return buildCommand(tool, "rust", "install", { packages: rest });
    default:
      return undefined;
  }
}

/** `target/<triple>/<profile>/<program>`, as far as the options tell. */
function cargoOutput(line: CommandLine): string | undefined {
  const profile = optionOr(line, hasOption(line, "--release", "-r") ? "release" : "debug", "--profile");
  const folder = profile === "dev" ? "debug" : profile;
  const path = pathOf(optionOr(line, "target", "--target-dir"), optionOr(line, ".", "--target"), folder);
  const program = optionValue(line, "--bin");
  return program === undefined ? path : pathOf(path, program);
}

function readCargoInstall(tool: string, packages: readonly string[], line: CommandLine): BuildCommand {
  const output = pathOf(optionOr(line, "/usr/local/cargo", "--root"), "bin");
  const path = optionValue(line, "--path");
  if (path !== undefined) return buildCommand(tool, "rust", "compile", { output });
  const git = optionValue(line, "--git");
  return buildCommand(tool, "rust", "install", {
    packages: packages.length > 0 ? packages : git === undefined ? [] : [git],
    output,
  });
}
