import { isCCompiler } from "../../knowledge/c-compilers.ts";
import type { Linkage } from "../../knowledge/linkage/linkage.ts";
import { readLinkage } from "../../knowledge/linkage/read-linkage.ts";
import type { Fix } from "../../model/finding.ts";
import { missingLibrary, olderGlibc } from "./glibc-fit.ts";
import type { MadeFile } from "./made-files.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";

/** A program that loads a C library which is not where it runs, or is older there than where it was linked. */
export function libcMisfit(passage: Passage): Misfit | undefined {
  const { made, builder, runtime } = passage;
  if (!made.build || builder.libc === "unknown" || runtime.libc === "unknown") return undefined;
  if (builder.verifiesStatic || isErlangFrom(passage)) return undefined;
  const { root } = made.stage;
  const linkage = readLinkage(made.build, {
    libc: builder.libc,
    // Go's images have one, but not those that stand on Alpine.
    hasCCompiler:
      [...builder.packages].some(isCCompiler) ||
      (root?.kind === "toolchain" && root.language === "go" && builder.libc === "glibc"),
    fromDistribution: root?.language !== "rust" && (builder.packages.has("cargo") || builder.packages.has("rust")),
    settings: made.settings,
  });
  if (!linkage) return undefined;
  if (linkage.libc !== runtime.libc) return otherLibc(passage, linkage);
  return olderGlibc(passage, linkage) ?? missingLibrary(passage);
}

function otherLibc({ carried, made, builder, runtime }: Passage, linkage: Linkage): Misfit {
  const tool = `\`${made.build?.tool ?? made.command.name}\``;
  const { path } = carried.source;
  const lacking = `${placeName(runtime)} does not have`;
  const problem = linkage.certain
    ? `${tool} in ${placeName(builder)} links ${path} to ${linkage.libc}, which ${lacking}: it ends with "no such file or directory".`
    : `${tool} in ${placeName(builder)} ${condition(tool)} ${path} needs ${linkage.libc}, which ${lacking}, and ends with "no such file or directory".`;
  const ways = [
    linkage.remedy === undefined ? undefined : `link it statically with ${linkage.remedy}`,
    runtime.libc === "none" ? undefined : `build on a ${runtime.libc} image`,
    `ship on a base with ${linkage.libc}`,
  ];
  const fix = linkage.certain ? undefined : withoutCgo(made);
  return { command: made.command, certain: linkage.certain, problem, remedy: alternatives(ways), ...(fix && { fix }) };
}

function condition(tool: string): string {
  return /^`(?:go|garble)\b/.test(tool)
    ? "runs without CGO_ENABLED=0: as soon as a package uses net, os/user or cgo,"
    : "links dynamically unless the project's own files say otherwise:";
}

/** Sets the variable for the one command. Not where a shell text is nested in another, or the words are JSON. */
function withoutCgo({ command, step }: MadeFile): Fix | undefined {
  const { instruction } = step;
  const isPlain = command.wrappers.every((name) => name === "env");
  const isShell = instruction.keyword === "RUN" && instruction.form === "shell";
  if (command.name !== "go" || !command.word || !isPlain || !isShell) return undefined;
  const { start } = command.word.span;
  return {
    title: "Build without C",
    safe: false,
    edits: [{ span: { start, end: start }, text: "CGO_ENABLED=0 " }],
  };
}

/** A release of Erlang or Elixir that is made without its run time takes that of the image. */
function isErlangFrom({ made, runtime }: Passage): boolean {
  if (!/^(?:mix|rebar3) /.test(made.build?.tool ?? "")) return false;
  const language = runtime.stage.root?.language ?? "";
  return /^(?:erlang|elixir)$/.test(language) || [...runtime.packages].some((name) => /^(?:erlang|elixir)/.test(name));
}

/** `Do this, do that or do something else.` */
function alternatives(ways: readonly (string | undefined)[]): string {
  const named = ways.filter((way) => way !== undefined);
  const last = named.at(-1) ?? "";
  const text = named.length > 1 ? `${named.slice(0, -1).join(", ")} or ${last}` : last;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
