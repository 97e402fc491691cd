import type { BuildGraph, Stage, Step } from "../model/graph.ts";
import { absolutePath, isWithin } from "./paths.ts";

/** Whether a stage stands on scratch: it holds what is copied into it and nothing else. */
export function standsOnScratch(graph: BuildGraph, stage: Stage): boolean {
  return graph.stages[stage.chain.at(-1) ?? stage.index]?.base.kind === "scratch";
}

/** The program that a container of the stage starts, as written; undefined where it starts none, or a shell's script. */
export function startedProgram({ end }: Stage): string | undefined {
  const state = end.entrypoint ?? end.command;
  const first = state?.form === "shell" ? state.words[0]?.trim().split(/\s+/)[0] : state?.words[0];
  return first === "" ? undefined : first;
}

/**
 * Whether a COPY or ADD may bring the folder, or what is in it, along with other things: it goes to a place above the folder and
 * takes a folder, or an archive, that nobody can see into.
 */
export function mayBringFolder({ copy, before }: Step, folder: string, program: string | undefined): boolean {
  if (!copy) return false;
  const destination = absolutePath("/", copy.destination);
  if (!isWithin(folder, destination)) return false;
  const name = program?.slice(program.lastIndexOf("/") + 1);
  return copy.sources.some(({ path, kind, text }) => {
    if (kind === "heredoc") return false;
    const last = path.slice(path.lastIndexOf("/") + 1);
    if (/\.(?:tar(?:\.\w+)?|tgz|txz|tbz2?)$/.test(last)) return true;
    // What is named like the program, or given a name in the root, is a file.
    if (last === name || destination !== absolutePath(before.workdir, copy.destination)) return false;
    const isFile = last.includes(".") && !/\/\.?$/.test(text) && last !== "." && !last.startsWith(".");
    return !isFile && (copy.destination.endsWith("/") || destination === "/" || destination === folder);
  });
}
