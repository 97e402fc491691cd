import { isCompiledSource, isWholeTree } from "../knowledge/compiled-sources.ts";
import type { BuildGraph, CopySource, Stage, Step } from "../model/graph.ts";
import { type Artifact, type FileChange, followArtifacts } from "./artifacts.ts";
import { commandsWithFolders, fileChanges } from "./file-commands.ts";
import { absolutePath } from "./paths.ts";

/** Sources that a COPY or ADD brings from the build context or a repository. */
export interface SourceTree {
  readonly source: CopySource;
  readonly step: Step;
  readonly stage: Stage;
  /** True for the whole build context, false for folders and files that are code by their names. */
  readonly isWhole: boolean;
}

/** Where the sources of compiled programs are at the end of each stage, by its index, with how they came there. */
export function sourceTrees(graph: BuildGraph): readonly (readonly Artifact<SourceTree>[])[] {
  return followArtifacts<SourceTree>(graph, changesOf);
}

function* changesOf(step: Step, stage: Stage): Iterable<FileChange<SourceTree>> {
  const { copy, instruction } = step;
  if (instruction.keyword === "RUN") {
    for (const [command, folder] of commandsWithFolders(step)) yield* fileChanges(command, folder);
  }
  if (copy?.from.kind !== "context") return;
  for (const source of copy.sources) {
    const isWhole = source.kind === "git" || (source.kind === "file" && isWholeTree(source.path));
    if (!isWhole && (source.kind !== "file" || !isCompiledSource(source.path))) continue;
    yield { kind: "made", path: placeOf(source, copy.destination), thing: { source, step, stage, isWhole } };
  }
}

/** Of a folder what is in it is copied, so it has the name of the destination; files keep theirs. */
function placeOf({ path, kind }: CopySource, destination: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const isFile = kind === "file" && /\.\w+$/.test(name) && destination.endsWith("/");
  return absolutePath(destination, isFile ? name : ".");
}
