import { git, nulFields } from "./git.ts";

/** What a commit has at a path. */
export interface GitTreeEntry {
  readonly path: string;
  readonly kind: "file" | "program" | "link" | "submodule";
  readonly oid: string;
  /** Bytes; zero for a submodule. */
  readonly size: number;
}

const kinds: Readonly<Record<string, GitTreeEntry["kind"]>> = {
  "100644": "file",
  "100664": "file",
  "100755": "program",
  "120000": "link",
  "160000": "submodule",
};

/** Everything in a commit; undefined where the repository does not have it whole. */
export function treeEntries(repository: string, commit: string): readonly GitTreeEntry[] | undefined {
  const answer = git(repository, ["ls-tree", "-r", "-z", "--long", "--full-tree", commit]);
  if (answer.status !== 0) return undefined;
  return nulFields(answer).flatMap((field): GitTreeEntry[] => {
    const tab = field.indexOf("\t");
    const [mode = "", , oid = "", size] = field.slice(0, tab).split(/ +/);
    const kind = kinds[mode];
    return kind === undefined ? [] : [{ path: field.slice(tab + 1), kind, oid, size: Number(size) || 0 }];
  });
}

/**
 * The commits that a commit was made from, the first one first. As its object says: in a shallow clone, too, where git itself
 * takes it for one without any. Undefined where git does not have it.
 */
export function parentsOf(repository: string, commit: string): readonly string[] | undefined {
  const { status, stdout } = git(repository, ["cat-file", "commit", commit]);
  if (status !== 0) return undefined;
  const head = stdout.toString("latin1").split("\n\n", 1)[0] ?? "";
  return head.split("\n").flatMap((line) => /^parent ([0-9a-f]{40,64})$/.exec(line)?.[1] ?? []);
}
