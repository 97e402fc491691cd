import type { BuildCommandInScript } from "../../model/build-command.ts";
import { type BuildPlace, hasUnknownWords, type Linkage, settingText, wordsOf } from "./linkage.ts";

interface Habit {
  readonly tool: RegExp;
  /** Any of these in a word means a static program, or one for another C library. */
  readonly unless: RegExp;
  /** False where the project's own files often ask for a static program. */
  readonly certain: boolean;
  readonly remedy: string | undefined;
  /** False where what it makes brings a run time that was built elsewhere, for an old glibc. */
  readonly followsBuilder: boolean;
  readonly only?: "glibc";
}

/** Tools whose programs load the C library of where they are made, unless their command line says otherwise. */
const habits: readonly Habit[] = [
  {
    tool: /^swift (?:build)$|^swiftc$/,
    unless: /static-executable|musl|swift-sdk|--triple/,
    certain: true,
    remedy: "`--static-swift-stdlib -Xswiftc -static-executable`",
    followsBuilder: true,
  },
  {
    tool: /^(?:stack (?:build|install)|cabal (?:build|install)|ghc)$/,
    unless: /static/,
    certain: false,
    remedy: "`-optl-static`",
    followsBuilder: true,
  },
  {
    tool: /^(?:crystal|shards) build$/,
    unless: /static/,
    certain: true,
    remedy: "`--static`",
    followsBuilder: true,
  },
  { tool: /^nim compile$/, unless: /static|musl/, certain: true, remedy: "`--passL:-static`", followsBuilder: true },
  {
    tool: /^native-image$/,
    unless: /static|^@|musl/,
    certain: true,
    remedy: "`--static --libc=musl`",
    followsBuilder: true,
  },
  { tool: /^dart compile exe$/, unless: /--target-os/, certain: true, remedy: undefined, followsBuilder: false },
  {
    tool: /^bun build$/,
    unless: /^--target/,
    certain: true,
    remedy: undefined,
    followsBuilder: false,
  },
  {
    tool: /^deno compile$/,
    unless: /^--target/,
    certain: true,
    remedy: undefined,
    followsBuilder: false,
    only: "glibc",
  },
  { tool: /^pyinstaller$/, unless: /\.spec$/, certain: true, remedy: undefined, followsBuilder: true },
  {
    tool: /^mix release$|^rebar3 (?:as \w+ )?release$/,
    unless: /no-erts/,
    certain: true,
    remedy: undefined,
    followsBuilder: true,
  },
  { tool: /^jlink$/, unless: /module-path|^-p$/, certain: true, remedy: undefined, followsBuilder: false },
];

export function habitualLinkage(build: BuildCommandInScript, { libc, settings }: BuildPlace): Linkage | undefined {
  if (libc !== "glibc" && libc !== "musl") return undefined;
  const habit = habits.find(({ tool }) => tool.test(build.tool));
  if (!habit || (build.kind !== "compile" && build.kind !== "bundle") || (habit.only ?? libc) !== libc)
    return undefined;
  const flags = settingText(settings, "LDFLAGS", "CFLAGS");
  if (flags === undefined) return undefined;
  const words = [...wordsOf(build), flags];
  if (hasUnknownWords(build) && habit.certain && words.some((word) => /^"?\$\{?\w*(?:FLAGS|ARGS|OPTS)/i.test(word)))
    return undefined;
  if (words.some((word) => habit.unless.test(word))) return undefined;
  return { libc, certain: habit.certain, remedy: habit.remedy, followsBuilder: habit.followsBuilder };
}
