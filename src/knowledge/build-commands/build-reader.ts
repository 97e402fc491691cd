import type { BuildCommand, BuildKind } from "../../model/build-command.ts";
import type { ShellWord } from "../../model/shell.ts";

/** Reads the commands of one language; undefined for all that it does not know. */
export type BuildReader = (name: string, words: readonly ShellWord[]) => BuildCommand | undefined;

interface Details {
  readonly output?: string | undefined;
  readonly manifests?: readonly string[];
  readonly packages?: readonly string[];
}

export function buildCommand(
  tool: string,
  language: string | undefined,
  kind: BuildKind,
  { output, manifests = [], packages = [] }: Details = {},
): BuildCommand {
  return { tool, language, kind, output, manifests, packages };
}

/** An install of what is named, or of what the manifests say where nothing is. */
export function installCommand(
  tool: string,
  language: string,
  packages: readonly string[],
  manifests: readonly string[],
): BuildCommand {
  return buildCommand(tool, language, "install", packages.length > 0 ? { packages } : { manifests });
}

/** What a script or target of this name does: `build:prod`, `test-unit`, `lint`. */
export function kindOfScript(name: string): BuildKind {
  const words = name.toLowerCase().split(/[:_.-]/);
  if (/^(?:tests?|e2e|unit|coverage|spec|check)$/.test(words[0] ?? "") || words.includes("test")) return "test";
  if (
    words.includes("build") ||
    /^(?:compile|bundle|dist|prod|production|transpile|export|webpack|assets)$/.test(words[0] ?? "")
  ) {
    return "bundle";
  }
  return "other";
}

/** The parts as one path, `.` left out; undefined where a part is not known. */
export function pathOf(...parts: readonly (string | undefined)[]): string | undefined {
  if (parts.includes(undefined)) return undefined;
  const named = parts.filter((part) => part !== ".").map((part) => part?.replace(/\/$/, ""));
  return named.join("/");
}
