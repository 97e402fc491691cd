import { describeImage } from "../../knowledge/base-images.ts";
import { programOfImage } from "../../knowledge/image-programs.ts";
import { type BuildGraph, type Copy, type CopySource, stageTitle } from "../../model/graph.ts";
import type { Misfit } from "./misfit.ts";
import { placeName } from "./place-name.ts";
import type { ProgramHost } from "./surroundings.ts";

/** The interpreter or run time of an image, copied out of it to another C library. */
export function interpreterMisfit(
  graph: BuildGraph,
  { from }: Copy,
  source: CopySource,
  runtime: ProgramHost,
): Misfit | undefined {
  const stage = from.kind === "stage" ? graph.stages[from.index] : undefined;
  const root = from.kind === "image" ? describeImage(from.image) : stage?.root;
  const what = root?.kind === "unknown" ? undefined : programOfImage(root?.language, source.path);
  const libc = root?.libc;
  if (
    what === undefined ||
    (libc !== "glibc" && libc !== "musl") ||
    runtime.libc === "unknown" ||
    runtime.libc === libc
  )
    return undefined;
  const place = stage ? stageTitle(stage) : from.kind === "image" ? from.image.text.split("@", 1)[0] : "";
  return {
    command: undefined,
    certain: true,
    problem: `${source.path} is the ${what} of ${place}, linked to ${libc}, which ${placeName(runtime)} does not have: it ends with "no such file or directory".`,
    remedy:
      runtime.libc === "none"
        ? `Ship on a base with ${libc}.`
        : `Take it from a ${runtime.libc} image, or ship on a base with ${libc}.`,
  };
}
