import type { BuildCommand } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";
import { optionNames, optionValue, readCommandLine } from "../command-line.ts";
import { buildCommand } from "./build-reader.ts";

const valued = optionNames(
  `-c --configuration -f --framework -r --runtime -o --output -v --verbosity -s --source --configfile -a --arch --os
  --artifacts-path --version-suffix --packages --tool-path --version --add-source --ucr`,
);

const manifests = [
  "*.csproj",
  "*.fsproj",
  "*.vbproj",
  "*.sln",
  "*.slnx",
  "nuget.config",
  "Directory.Packages.props",
  "packages.lock.json",
];

/** The .NET command line and its older compilers. */
export function readDotnetCommand(name: string, words: readonly ShellWord[]): BuildCommand | undefined {
  if (name === "msbuild" || name === "xbuild" || name === "csc" || name === "mcs")
    return buildCommand(name, "dotnet", "compile");
  const line = readCommandLine(words, valued, "single");
  const [first, second, third] = line.operands.map(({ value }) => value);
  if (name === "nuget") {
    return first === "restore"
      ? buildCommand("nuget restore", "dotnet", "install", { manifests: [...manifests, "packages.config"] })
      : undefined;
  }
  if (name !== "dotnet") return undefined;
  const tool = `dotnet ${first}`;
  switch (first) {
    case "restore":
      return buildCommand(tool, "dotnet", "install", { manifests });
    case "publish":
    case "build":
    case "pack":
    case "msbuild":
      return buildCommand(tool, "dotnet", "compile", { output: optionValue(line, "-o", "--output") });
    case "test":
    case "vstest":
      return buildCommand(tool, "dotnet", "test");
    case "tool":
      if (second === "restore")
        return buildCommand("dotnet tool restore", "dotnet", "install", { manifests: ["dotnet-tools.json"] });
      return second === "install"
        ? buildCommand("dotnet tool install", "dotnet", "install", { packages: third === undefined ? [] : [third] })
        : undefined;
    case "workload":
      return buildCommand(`dotnet workload ${second ?? ""}`.trim(), "dotnet", "install", {
        packages: third === undefined ? [] : [third],
      });
    default:
      return undefined;
  }
}
