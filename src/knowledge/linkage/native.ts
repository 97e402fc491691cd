import type { BuildCommandInScript } from "../../model/build-command.ts";
import { type BuildPlace, hasUnknownWords, type Linkage, settingText, wordsOf } from "./linkage.ts";

const compilers = /^(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|gfortran)(?:-\d[\d.]*)?$/;

/** A C compiler that is called by name, with what it is to make. What `make` and the like pass on is in files, so that nobody knows. */
export function cLinkage(build: BuildCommandInScript, { libc, settings }: BuildPlace): Linkage | undefined {
  const { name } = build.command;
  const isMuslWrapper = name === "musl-gcc" || name === "musl-clang";
  if ((!compilers.test(name) && !isMuslWrapper) || hasUnknownWords(build)) return undefined;
  const flags = settingText(settings, "LDFLAGS", "CFLAGS", "CXXFLAGS");
  if (flags === undefined) return undefined;
  const text = [...wordsOf(build), ...flags.split(/\s+/)];
  const isProgram = !text.some((word) =>
    /^-(?:c|S|E|M|MM|r|nostdlib|ffreestanding|fsyntax-only)$|^-?-?static(?:-pie)?$|^--?(?:target|m32)|-static\b(?!-lib)/.test(
      word,
    ),
  );
  if (!isProgram || text.some((word) => word.startsWith("@"))) return undefined;
  const own = isMuslWrapper ? "musl" : libc;
  if (own !== "glibc" && own !== "musl") return undefined;
  return { libc: own, certain: true, remedy: "`-static`", followsBuilder: true };
}
