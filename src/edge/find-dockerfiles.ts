import { type Dirent, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Problem, ProblemCode } from "../model/report.ts";
import { dockerfileName } from "./dockerfile-name.ts";
import { type IgnoreRules, isIgnored, noIgnoreRules, withIgnoreFile } from "./gitignore.ts";
import { isInside, pathFrom } from "./paths.ts";
import { findRepository, trackedFiles } from "./repository.ts";
import { reasonOf } from "./text-file.ts";

/** A file that is named like a Dockerfile. Both paths are absolute; they differ for a link. */
export interface Candidate {
  readonly path: string;
  readonly realPath: string;
}

export interface SearchOptions {
  /** Absolute folder that reported paths are relative to. */
  readonly base: string;
  /**
   * Whether a .gitignore alone hides a file. If not, it hides only what git says is not tracked: the author of a pull request
   * can write a .gitignore, and force a file past it.
   */
  readonly trustIgnoreFiles: boolean;
  readonly selection: FileSelection;
}

/** Which files are to be judged, by their paths relative to the base. */
export interface FileSelection {
  readonly includes: (path: string) => boolean;
  readonly excludes: (path: string) => boolean;
}

export interface SearchResult {
  readonly candidates: readonly Candidate[];
  readonly problems: readonly Problem[];
}

/** Deeper than any tree that people work in; keeps recursion and pattern matching bounded. */
const depthLimit = 64;
const skippedFolders = new Set([".git", "node_modules"]);

/** Finds what is named like a Dockerfile under a folder (absolute, links resolved), in the order of the paths. */
export function findDockerfiles(folder: string, options: SearchOptions): SearchResult {
  const { repository, boundary } = surroundings(folder, options.base);
  const search = new Search(boundary, options);
  if (!options.trustIgnoreFiles && repository === undefined) {
    search.enter(folder, undefined, 0);
    return search.result();
  }
  search.enter(folder, rulesAbove(folder, repository ?? folder), 0);
  if (!search.hasIgnored || repository === undefined) return search.result();
  const tracked = trackedFiles(repository);
  if (tracked) {
    for (const path of tracked) search.addTracked(folder, join(repository, path));
    return search.result();
  }
  if (options.trustIgnoreFiles) return search.result();
  const everything = new Search(boundary, options);
  everything.enter(folder, undefined, 0);
  return everything.result();
}

/** One file that is named (absolute path), whatever its name; its folder says what tree it must not leave. */
export function findNamedFile(path: string, folder: string, options: SearchOptions): SearchResult {
  const search = new Search(surroundings(folder, options.base).boundary, options);
  search.addNamed(path);
  return search.result();
}

/** The repository that a folder belongs to, and the tree that links must not leave. What is above the base is neither. */
function surroundings(folder: string, base: string): { repository: string | undefined; boundary: string } {
  const isInBase = isInside(base, folder);
  const repository = findRepository(folder, isInBase ? base : undefined);
  return { repository, boundary: isInBase ? base : (repository ?? folder) };
}

/** The rules that hold for a folder from the folders above it. A folder that is itself ignored was asked for: none hold. */
function rulesAbove(folder: string, repository: string): IgnoreRules {
  if (folder === repository) return noIgnoreRules;
  const rules = withIgnoreFile(rulesAbove(dirname(folder), repository), dirname(folder));
  return isIgnored(rules, folder, true) ? noIgnoreRules : rules;
}

class Search {
  hasIgnored = false;
  private readonly boundary: string;
  private readonly options: SearchOptions;
  private readonly candidates = new Map<string, Candidate>();
  private readonly problems = new Map<string, Problem>();

  constructor(boundary: string, options: SearchOptions) {
    this.boundary = boundary;
    this.options = options;
  }

  result(): SearchResult {
    const inOrder = <T>(byPath: ReadonlyMap<string, T>) =>
      [...byPath].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
    return { candidates: inOrder(this.candidates), problems: inOrder(this.problems) };
  }

