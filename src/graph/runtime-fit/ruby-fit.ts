import type { Stage } from "../../model/graph.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { placeName } from "./place-name.ts";

/** Gems for another minor release of Ruby or another C library: their extensions are not found, or do not load. */
export function rubyMisfit({ carried, made, builder, runtime }: Passage): Misfit | undefined {
  const { build } = made;
  if (build?.language !== "ruby" || build.kind !== "install" || !/^(?:bundle|gem) install$/.test(build.tool))
    return undefined;
  if (carried.shipped.root?.language !== "ruby" || made.stage.root?.language !== "ruby") return undefined;
  if (runtime.installs.has("ruby")) return undefined;
  const [from, to] = [minorOf(made.stage), minorOf(carried.shipped)];
  if (from !== undefined && to !== undefined && from !== to) {
    return {
      command: made.command,
      certain: true,
      problem: `${carried.source.path} holds gems that Ruby ${from} of ${placeName(builder)} installed, but ${placeName(runtime)} has Ruby ${to}, which does not find extensions of another release: it ends with Bundler::GemNotFound or LoadError.`,
      remedy: "Use the same Ruby release in both stages.",
    };
  }
  const [built, run] = [builder.libc, runtime.libc];
  if (built === run || (built !== "glibc" && built !== "musl") || (run !== "glibc" && run !== "musl")) return undefined;
  return {
    command: made.command,
    certain: false,
    problem: `${carried.source.path} holds gems compiled for ${built} in ${placeName(builder)}, but ${placeName(runtime)} has ${run}: those with extensions end with LoadError.`,
    remedy: `Install on a ${run} image, or ship on one with ${built}.`,
  };
}

function minorOf({ root }: Stage): string | undefined {
  return /^\d+\.\d+/.exec(root?.languageVersion ?? "")?.[0];
}
