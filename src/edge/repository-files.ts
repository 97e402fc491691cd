import { type Dirent, lstatSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { RepositoryFiles } from "../model/change.ts";
import type { Problem } from "../model/report.ts";
import { isRepositoryFactsPath } from "../repository/facts-paths.ts";
import { namedFilesIn } from "../repository/read-repository.ts";
import { type FoundFile, problemsByPath, readNamedFile } from "./discover.ts";
import type { SearchOptions } from "./find-dockerfiles.ts";
import { isInside, pathFrom } from "./paths.ts";
import { filesOfTree, findRepository } from "./repository.ts";
import { readTextFile } from "./text-file.ts";

/** Bounds of what is read besides Dockerfiles: files, and entries of a tree that git knows nothing of. */
const limits = { files: 2_000, entries: 50_000, depth: 32 };
/** A file can name one that names another. */
const mostRounds = 4;

/**
 * Reads what a tree (absolute path, links resolved) holds besides Dockerfiles, as far as it may say how they are built: its listing,
 * and the texts, those nearest to the root first. Links are not followed. A file that cannot be read is as if it were not there.
 */
export function readRepositoryFiles(root: string): RepositoryFiles {
  const tracked = findRepository(root, root) === undefined ? undefined : filesOfTree(root);
  const listing = tracked ? [...tracked].sort() : walkTree(root);
  const depth = (path: string) => path.split("/").length;
  const paths = (listing ?? []).filter(isRepositoryFactsPath).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const texts = new Map<string, string>();
  const read = (path: string) => {
    const text = texts.size < limits.files && !texts.has(path) ? textAt(root, path) : undefined;
    if (text !== undefined) texts.set(path, text);
    return text !== undefined;
  };
  for (const path of paths) read(path);
  for (let round = 0; round < mostRounds; round++) {
    const { missing } = namedFilesIn({ listing, texts });
    if (missing.filter(read).length === 0) break;
  }
  return { listing, texts };
}

export interface NamedDockerfiles {
  /** Absolute folder that paths are relative to. */
  readonly root: string;
  /** Folders, as seen from the root, of which all is judged. */
  readonly folders: readonly string[];
  readonly search: SearchOptions;
  /** Those that are found already. */
  readonly known: readonly FoundFile[];
}

/** The Dockerfiles in these folders that compose, bake, workflows or commands name, whatever they are called. */
export function dockerfilesNamedIn(
  repository: RepositoryFiles,
  { root, folders, search, known }: NamedDockerfiles,
): { readonly files: readonly FoundFile[]; readonly problems: readonly Problem[] } {
  const found = new Set(known.map(({ realPath }) => realPath));
  const files: FoundFile[] = [];
  const problems: Problem[] = [];
  for (const path of namedFilesIn(repository).dockerfiles) {
    const isAsked = folders.some((folder) => folder === "." || path.startsWith(`${folder}/`));
    const absolute = join(root, path);
    // What is named and not there is made by something else before it is built.
    if (!isAsked || lstatSync(absolute, { throwIfNoEntry: false }) === undefined) continue;
    const named = readNamedFile(absolute, root, search);
    for (const file of named.files) {
      if (found.has(file.realPath)) continue;
      found.add(file.realPath);
      files.push(file);
    }
    problems.push(...named.problems);
  }
  return { files, problems: problemsByPath(problems) };
}

function textAt(root: string, path: string): string | undefined {
  const absolute = join(root, path);
  if (lstatSync(absolute, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  // A folder above it may be a link.
  if (!isInside(root, realpathSync(absolute))) return undefined;
  const file = readTextFile(absolute);
  return file.kind === "text" ? file.text : undefined;
}

/** Every file below a folder; undefined for a tree that is too large to be listed. */
function walkTree(root: string): string[] | undefined {
  const paths: string[] = [];
  let entries = 0;
  const waiting = [{ folder: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of entriesOf(next.folder)) {
      const path = join(next.folder, entry.name);
      if (++entries > limits.entries) return undefined;
      if (entry.isFile()) paths.push(pathFrom(root, path));
      else if (
        entry.isDirectory() &&
        entry.name !== ".git" &&
        entry.name !== "node_modules" &&
        next.depth < limits.depth
      ) {
        waiting.push({ folder: path, depth: next.depth + 1 });
      }
    }
  }
  return paths.sort();
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
