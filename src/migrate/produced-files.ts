import { absolutePath, isWithin } from "../graph/paths.ts";
import { fileEvents } from "../graph/runtime-fit/made-files.ts";
import type { BuildSettings } from "../knowledge/build-settings.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";
import type { ShellCommand } from "../model/shell.ts";

/** Where builds of a stage leave what they make, absolute. */
export interface ProducedFiles {
  /** Programs and archives by their whole paths. */
  readonly files: readonly string[];
  /** Folders with what was made in them, whatever its name. */
  readonly folders: readonly string[];
  /** The variables that each command is built with. */
  readonly settings: ReadonlyMap<ShellCommand, BuildSettings>;
}

/** Follows what is compiled in the stage, and in those below it, through cp, mv and install. */
export function producedFiles(graph: BuildGraph, stage: Stage): ProducedFiles {
  const events = fileEvents(graph);
  const files = new Set<string>();
  const folders = new Set<string>();
  const settings = new Map<ShellCommand, BuildSettings>();
  for (const index of stage.chain.toReversed()) {
    for (const event of events.get(index) ?? []) {
      if (event.kind === "made") settings.set(event.made.command, event.made.settings);
      if (event.kind === "made" && event.made.build?.kind === "compile") {
        const { path, namedByProject, only, build } = event.made;
        const isFolder = namedByProject || only !== undefined || holdsPrograms(path, build.language, build.output);
        (isFolder ? folders : files).add(path);
      } else if (event.kind === "moved") {
        for (const path of moved(event, [...files], [...folders])) files.add(path);
      }
    }
  }
  return { files: [...files], folders: [...folders], settings };
}

function holdsPrograms(path: string, language: string | undefined, output: string | undefined): boolean {
  if (output?.endsWith("/") || /\/bin$/.test(path)) return true;
  if (language === "dotnet") return true;
  const [parent = "", last = ""] = path.split("/").slice(-2);
  // Below a triple of the target, as x86_64-unknown-linux-musl, profiles have names of their own.
  return language === "rust" && (last === "release" || last === "debug" || parent.slice(1, -1).includes("-"));
}

/** Where a file is behind cp, mv or install, when what they take was made here. */
function moved(
  { from, to }: { readonly from: string; readonly to: string },
  files: readonly string[],
  folders: readonly string[],
): string[] {
  const isMade = files.includes(from) || folders.some((folder) => isWithin(from, folder));
  if (!isMade) return [];
  const name = from.slice(from.lastIndexOf("/") + 1);
  const isFolder = /\/(?:bin|sbin|lib|app|dist|out)$/.test(to);
  return isFolder && !name.includes("*") ? [absolutePath(to, name)] : [to];
}
