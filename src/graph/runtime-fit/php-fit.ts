import { phpOfExtensionFolder } from "../../knowledge/php-extensions.ts";
import type { Stage } from "../../model/graph.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";

/** Extensions that are compiled for another minor release of PHP or another C library. */
export function phpMisfit({ carried, made, builder, runtime }: Passage): Misfit | undefined {
  const { path } = carried.source;
  if (
    made.build?.language !== "php" ||
    made.path !== "/usr/local/lib/php/extensions" ||
    !/\/php\/extensions(?:\/|$)/.test(path)
  )
    return undefined;
  const { root } = carried.shipped;
  if (root?.language !== "php" || made.stage.root?.language !== "php") return undefined;
  const [from, to] = [phpOfExtensionFolder(path) ?? minorOf(made.stage), minorOf(carried.shipped)];
  if (from !== undefined && to !== undefined && from !== to) {
    return {
      command: made.command,
      certain: true,
      problem: `${path} is for PHP ${from} of ${placeName(builder)}, but ${placeName(runtime)} has PHP ${to}: it ends with "Unable to load dynamic library", or the folder is never looked at.`,
      remedy: "Use the same PHP release in both stages.",
    };
  }
  const [built, run] = [builder.libc, runtime.libc];
  if (built === run || (built !== "glibc" && built !== "musl") || (run !== "glibc" && run !== "musl")) return undefined;
  return {
    command: made.command,
    certain: true,
    problem: `${path} is compiled for ${built} in ${placeName(builder)}, but ${placeName(runtime)} has ${run}: it ends with "Unable to load dynamic library".`,
    remedy: `Compile the extensions on a ${run} image, or ship on one with ${built}.`,
  };
}

function minorOf({ root }: Stage): string | undefined {
  return /^\d\.\d+/.exec(root?.languageVersion ?? "")?.[0];
}
