import { type BuildGraph, type Stage, shippedStages } from "../model/graph.ts";
import type { FileReport } from "../model/report.ts";
import { literalGlob } from "../policy/glob.ts";

/** A Dockerfile of which nothing in the repository says whether some of its stages are published. */
export interface UndecidedTargets {
  /** A glob for the file alone. */
  readonly glob: string;
  /** Names of the stages that ship as things stand. */
  readonly ships: readonly string[];
  /** Names of stages that nothing needs and nobody builds. */
  readonly undecided: readonly string[];
}

/**
 * The Dockerfiles for which the policy has to say what ships: those with a named stage at an end of the graph that discovery could
 * not place. To name what ships already changes no verdict, except for an image to work in, which is therefore left out. So is a
 * file whose stages have no names, for numbers shift with the next edit, and one with a misspelt stage.
 */
export function undecidedTargets(files: readonly FileReport[]): UndecidedTargets[] {
  return files.flatMap(({ source, graph, findings }) => {
    const glob = literalGlob(source.path);
    if (glob === undefined || graph === undefined || graph.rejections.length > 0) return [];
    if (findings.some(({ rule }) => rule === "invalid-stage-reference")) return [];
    const shipped = shippedStages(graph);
    const ships = namesOf(shipped);
    const undecided = namesOf(looseEnds(graph));
    if (undecided.length === 0 || ships.length === 0 || ships.length < shipped.length) return [];
    return shipped.some(({ workbench }) => workbench) ? [] : [{ glob, ships, undecided }];
  });
}

function looseEnds({ stages, edges }: BuildGraph): Stage[] {
  const sources = new Set(edges.map(({ source }) => source));
  return stages.filter(({ role, index }) => role === "unreachable" && !sources.has(index));
}

function namesOf(stages: readonly Stage[]): string[] {
  return stages.flatMap(({ name }) => name ?? []);
}
