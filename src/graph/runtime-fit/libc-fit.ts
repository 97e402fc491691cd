import { isCCompiler } from "../../knowledge/c-compilers.ts";
import { glibcFit } from "../../knowledge/glibc-versions.ts";
import type { Linkage } from "../../knowledge/linkage/linkage.ts";
import { readLinkage } from "../../knowledge/linkage/read-linkage.ts";
import { stageTitle } from "../../model/graph.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";
import type { ProgramHost } from "./surroundings.ts";

/** A program that loads a C library which is not where it runs, or is older there than where it was linked. */
export function libcMisfit(passage: Passage): Misfit | undefined {
  const { made, builder, runtime } = passage;
  if (!made.build || builder.libc === "unknown" || runtime.libc === "unknown" || isVerifiedStatic(passage))
    return undefined;
  const root = made.stage.root;
  const linkage = readLinkage(made.build, {
    libc: builder.libc,
    // In the images of a tool chain that stands on Alpine there is none.
    hasCCompiler:
      [...builder.packages].some(isCCompiler) ||
      (root?.kind === "toolchain" && root.language === "go" && builder.libc === "glibc"),
    fromDistribution: root?.language !== "rust" && builder.packages.size > 0 && hasPackagedRust(builder),
    settings: made.settings,
  });
  if (!linkage) return undefined;
  return linkage.libc === runtime.libc ? olderGlibc(passage, linkage) : otherLibc(passage, linkage);
}

function hasPackagedRust({ packages }: ProgramHost): boolean {
  return packages.has("cargo") || packages.has("rust");
}

function otherLibc({ carried, made, builder, runtime }: Passage, linkage: Linkage): Misfit {
  const tool = made.build?.tool ?? made.command.name;
  const there = runtime.libc === "none" ? "there is no C library" : `the C library is ${runtime.libc}`;
  const symptom = runtime.libc === "none" ? "no such file or directory" : "not found";
  const place = placeName(runtime);
  const problem = linkage.certain
    ? `${carried.source.path} is linked to ${linkage.libc} by \`${tool}\` in ${placeName(builder)}, but in ${place} ${there}, so it ends with "${symptom}".`
    : `\`${tool}\` in ${placeName(builder)} links ${carried.source.path} to ${linkage.libc} ${conditionOf(tool)}; in ${place} ${there}, and it ends with "${symptom}".`;
  const other = runtime.libc === "none" ? undefined : `build on a ${runtime.libc} image`;
  const base = `ship on a base with ${linkage.libc}`;
  const ways = [linkage.remedy === undefined ? undefined : `link it statically with ${linkage.remedy}`, other, base];
  return { made, certain: linkage.certain, problem, remedy: sentence(ways) };
}

function conditionOf(tool: string): string {
  return /^(?:go|garble)\b/.test(tool)
    ? "as soon as a package uses net, os/user or cgo, since nothing sets CGO_ENABLED=0"
    : "unless the project's own files ask for a static program";
}

function olderGlibc({ carried, made, builder, runtime }: Passage, linkage: Linkage): Misfit | undefined {
  const { glibc: built } = builder;
  const { glibc: run } = runtime;
  const isC = linkage.certain && linkage.followsBuilder;
  if (linkage.libc !== "glibc" || built === undefined || run === undefined || !isC) return undefined;
  const fit = glibcFit(built, run);
  if (fit === "runs") return undefined;
  const needed = fit === "never" ? "2.34" : built;
  const happens = fit === "never" ? "ends with" : "may end with";
  return {
    made,
    certain: fit === "never",
    problem: `${carried.source.path} is linked to glibc ${built} in ${placeName(builder)}, but ${placeName(runtime)} has ${run}, so it ${happens} "version \`GLIBC_${needed}' not found".`,
    remedy: `Build on the release that ships, or ship on the one of ${stageTitle(builder.stage)}.`,
  };
}

function isVerifiedStatic({ made }: Passage): boolean {
  return made.stage.steps.some(
    ({ script }) =>
      script?.commands.some(
        ({ name, arguments: words }) =>
          (name === "xx-verify" && words.some(({ value }) => value === "--static")) ||
          name === "staticx" ||
          words.some(({ text }) => /not a dynamic|statically linked/.test(text)),
      ) ?? false,
  );
}

function sentence(ways: readonly (string | undefined)[]): string {
  const named = ways.filter((way) => way !== undefined);
  const last = named.at(-1) ?? "";
  const text = named.length > 1 ? `${named.slice(0, -1).join(", ")} or ${last}` : last;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
