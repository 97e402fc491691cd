import type { Copy, CopySource, Step } from "../model/graph.ts";
import { absolutePath, isWithin } from "./paths.ts";

/** Copies of a stage and of those below it, the latest first. */
export interface Copies {
  readonly copy: Copy;
  readonly before: Copies | undefined;
}

/** Nobody copies more often before an install; the search must not grow with the file. */
const mostCopies = 64;

/**
 * Where a file of a stage comes from, as a text that is equal for equal sources: a path in the build context, or in another
 * stage. Undefined where no copy or mount is known to bring it.
 */
export function fileOrigin(path: string, step: Step, copies: Copies | undefined): string | undefined {
  const mounted = mountOrigin(path, step);
  if (mounted !== undefined) return mounted;
  let current = copies;
  for (let count = 0; current !== undefined && count < mostCopies; count++, current = current.before) {
    for (const source of current.copy.sources) {
      const found = sourceOf(path, source, current.copy);
      if (found !== undefined) return originIn(current.copy, found);
    }
  }
  return undefined;
}

function mountOrigin(path: string, { instruction, before }: Step): string | undefined {
  if (instruction.keyword !== "RUN") return undefined;
  for (const { type, from, source, target } of instruction.mounts) {
    if (type !== "bind" || from !== undefined || target === undefined) continue;
    const folder = absolutePath(before.workdir, target);
    if (isWithin(path, folder)) return `context ${absolutePath("/", `${source ?? "."}/${behind(path, folder)}`)}`;
  }
  return undefined;
}

function originIn({ from }: Copy, path: string): string | undefined {
  switch (from.kind) {
    case "context":
      return `context${from.name === undefined ? "" : ` ${from.name}:`} ${absolutePath("/", path)}`;
    case "stage":
      return `stage ${from.index} ${path}`;
    default:
      return undefined;
  }
}

/** What of a source ends up at the path: the file itself, or what lies in the folder that the source is. */
function sourceOf(path: string, source: CopySource, { sources, destination }: Copy): string | undefined {
  if (source.kind !== "file") return undefined;
  const folder = destination.length > 1 ? destination.replace(/\/$/, "") : destination;
  const [above, name] = split(path);
  const [sourceFolder, sourceName] = split(source.path);
  if (above === folder && matches(sourceName, name)) return `${sourceFolder}/${name}`;
  if (path === destination && sources.length === 1) return source.path;
  if (!isWithin(path, folder) || !isFolder(source, sourceName)) return undefined;
  return `${source.path}/${behind(path, folder)}`;
}

/** As far as the name tells: a name with an extension is a file's, unless a slash or a dot behind it says otherwise. */
function isFolder({ text, path }: CopySource, name: string): boolean {
  return path === "." || /\/\.?$/.test(text) || !name.includes(".");
}

/** The pattern's letters in front of its first wildcard and behind its last one. */
function matches(pattern: string, name: string): boolean {
  const start = pattern.search(/[*?[]/);
  if (start === -1) return pattern === name;
  const end = pattern.slice(Math.max(pattern.lastIndexOf("*"), pattern.lastIndexOf("?"), pattern.lastIndexOf("]")) + 1);
  return name.length >= start + end.length && name.startsWith(pattern.slice(0, start)) && name.endsWith(end);
}

function split(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf("/");
  return [slash === 0 ? "/" : path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
}

function behind(path: string, folder: string): string {
  return folder === "/" ? path.slice(1) : path.slice(folder.length + 1);
}
