import { type BuildGraph, type Copy, type CopySource, chainOf, type Stage, type Step } from "../../model/graph.ts";
import { MountPaths } from "../mount-paths.ts";
import { absolutePath, isWithin } from "../paths.ts";
import { type FileEvent, fileEvents, type MadeFile } from "./made-files.ts";
import { mountedCopies } from "./mounted-copies.ts";

/** What a shipped stage takes out of another stage or an image, and the commands that made it. */
export interface CarriedFile {
  readonly shipped: Stage;
  readonly copy: Copy;
  readonly source: CopySource;
  readonly made: readonly MadeFile[];
}

/** Files that come through more stages than this are not followed. */
const mostStages = 8;

/** All files that the stages which make up a shipped image take from other stages and images, in file order. */
export function carriedFiles(graph: BuildGraph, shipped: Stage, trace: FileTrace): CarriedFile[] {
  return chainOf(graph, shipped)
    .reverse()
    .flatMap((stage) => stage.steps.flatMap((step) => copiesOf(graph, stage, step)))
    .flatMap((copy) => {
      const from = copy.from.kind === "stage" ? graph.stages[copy.from.index] : undefined;
      return copy.sources.map((source) => ({
        shipped,
        copy,
        source,
        made: from ? trace.makers(from, source.path) : [],
      }));
    });
}

/** COPY from another stage or image, and `cp` out of a mount from one. */
function copiesOf(graph: BuildGraph, stage: Stage, step: Step): Copy[] {
  if (step.copy) return step.copy.from.kind === "stage" || step.copy.from.kind === "image" ? [step.copy] : [];
  return step.mounts.length > 0 ? mountedCopies(new MountPaths(graph, stage), step) : [];
}

/** Looks backwards from a path for the commands that made it, through copies between stages and moves inside them. */
export class FileTrace {
  private known: ReadonlyMap<number, readonly FileEvent[]> | undefined;
  private readonly graph: BuildGraph;
  /** Events that may still be looked at, for all paths together. */
  private left = 4_000_000;

  constructor(graph: BuildGraph) {
    this.graph = graph;
  }

  private get events(): ReadonlyMap<number, readonly FileEvent[]> {
    this.known ??= fileEvents(this.graph);
    return this.known;
  }

  makers(stage: Stage, path: string): MadeFile[] {
    const found: MadeFile[] = [];
    this.search({ stage, path, depth: 0 }, found, new Set());
    return found;
  }

  private search({ stage, path, depth }: Place, found: MadeFile[], seen: Set<string>): void {
    const key = `${stage.index} ${path}`;
    if (seen.has(key)) return;
    seen.add(key);
    const paths = [path];
    for (const link of chainOf(this.graph, stage)) {
      const events = this.events.get(link.index) ?? [];
      for (let index = events.length - 1; index >= 0 && this.left > 0; index--) {
        this.left -= paths.length;
        const event = events[index];
        if (event) for (const place of this.look(event, paths, depth, found)) this.search(place, found, seen);
      }
    }
  }

  /** Takes in what an event says of the paths; gives back where else to look. */
  private look(event: FileEvent, paths: string[], depth: number, found: MadeFile[]): Place[] {
    if (event.kind === "made") {
      if (paths.some((path) => isMadeBy(path, event.made))) found.push(event.made);
      return [];
    }
    if (event.kind === "moved") {
      const origin = paths.length < mostPaths ? originOfMove(paths, event.from, event.to) : undefined;
      if (origin !== undefined) paths.push(origin);
      return [];
    }
    this.left -= paths.length * event.copy.sources.length;
    const stage = event.copy.from.kind === "stage" ? this.graph.stages[event.copy.from.index] : undefined;
    if (!stage || depth >= mostStages) return [];
    return paths.flatMap((path) =>
      originsOfCopy(path, event.copy).map((origin) => ({ stage, path: origin, depth: depth + 1 })),
    );
  }
}

interface Place {
  readonly stage: Stage;
  readonly path: string;
  /** How many copies lie between. */
  readonly depth: number;
}

/** Names under which one file is known in a stage, after moves. */
const mostPaths = 8;

function isMadeBy(path: string, { path: made, namedByProject, only }: MadeFile): boolean {
  const [folder, name] = parts(path);
  const isPattern = /[*?[]/.test(name);
  if (namedByProject) {
    if (isWithin(made, path)) return true;
    return folder === made && !name.includes(".") && !isPattern;
  }
  if (only) return isWithin(path, made) ? only.test(path) : isWithin(made, path);
  if (isPattern) return parts(made)[0] === folder ? matchesName(name, parts(made)[1]) : isWithin(folder, made);
  return isWithin(made, path) || isWithin(path, made);
}

function originOfMove(paths: readonly string[], from: string, to: string): string | undefined {
  const [folder, name] = parts(from);
  for (const path of paths) {
    if (path === to) return from;
    const [above, own] = parts(path);
    // `/out/app-*` is `/out/app-linux` too.
    if (above === parts(to)[0] && /[*?[]/.test(own) && matchesName(own, parts(to)[1])) return from;
    if (above === to && matchesName(name, own)) return `${folder === "/" ? "" : folder}/${own}`;
    if (isWithin(path, to)) return from + path.slice(to.length);
    if (isWithin(to, path)) return from;
  }
  return undefined;
}

/** The paths in the source stage that end up at `path`, or below it. */
function originsOfCopy(path: string, { sources, destination }: Copy): string[] {
  const folder = absolutePath("/", destination);
  return sources.flatMap((source) => {
    const [above, name] = parts(source.path);
    const [pathAbove, own] = parts(path);
    if (path === folder || isWithin(folder, path)) return [source.path];
    if (pathAbove === folder && matchesName(name, own)) return [`${above === "/" ? "" : above}/${own}`];
    if (isWithin(path, folder)) return [absolutePath(source.path, path.slice(folder.length).replace(/^\//, ""))];
    return [];
  });
}

/** The letters of a pattern in front of its first wildcard and behind its last one. */
function matchesName(pattern: string, name: string): boolean {
  const start = pattern.search(/[*?[]/);
  if (start === -1) return pattern === name;
  const end = pattern.slice(Math.max(pattern.lastIndexOf("*"), pattern.lastIndexOf("?"), pattern.lastIndexOf("]")) + 1);
  return name.length >= start + end.length && name.startsWith(pattern.slice(0, start)) && name.endsWith(end);
}

function parts(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return [slash <= 0 ? "/" : path.slice(0, slash), path.slice(slash + 1)];
}
