import { git, nulFields } from "./git.ts";

/** A file of a commit. */
export interface CommitFile {
  readonly oid: string;
  /** Bytes. */
  readonly size: number;
}

/** The files of a commit by path; neither links nor submodules. */
export function commitFiles(repository: string, commit: string): ReadonlyMap<string, CommitFile> {
  const files = new Map<string, CommitFile>();
  for (const field of nulFields(git(repository, ["ls-tree", "-r", "-z", "--long", "--full-tree", commit]))) {
    const tab = field.indexOf("\t");
    const [mode, , oid = "", size] = field.slice(0, tab).split(/ +/);
    if (mode === "100644" || mode === "100755") files.set(field.slice(tab + 1), { oid, size: Number(size) });
  }
  return files;
}

/** What stands in files, by their object ids, with one process; one that is missing, as in a partial clone, is left out. */
export function readObjects(repository: string, oids: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const contents = new Map<string, Uint8Array>();
  if (oids.length === 0) return contents;
  const { stdout } = git(repository, ["cat-file", "--batch"], `${oids.join("\n")}\n`);
  for (let offset = 0; offset < stdout.length; ) {
    const end = stdout.indexOf("\n", offset);
    const [oid = "", type, size] = stdout.toString("latin1", offset, end).split(" ");
    offset = end + 1;
    if (type !== "blob") continue;
    contents.set(oid, stdout.subarray(offset, offset + Number(size)));
    offset += Number(size) + 1;
  }
  return contents;
}
