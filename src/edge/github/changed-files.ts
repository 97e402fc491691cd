import * as v from "valibot";
import type { ChangedFile } from "../../model/change.ts";
import type { RepositoryName } from "../event-subject.ts";
import { apiTrouble } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";
import { changedFile, diffEntry } from "./compare-commits.ts";
import { replyOf } from "./reply.ts";

const pageSize = 100;
/** GitHub lists no more than 3,000 files of a pull request. */
const mostPages = 30;

/**
 * The files of a change that is too large for a comparison: all that differ between the two trees, with hunks and renames as
 * far as GitHub lists them.
 */
export function withListed(different: readonly ChangedFile[], listed: readonly ChangedFile[]): ChangedFile[] {
  const known = new Map(listed.map((file) => [file.path, file]));
  const renamedFrom = new Set(listed.flatMap(({ previousPath }) => previousPath ?? []));
  return different
    .filter(({ path, status }) => status !== "removed" || !renamedFrom.has(path))
    .map((file) => known.get(file.path) ?? file);
}

/**
 * Looks for certain files among those that GitHub lists for a pull request, page by page until all are found. Empty where the
 * token may not read pull requests: their hunks are then not known.
 */
export async function findInPullRequest(
  { request }: GitHubClient,
  repository: RepositoryName,
  number: number,
  paths: readonly string[],
): Promise<ChangedFile[]> {
  const wanted = new Set(paths);
  const found: ChangedFile[] = [];
  try {
    for (let page = 1; page <= mostPages && wanted.size > 0; page += 1) {
      const { data } = await request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
        ...repository,
        pull_number: number,
        per_page: pageSize,
        page,
      });
      const entries = replyOf(v.array(diffEntry), data, "The list of changed files");
      for (const file of entries.map(changedFile)) if (wanted.delete(file.path)) found.push(file);
      if (entries.length < pageSize) break;
    }
  } catch (error) {
    if (apiTrouble(error) === undefined) throw error;
  }
  return found;
}
