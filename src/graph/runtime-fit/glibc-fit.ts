import { glibcFit } from "../../knowledge/glibc-versions.ts";
import type { Linkage } from "../../knowledge/linkage/linkage.ts";
import { stageTitle } from "../../model/graph.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";

/** A program that was linked with a newer glibc than the one it runs on. */
export function olderGlibc({ carried, made, builder, runtime }: Passage, linkage: Linkage): Misfit | undefined {
  const { glibc: built } = builder;
  const { glibc: run } = runtime;
  if (linkage.libc !== "glibc" || built === undefined || run === undefined) return undefined;
  if (!linkage.certain || !linkage.followsBuilder) return undefined;
  const fit = glibcFit(built, run);
  if (fit === "runs") return undefined;
  const happens =
    fit === "never"
      ? 'it ends with "version `GLIBC_2.34\' not found"'
      : `it ends with "version \`GLIBC_${built}' not found" if it calls a function that changed in between`;
  return {
    command: made.command,
    certain: fit === "never",
    problem: `\`${made.build?.tool}\` in ${placeName(builder)} links ${carried.source.path} with glibc ${built}, but ${placeName(runtime)} has glibc ${run}: ${happens}.`,
    remedy: `Build on the release that ships, or ship on that of ${stageTitle(builder.stage)}.`,
  };
}

/** Programs of Rust and C++ need libgcc, which Google's `base` images leave to `cc`. */
export function missingLibrary({ carried, made, builder, runtime }: Passage): Misfit | undefined {
  const { tool = "", language } = made.build ?? {};
  const image = /(?:^|\/)distroless\/base(?:-nossl)?(-debian\d+)?$/.exec(runtime.stage.rootImage?.repository ?? "");
  const needs =
    language === "rust" || /\+\+/.test(tool) ? (language === "rust" ? "libgcc_s.so.1" : "libstdc++.so.6") : "";
  const isStatic = made.command.arguments.some(({ text }) => /-static-lib(?:gcc|stdc)/.test(text));
  if (!image || needs === "" || isStatic || runtime.libc !== "glibc") return undefined;
  return {
    command: made.command,
    certain: true,
    problem: `\`${tool}\` in ${placeName(builder)} makes ${carried.source.path} for ${needs}, which ${placeName(runtime)} does not have: it ends with "cannot open shared object file".`,
    remedy: `Ship on \`gcr.io/distroless/cc${image[1] ?? ""}\`.`,
  };
}
