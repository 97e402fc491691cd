import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { readObjects } from "./commit-files.ts";
import { git } from "./git.ts";
import { type GitTreeEntry, treeEntries } from "./tree-entries.ts";

/** Where the files of a commit are taken from, and where they go. */
export interface WrittenCommit {
  /** A repository that has the commit. */
  readonly repository: string;
  /** What the commit has; see {@link treeEntries}. */
  readonly entries: readonly GitTreeEntry[];
  /** The checkout that the files are to be like. */
  readonly checkout: string;
  readonly folder: string;
}

/** Bytes that are read at once. */
const portion = 64 * 1024 * 1024;
/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const pointer = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:[^\n]*\n)?oid sha256:([0-9a-f]{64})\nsize \d+\n/;
const longestPointer = 1024;

/**
 * Writes files of a commit as git would check them out, and runs nothing for it: no hook, no filter. What Git LFS or a submodule
 * holds is taken from the checkout where it has the same.
 * @returns why the files are not what they were; undefined where they are.
 */
export function writeFiles({ repository, entries, checkout, folder }: WrittenCommit): string | undefined {
  const usable = entries.filter(({ path }) => isPlainPath(path));
  const files = usable.filter(({ kind }) => kind === "file" || kind === "program");
  let head: ReadonlyMap<string, string> | undefined;
  const isSameAtHead = ({ path, oid }: GitTreeEntry) => {
    head ??= new Map(treeEntries(checkout, "HEAD")?.map((entry) => [entry.path, entry.oid]));
    return head.get(path) === oid;
  };
  for (const few of portions(files)) {
    const contents = readObjects(repository, [...new Set(few.map(({ oid }) => oid))]);
    for (const entry of few) {
      const content = contents.get(entry.oid);
      if (content === undefined) return `git does not have its file ${entry.path}`;
      const file = join(folder, entry.path);
      mkdirSync(dirname(file), { recursive: true });
      const large =
        content.length <= longestPointer ? pointer.exec(Buffer.from(content).toString("latin1"))?.[1] : undefined;
      if (large === undefined || isPointer(join(checkout, entry.path))) {
        writeFileSync(file, content, { mode: entry.kind === "program" ? 0o777 : 0o666 });
        continue;
      }
      const source = isSameAtHead(entry) ? join(checkout, entry.path) : lfsObject(checkout, large);
      if (source === undefined || !existsSync(source))
        return `its file ${entry.path} is kept in Git LFS, and is not here`;
      copyFileSync(source, file);
    }
  }
  for (const entry of usable.filter(({ kind }) => kind === "submodule")) {
    const source = join(checkout, entry.path);
    const isEmpty = !existsSync(source) || readdirSync(source).length === 0;
    if (!isEmpty && !isSameAtHead(entry)) return `its submodule ${entry.path} is another one in the checkout`;
    mkdirSync(join(folder, entry.path), { recursive: true });
    if (!isEmpty) cpSync(source, join(folder, entry.path), { recursive: true, verbatimSymlinks: true });
  }
  // Last, so that nothing is written through one of them.
  const links = usable.filter(({ kind }) => kind === "link");
  const targets = readObjects(repository, [...new Set(links.map(({ oid }) => oid))]);
  for (const { path, oid } of links) {
    const target = targets.get(oid);
    if (target === undefined) return `git does not have its link ${path}`;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(Buffer.from(target).toString("utf8"), join(folder, path));
  }
  return undefined;
}

/** What git would write: a tree that somebody made by hand may hold more. */
function isPlainPath(path: string): boolean {
  return path.split("/").every((name) => name !== "" && name !== "." && name !== ".." && name.toLowerCase() !== ".git");
}

/** Whether the checkout has pointers of Git LFS and not what they stand for; a file that is not there tells nothing. */
function isPointer(file: string): boolean {
  try {
    return pointer.test(readFileSync(file).subarray(0, longestPointer).toString("latin1"));
  } catch {
    return false;
  }
}

function lfsObject(checkout: string, oid: string): string | undefined {
  const { status, stdout } = git(checkout, ["rev-parse", "--path-format=absolute", "--git-common-dir"]);
  if (status !== 0) return undefined;
  return join(stdout.toString("utf8").trim(), "lfs/objects", oid.slice(0, 2), oid.slice(2, 4), oid);
}

function* portions(entries: readonly GitTreeEntry[]): Generator<readonly GitTreeEntry[]> {
  let few: GitTreeEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (few.length > 0 && bytes + entry.size > portion) {
      yield few;
      few = [];
      bytes = 0;
    }
    few.push(entry);
    bytes += entry.size;
  }
  if (few.length > 0) yield few;
}
