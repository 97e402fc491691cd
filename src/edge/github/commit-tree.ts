import * as v from "valibot";
import type { RepositoryName } from "../event-subject.ts";
import type { GitHubClient } from "./client.ts";
import { replyOf } from "./reply.ts";

/** The files of a commit. */
export interface CommitTree {
  /** By path. Folders are not here. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** False where GitHub lists less than there is, and asking folder by folder would take too many requests. */
  readonly isComplete: boolean;
}

export interface TreeEntry {
  /** `submodule`: a commit of another repository. */
  readonly kind: "file" | "link" | "submodule";
  readonly oid: string;
  /** Bytes; 0 for a submodule. */
  readonly size: number;
}

/** Requests for the folders of a tree that GitHub does not list as a whole. */
const mostFolders = 60;

/** Lists the files of a commit: in one request up to 100,000 of them, beyond that folder by folder. */
export async function readTree(client: GitHubClient, repository: RepositoryName, commit: string): Promise<CommitTree> {
  const entries = new Map<string, TreeEntry>();
  const whole = await requestTree(client, repository, commit, true);
  if (!whole.truncated) {
    for (const item of whole.tree) add(entries, "", item);
    return { entries, isComplete: true };
  }
  const folders: Folder[] = [{ sha: commit, prefix: "", isListedAlone: true }];
  let requests = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    if (requests >= mostFolders) return { entries, isComplete: false };
    requests += 1;
    const { sha, prefix, isListedAlone } = folder;
    const { tree, truncated } = await requestTree(client, repository, sha, !isListedAlone);
    if (truncated && !isListedAlone) folders.push({ ...folder, isListedAlone: true });
    else if (truncated) return { entries, isComplete: false };
    else {
      for (const item of tree) {
        if (isListedAlone && item.type === "tree") {
          folders.push({ sha: item.sha, prefix: `${prefix}${item.path}/`, isListedAlone: false });
        } else add(entries, prefix, item);
      }
    }
  }
  return { entries, isComplete: true };
}

interface Folder {
  readonly sha: string;
  readonly prefix: string;
  /** Its own entries only: everything below is more than GitHub lists. */
  readonly isListedAlone: boolean;
}

const treeItem = v.object({
  path: v.string(),
  mode: v.string(),
  type: v.string(),
  sha: v.string(),
  size: v.optional(v.number()),
});

const treeReply = v.object({ truncated: v.boolean(), tree: v.array(treeItem) });

async function requestTree(client: GitHubClient, repository: RepositoryName, sha: string, isRecursive: boolean) {
  const { data } = await client.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
    ...repository,
    tree_sha: sha,
    ...(isRecursive ? { recursive: "1" } : {}),
  });
  return replyOf(treeReply, data, "The list of files");
}

function add(
  entries: Map<string, TreeEntry>,
  prefix: string,
  { path, mode, type, sha, size = 0 }: v.InferOutput<typeof treeItem>,
): void {
  if (type === "tree") return;
  const kind = mode === "120000" ? "link" : type === "commit" ? "submodule" : "file";
  entries.set(prefix + path, { kind, oid: sha, size });
}
