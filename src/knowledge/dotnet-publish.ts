import type { BuildCommandInScript } from "../model/build-command.ts";
import { hasOption, optionNames, optionValue, readCommandLine } from "./command-line.ts";

/** What `dotnet publish` is asked for. */
export interface DotnetPublish {
  /** Runtime identifier: `linux-x64`; undefined where none is given. */
  readonly identifier: string | undefined;
  /** True where the .NET run time, or native code, goes into what is published. */
  readonly isSelfContained: boolean;
  /** Target framework: `net8.0`. */
  readonly framework: string | undefined;
  /** False where a word of the command is not known. */
  readonly isKnown: boolean;
}

const valued = optionNames(
  "-c --configuration -f --framework -r --runtime -o --output -v --verbosity -a --arch --os --source --artifacts-path --version-suffix",
);

/** Source: https://learn.microsoft.com/dotnet/core/tools/dotnet-publish */
export function readDotnetPublish({ tool, command }: BuildCommandInScript): DotnetPublish | undefined {
  if (tool !== "dotnet publish") return undefined;
  const line = readCommandLine(command.arguments, valued, "single");
  const words = command.arguments.map(({ value, text }) => value ?? text);
  const property = (name: RegExp) =>
    words.some((word) => /^[-/]{1,2}(?:p|property):/i.test(word) && name.test(word) && /=true$/i.test(word));
  const next = words[words.indexOf("--self-contained") + 1];
  const asks =
    hasOption(line, "--self-contained", "--sc") && next !== "false" && !words.includes("--self-contained=false");
  const system = optionValue(line, "--os");
  const processor = optionValue(line, "-a", "--arch");
  return {
    identifier:
      optionValue(line, "-r", "--runtime") ?? (system === undefined ? undefined : `${system}-${processor ?? "x64"}`),
    isSelfContained: asks || property(/PublishAot|SelfContained/i),
    framework: optionValue(line, "-f", "--framework"),
    isKnown: !line.unknown,
  };
}

/** The C library that programs for a runtime identifier load; undefined for other systems and unknown ones. */
export function libcOfIdentifier(identifier: string): "glibc" | "musl" | undefined {
  if (/^(?:linux-musl|alpine)[.-]/.test(identifier)) return "musl";
  return /^(?:linux|debian|ubuntu|rhel|fedora|centos)[.\d]*-/.test(identifier) && !identifier.includes("bionic")
    ? "glibc"
    : undefined;
}
