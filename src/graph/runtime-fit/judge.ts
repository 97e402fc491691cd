import type { BuildGraph, Stage } from "../../model/graph.ts";
import { type CarriedFile, carriedFiles } from "./carried-files.ts";
import { dotnetMisfit } from "./dotnet-fit.ts";
import { javaMisfit } from "./java-fit.ts";
import { libcMisfit } from "./libc-fit.ts";
import type { Misfit, Passage } from "./misfit.ts";
import { nodeMisfit } from "./node-fit.ts";
import { phpMisfit } from "./php-fit.ts";
import { pythonMisfit } from "./python-fit.ts";
import { rubyMisfit } from "./ruby-fit.ts";
import { builderHost, type ProgramHost, runtimeHost } from "./surroundings.ts";

/** A misfit with the file that carries it into the image. */
export interface CarriedMisfit extends Misfit {
  readonly carried: CarriedFile;
}

type Judge = (passage: Passage, graph: BuildGraph) => Misfit | undefined;

const judges: readonly Judge[] = [
  libcMisfit,
  javaMisfit,
  pythonMisfit,
  nodeMisfit,
  rubyMisfit,
  phpMisfit,
  dotnetMisfit,
];

/** What a shipped stage takes from others and cannot run: for each source of a COPY the first reason, certain ones first. */
export function misfitsIn(graph: BuildGraph, shipped: Stage): CarriedMisfit[] {
  // Files on scratch without a command are there to be taken out again, not to run.
  const runtime = runtimeHost(graph, shipped);
  if (runtime.image === "scratch" && !shipped.end.command && !shipped.end.entrypoint) return [];
  const builders = new Map<number, ProgramHost>();
  const builderOf = (stage: Stage) => {
    const found = builders.get(stage.index) ?? builderHost(graph, stage);
    builders.set(stage.index, found);
    return found;
  };
  return carriedFiles(graph, shipped).flatMap((carried) => {
    const misfits = carried.made.flatMap((made) => {
      const passage = { carried, made, builder: builderOf(made.stage), runtime };
      return judges.flatMap((judge) => judge(passage, graph) ?? []);
    });
    const first = misfits.find(({ certain }) => certain) ?? misfits[0];
    return first ? [{ ...first, carried }] : [];
  });
}
