import { type BuildGraph, chainOf, type Stage } from "../model/graph.ts";

/** The name that a stage can be called by: BuildKit takes the last of those that share one. */
export function usableName(graph: BuildGraph, stage: Stage): string | undefined {
  const last = graph.stages.findLast(({ name, id }) => name !== undefined && id === stage.id);
  return stage.name !== undefined && last === stage ? stage.name : undefined;
}

/** Gives out names for stages without one, each of them new to the file, so that nothing else comes to mean the stage. */
export class NewStageNames {
  private readonly taken: Set<string>;
  /** The last number behind each wish. */
  private readonly numbers = new Map<string, number>();
  private readonly graph: BuildGraph;

  constructor(graph: BuildGraph) {
    this.graph = graph;
    this.taken = new Set(["scratch", "context", ...graph.stages.flatMap(namesIn)]);
  }

  /** To be asked once for each stage, in file order. */
  nameFor(stage: Stage): string {
    const wishes = wishesFor(this.graph, stage);
    const free = wishes.find((wish) => !this.taken.has(wish)) ?? this.numbered(wishes[0] ?? "stage");
    this.taken.add(free);
    return free;
  }

  private numbered(wish: string): string {
    let number = this.numbers.get(wish) ?? 1;
    do number++;
    while (this.taken.has(`${wish}-${number}`));
    this.numbers.set(wish, number);
    return `${wish}-${number}`;
  }
}

/** All that the stage is called and that it calls others, as FROM, COPY and mounts would look it up. */
function namesIn(stage: Stage): string[] {
  const sources = stage.steps.flatMap(({ instruction, mounts }) => [
    ...(instruction.keyword === "COPY" && instruction.from ? [instruction.from.text] : []),
    ...mounts.flatMap(({ mount }) => mount.from?.text ?? []),
  ]);
  return [stage.id, stage.baseName, stage.from.image.text, ...sources].map((name) => name.toLowerCase());
}

/** By what the stage is for, best first: building, getting dependencies, fetching, or handing out files of an image. */
function wishesFor(graph: BuildGraph, stage: Stage): string[] {
  const builds = chainOf(graph, stage).flatMap((link) => link.steps.flatMap((step) => step.builds));
  const kinds = new Set(builds.map(({ kind }) => kind));
  const language = builds.find(({ kind }) => kind === "compile" || kind === "bundle")?.language ?? stage.root?.language;
  if (kinds.has("compile") || kinds.has("bundle") || stage.root?.kind === "toolchain") {
    return withLanguage("builder", language);
  }
  if (kinds.has("install")) return withLanguage("deps", language);
  if (stage.steps.some(fetches)) return ["download"];
  const image = stage.rootImage?.repository.split("/").at(-1) ?? "";
  return /^[a-z][a-z0-9_.-]*$/.test(image) ? [`${image}-files`] : ["files"];
}

function withLanguage(wish: string, language: string | undefined): string[] {
  return language === undefined ? [wish] : [wish, `${language}-${wish}`];
}

function fetches({ copy, script }: Stage["steps"][number]): boolean {
  return (
    (copy?.sources.some(({ kind }) => kind === "url" || kind === "git") ?? false) ||
    (script?.commands.some(({ name }) => name === "curl" || name === "wget") ?? false)
  );
}
