import type { ChangedFile } from "../../model/change.ts";
import type { CommitTree } from "./commit-tree.ts";

/**
 * What changed between two trees, however much it is; without hunks. A file that is gone from one path and is, unchanged, at
 * another one that is new is renamed; one that was changed as well counts as new.
 */
export function treeDifference({ entries: before }: CommitTree, { entries: after }: CommitTree): ChangedFile[] {
  const goneByContent = new Map<string, string>();
  for (const [path, { oid }] of before) if (!after.has(path) && !goneByContent.has(oid)) goneByContent.set(oid, path);
  const changed: ChangedFile[] = [];
  const renamed = new Set<string>();
  for (const [path, entry] of after) {
    const old = before.get(path);
    if (old?.oid === entry.oid && old.kind === entry.kind) continue;
    const previousPath = old === undefined ? goneByContent.get(entry.oid) : undefined;
    if (previousPath !== undefined) {
      goneByContent.delete(entry.oid);
      renamed.add(previousPath);
    }
    const status = old !== undefined ? "modified" : previousPath !== undefined ? "renamed" : "added";
    changed.push({ path, previousPath, status, hunks: undefined });
  }
  for (const path of before.keys()) {
    if (!after.has(path) && !renamed.has(path)) {
      changed.push({ path, previousPath: undefined, status: "removed", hunks: undefined });
    }
  }
  return changed.sort((a, b) => (a.path < b.path ? -1 : 1));
}
