/** A policy file of another repository. */
export interface RemotePolicy {
  readonly owner: string;
  readonly repo: string;
  readonly path: string;
  /** Branch, tag or commit. */
  readonly ref: string;
}

/** Reads `owner/repo/path@ref`; undefined for anything else. */
export function remotePolicy(name: string): RemotePolicy | undefined {
  const at = name.indexOf("@");
  const ref = name.slice(at + 1);
  const [owner = "", repo = "", ...folders] = name.slice(0, Math.max(at, 0)).split("/");
  const isPath = folders.length > 0 && folders.every((folder) => !["", ".", ".."].includes(folder));
  if (!isPath || !/^[\w.-]{1,100}$/.test(owner) || !/^[\w.-]{1,100}$/.test(repo)) return undefined;
  // A colon would end the ref in `ref:path`.
  return /^[\w.][^:\s]{0,199}$/.test(ref) ? { owner, repo, path: folders.join("/"), ref } : undefined;
}

/** Whether the file can never change: only then may a policy build on it without asking anybody. */
export function isPinned({ ref }: RemotePolicy): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}