  /** Looks through a folder. Without `rules` nothing is ignored. */
  enter(folder: string, rules: IgnoreRules | undefined, depth: number): void {
    if (depth > depthLimit) {
      this.reportFolder(folder, `Folders nest more than ${depthLimit} deep here and were not searched.`);
      return;
    }
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      this.reportFolder(folder, `The folder cannot be searched: ${reasonOf(error)}.`);
      return;
    }
    const has = (name: string) => entries.some((entry) => entry.name === name);
    // A repository inside the repository has a .gitignore of its own, and an index that the outer git does not know.
    const isOther = depth > 0 && has(".git");
    const above = isOther && rules ? (this.options.trustIgnoreFiles ? noIgnoreRules : undefined) : rules;
    const here = above && has(".gitignore") ? withIgnoreFile(above, folder) : above;
    for (const entry of entries) this.consider(join(folder, entry.name), entry, here, depth);
  }

  /** Adds a tracked file that a .gitignore has hidden. */
  addTracked(folder: string, path: string): void {
    if (!isInside(folder, path) || path.split(/[\\/]/).includes("node_modules")) return;
    if (dockerfileName(basename(path)) === "other" || this.candidates.has(path)) return;
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status?.isSymbolicLink()) this.followLink(path);
    else if (status?.isFile()) this.add(path, path);
  }

  addNamed(path: string): void {
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status?.isFile()) this.addIfInside(path, realpathSync(path));
    else if (status?.isSymbolicLink()) this.followLink(path, true);
    else this.report("file-unreadable", path, status ? "This is not a file." : "The file does not exist.");
  }

  private consider(path: string, entry: Dirent, rules: IgnoreRules | undefined, depth: number): void {
    const isFolder = entry.isDirectory();
    if (isFolder && skippedFolders.has(entry.name)) return;
    const isFile = entry.isFile() && dockerfileName(entry.name) !== "other";
    if (!isFolder && !isFile && !entry.isSymbolicLink()) return;
    if (rules && isIgnored(rules, path, isFolder)) {
      this.hasIgnored = true;
    } else if (isFolder) {
      this.enter(path, rules, depth + 1);
    } else if (isFile) {
      this.add(path, path);
    } else {
      this.followLink(path);
    }
  }

  /** A link to a file of the tree is that file. One that leaves the tree is not read: what is there is not the repository's. */
  private followLink(path: string, isNamed = dockerfileName(basename(path)) !== "other"): void {
    let realPath: string;
    try {
      realPath = realpathSync(path);
    } catch (error) {
      if (!isNamed) return;
      if (isInside(this.boundary, targetOf(path))) {
        this.report("file-unreadable", path, `The link cannot be followed: ${reasonOf(error)}.`);
      } else {
        this.reportOutside(path);
      }
      return;
    }
    const status = statSync(realPath, { throwIfNoEntry: false });
    if (isNamed && status?.isFile()) {
      this.addIfInside(path, realPath);
    } else if (status?.isDirectory() && !isInside(this.boundary, realPath)) {
      this.reportFolder(
        path,
        "The link leaves the repository. The folder that it points to was not searched.",
        "link-outside",
      );
    }
  }

  private addIfInside(path: string, realPath: string): void {
    if (isInside(this.boundary, realPath)) this.add(path, realPath);
    else this.reportOutside(path);
  }

  private add(path: string, realPath: string): void {
    if (this.isSelected(path)) this.candidates.set(path, { path, realPath });
  }

  private reportOutside(path: string): void {
    this.report("link-outside", path, "The link leaves the repository. What it points to was not read.");
  }

  private report(code: ProblemCode, path: string, message: string): void {
    if (!this.isSelected(path)) return;
    const name = pathFrom(this.options.base, path);
    this.problems.set(path, { code, message, path: name, span: undefined, incomplete: true });
  }

  /** What could stand in a folder is not known: only one that is left out as a whole is no loss. */
  private reportFolder(folder: string, message: string, code: ProblemCode = "file-unreadable"): void {
    const name = pathFrom(this.options.base, folder);
    const { excludes } = this.options.selection;
    if (excludes(name) || excludes(`${name}/Dockerfile`)) return;
    this.problems.set(folder, { code, message, path: name, span: undefined, incomplete: true });
  }

  private isSelected(path: string): boolean {
    const name = pathFrom(this.options.base, path);
    return this.options.selection.includes(name) && !this.options.selection.excludes(name);
  }
}

/** Where a link that cannot be followed to its end points to. */
function targetOf(path: string): string {
  try {
    return resolve(realpathSync(dirname(path)), readlinkSync(path));
  } catch {
    return path;
  }
}
