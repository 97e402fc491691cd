import type { FileChanges } from "./file-change.ts";
import type { GitObjects, ObjectType } from "./git-objects.ts";

export interface TreeEntry {
  /** Six octal digits. */
  readonly mode: string;
  readonly type: ObjectType;
  readonly sha: string;
  readonly path: string;
  /** Bytes of a blob. */
  readonly size: number | undefined;
}

/** The entries of a tree, of its subtrees too where that is asked for, each with its path from there. */
export function readTree(objects: GitObjects, sha: string, recursive: boolean, prefix = ""): TreeEntry[] {
  const content = objects.read(sha)?.content ?? Buffer.alloc(0);
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(" ", at);
    const end = content.indexOf(0, space);
    const mode = content.subarray(at, space).toString().padStart(6, "0");
    const name = content.subarray(end + 1, end + 21).toString("hex");
    const path = prefix + content.subarray(space + 1, end).toString();
    const type = mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob";
    entries.push({
      mode,
      type,
      sha: name,
      path,
      size: type === "blob" ? objects.read(name)?.content.length : undefined,
    });
    if (recursive && type === "tree") entries.push(...readTree(objects, name, true, `${path}/`));
    at = end + 21;
  }
  return entries;
}

type Leaves = Map<string, Pick<TreeEntry, "mode" | "sha">>;

/** The tree that changes make of another, or of nothing. */
export function changeTree(objects: GitObjects, from: string | undefined, changes: FileChanges): string {
  const entries = from === undefined ? [] : readTree(objects, from, true);
  const leaves: Leaves = new Map(entries.filter(({ type }) => type !== "tree").map((entry) => [entry.path, entry]));
  for (const [path, change] of Object.entries(changes)) {
    const blob = (content: string | Uint8Array) => objects.write("blob", Buffer.from(content));
    if (change === null) leaves.delete(path);
    else if (typeof change === "string" || change instanceof Uint8Array) {
      leaves.set(path, { mode: "100644", sha: blob(change) });
    } else if ("submodule" in change) leaves.set(path, { mode: "160000", sha: change.submodule });
    else if ("link" in change) leaves.set(path, { mode: "120000", sha: blob(change.link) });
    else leaves.set(path, { mode: "100755", sha: blob(change.executable) });
  }
  return writeTree(objects, leaves);
}

function writeTree(objects: GitObjects, leaves: Leaves): string {
  const files: { name: string; mode: string; sha: string }[] = [];
  const folders = new Map<string, Leaves>();
  for (const [path, { mode, sha }] of leaves) {
    const slash = path.indexOf("/");
    if (slash === -1) {
      files.push({ name: path, mode, sha });
      continue;
    }
    const below: Leaves = folders.get(path.slice(0, slash)) ?? new Map();
    below.set(path.slice(slash + 1), { mode, sha });
    folders.set(path.slice(0, slash), below);
  }
  for (const [name, below] of folders) files.push({ name, mode: "40000", sha: writeTree(objects, below) });
  // Git orders a folder as if its name ended with a slash.
  const key = ({ name, mode }: { name: string; mode: string }) => Buffer.from(mode === "40000" ? `${name}/` : name);
  files.sort((left, right) => Buffer.compare(key(left), key(right)));
  return objects.write(
    "tree",
    Buffer.concat(
      files.map(({ name, mode, sha }) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, "hex")])),
    ),
  );
}
