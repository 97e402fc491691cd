import type { ChangedFile } from "../../model/change.ts";
import type { RepositoryName } from "../event-subject.ts";
import { apiTrouble } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";
import { patchHunks } from "./patch-hunks.ts";

/** What lies between two commits. */
export interface Comparison {
  readonly mergeBase: string;
  readonly changed: readonly ChangedFile[];
  /** False where GitHub lists no more than the first files. */
  readonly isComplete: boolean;
}

/** Files that a comparison lists at most. https://docs.github.com/rest/commits/commits#compare-two-commits */
const mostComparedFiles = 300;

/** A file of a difference as REST gives it. */
export interface DiffEntry {
  readonly filename: string;
  readonly status: string;
  readonly previous_filename?: string | undefined;
  readonly patch?: string | undefined;
}

/** Compares with the merge base; undefined where the commits have nothing in common, or the base is gone. */
export async function compareCommits(
  client: GitHubClient,
  repository: RepositoryName,
  base: string,
  head: string,
): Promise<Comparison | undefined> {
  try {
    const { data } = await client.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      ...repository,
      basehead: `${base}...${head}`,
      // Of commits; the files come with the first page whatever its size.
      per_page: 1,
    });
    const files = data.files ?? [];
    return {
      mergeBase: data.merge_base_commit.sha,
      changed: files.map(changedFile),
      isComplete: files.length < mostComparedFiles,
    };
  } catch (error) {
    if (apiTrouble(error)?.kind === "not-found") return undefined;
    throw error;
  }
}

/** A copy is new: its original is still there, with all that was found in it. */
export function changedFile({ filename, status, previous_filename, patch }: DiffEntry): ChangedFile {
  return {
    path: filename,
    previousPath: status === "renamed" ? previous_filename : undefined,
    status: statuses[status] ?? "modified",
    hunks: patch === undefined ? undefined : patchHunks(patch),
  };
}

const statuses: Readonly<Record<string, ChangedFile["status"]>> = {
  added: "added",
  copied: "added",
  removed: "removed",
  renamed: "renamed",
};
