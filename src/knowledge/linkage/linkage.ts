import type { BaseImage } from "../../model/base-image.ts";
import type { BuildCommandInScript } from "../../model/build-command.ts";
import type { BuildSettings } from "../build-settings.ts";

/** What a program needs of the C library where it runs. */
export interface Linkage {
  /** The C library that it loads when it starts. */
  readonly libc: "glibc" | "musl";
  /** True where that is what the command asks for or cannot but do; false for a default that the program's code may change. */
  readonly certain: boolean;
  /** How to make it static, as the end of "…, or link it statically with". */
  readonly remedy: string | undefined;
  /** False where the program is known to be made for an old glibc, wherever it is built. */
  readonly followsBuilder: boolean;
}

/** Where a command runs. */
export interface BuildPlace {
  readonly libc: BaseImage["libc"];
  /** Whether a C compiler is there, as far as the image and its packages tell. */
  readonly hasCCompiler: boolean;
  /** Whether the language comes from the distribution's own package. */
  readonly fromDistribution: boolean;
  readonly settings: BuildSettings;
}

/** Reads how a command links; undefined where it is static, or where nobody can say. */
export type LinkageReader = (build: BuildCommandInScript, place: BuildPlace) => Linkage | undefined;

/** All words of a command that its text shows, for options in any place. */
export function wordsOf({ command }: BuildCommandInScript): string[] {
  return command.arguments.map(({ value, text }) => value ?? text);
}

export function hasUnknownWords({ command }: BuildCommandInScript): boolean {
  return command.arguments.some((word) => word.fields === undefined);
}

/** The values of those settings that are there, between blanks; undefined where one of them is not known. */
export function settingText(settings: BuildSettings, ...names: readonly string[]): string | undefined {
  const values = names.filter((name) => settings.has(name)).map((name) => settings.get(name));
  return values.includes(undefined) ? undefined : values.join(" ");
}
