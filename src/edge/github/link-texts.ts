import type { RepositoryName } from "../event-subject.ts";
import type { GitHubClient } from "./client.ts";
import type { CommitTree } from "./commit-tree.ts";
import { type Destination, followLinks } from "./follow-link.ts";
import { readBlobs } from "./read-blobs.ts";

/** Rounds of requests; a link that leads through more links than this, each unknown before the last, is not followed. */
const mostRounds = 5;

/** Follows the links among some paths of a commit. @returns where each leads; a path that is no link leads to itself. */
export async function destinations(
  client: GitHubClient,
  repository: RepositoryName,
  tree: CommitTree,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Destination>> {
  const texts = new Map<string, string>();
  let ends = follow(paths, tree, texts);
  for (let round = 0; round < mostRounds; round += 1) {
    const unread = new Set([...ends.values()].flatMap((end) => (end.kind === "unread" ? [end.link] : [])));
    if (unread.size === 0) break;
    const requests = [...unread].map((link) => ({ link, expression: tree.entries.get(link)?.oid ?? "" }));
    const files = await readBlobs(client, repository, requests);
    for (const { link, expression } of requests) {
      const file = files.get(expression);
      texts.set(link, file?.kind === "text" ? file.text : "");
    }
    ends = follow(paths, tree, texts);
  }
  return ends;
}

function follow(paths: readonly string[], tree: CommitTree, texts: ReadonlyMap<string, string>) {
  return new Map(paths.map((path) => [path, followLinks(path, tree, texts)]));
}
