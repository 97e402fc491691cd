import * as v from "valibot";
import type { ChangedFile } from "../../model/change.ts";
import type { RepositoryName } from "../event-subject.ts";
import { apiTrouble } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";
import { patchHunks } from "./patch-hunks.ts";
import { replyOf } from "./reply.ts";

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
export const diffEntry = v.object({
  filename: v.string(),
  status: v.string(),
  previous_filename: v.optional(v.string()),
  patch: v.optional(v.string()),
});

const comparison = v.object({ merge_base_commit: v.object({ sha: v.string() }), files: v.array(diffEntry) });

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
    const { files, merge_base_commit } = replyOf(comparison, data, "The comparison of the commits");
    return {
      mergeBase: merge_base_commit.sha,
      changed: files.map(changedFile),
      isComplete: files.length < mostComparedFiles,
    };
  } catch (error) {
    if (apiTrouble(error)?.kind === "not-found") return undefined;
    throw error;
  }
}

/** A copy is new: its original is still there, with all that was found in it. */
export function changedFile({
  filename,
  status,
  previous_filename,
  patch,
}: v.InferOutput<typeof diffEntry>): ChangedFile {
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
