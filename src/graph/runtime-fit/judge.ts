import { type BuildGraph, type CopySource, type Stage, shippedStages } from "../../model/graph.ts";
import { type CarriedFile, carriedFiles, FileTrace } from "./carried-files.ts";
import { dotnetMisfit } from "./dotnet-fit.ts";
import { type HostFacts, hostFacts } from "./host-facts.ts";
import { interpreterMisfit } from "./interpreter-fit.ts";
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

/** What shipped stages take from others and cannot run: for each source of a COPY one reason, a certain one if there is any. */
export function carriedMisfits(graph: BuildGraph): CarriedMisfit[] {
  const trace = new FileTrace(graph);
  const builders = new Map<number, HostFacts>();
  const builderOf = (stage: Stage) => {
    const found = builders.get(stage.index) ?? hostFacts(graph, builderHost(graph, stage));
    builders.set(stage.index, found);
    return found;
  };
  const seen = new Set<CopySource>();
  return shippedStages(graph).flatMap((shipped) => {
    const host = runtimeHost(graph, shipped);
    if (isExport(host)) return [];
    const files = carriedFiles(graph, shipped, trace);
    if (files.length === 0) return [];
    const runtime = hostFacts(graph, host);
    return files.flatMap((carried) => {
      const found = seen.has(carried.source) ? undefined : misfitOf(graph, carried, runtime, builderOf);
      if (found) seen.add(carried.source);
      return found ? [{ ...found, carried }] : [];
    });
  });
}

/** Files on scratch without a command are there to be taken out again, not to run. */
function isExport({ stage, image }: ProgramHost): boolean {
  return image === "scratch" && !stage.end.command && !stage.end.entrypoint;
}

function misfitOf(
  graph: BuildGraph,
  carried: CarriedFile,
  runtime: HostFacts,
  builderOf: (stage: Stage) => HostFacts,
): Misfit | undefined {
  let possible = interpreterMisfit(graph, carried.copy, carried.source, runtime);
  for (const made of carried.made) {
    const passage = { carried, made, builder: builderOf(made.stage), runtime };
    for (const judge of judges) {
      const misfit = judge(passage, graph);
      if (misfit?.certain) return misfit;
      possible ??= misfit;
    }
  }
  return possible;
}
