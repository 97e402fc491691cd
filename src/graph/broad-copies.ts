import { isSourceTree } from "../knowledge/source-files.ts";
import type { BuildCommandInScript } from "../model/build-command.ts";
import { type BuildGraph, type CopySource, chainOf, type Stage, type Step } from "../model/graph.ts";
import { absolutePath, isWithin } from "./paths.ts";

/** A source of COPY that takes a whole working directory, home or root out of a stage that built the program from sources there. */
export interface BroadCopy {
  readonly taken: CopySource;
  readonly source: Stage;
  /** The source stage and those below it, nearest first. */
  readonly links: readonly Stage[];
  /** What compiles or bundles there. */
  readonly builds: readonly BuildCommandInScript[];
  /** The copy that brought the source tree into that stage. */
  readonly tree: CopySource;
}

export function broadCopies(graph: BuildGraph, { copy }: Step): BroadCopy[] {
  const source = copy?.from.kind === "stage" ? graph.stages[copy.from.index] : undefined;
  if (!copy || !source) return [];
  const links = chainOf(graph, source);
  const builds = links.flatMap((link) => link.steps.flatMap((built) => built.builds)).filter(makesProgram);
  if (builds.length === 0) return [];
  return copy.sources.flatMap((taken) => {
    if (taken.kind !== "file" || !isBroad(taken.path, source)) return [];
    const tree = sourceCopy(links, taken.path);
    return tree ? { taken, source, links, builds, tree } : [];
  });
}

export function makesProgram({ kind }: BuildCommandInScript): boolean {
  return kind === "compile" || kind === "bundle";
}

/** The working directory at the end of the stage, a home, or the root and the folders right below it that hold everything. */
function isBroad(path: string, source: Stage): boolean {
  if (path === "/" || path === "/root" || path === "/usr" || /^\/home(?:\/[^/]+)?$/.test(path)) return true;
  return isWithin(source.end.workdir, path);
}

/** The copy that brings a source tree from the build context into the folder. */
function sourceCopy(links: readonly Stage[], path: string): CopySource | undefined {
  for (const { copy } of links.flatMap((link) => link.steps)) {
    if (copy?.from.kind !== "context" || !isWithin(absolutePath("/", copy.destination), path)) continue;
    const tree = copy.sources.find((source) => source.kind === "file" && isSourceTree(source.path));
    if (tree) return tree;
  }
  return undefined;
}
