import type { Pull } from "../pull.ts";
import { notFound, type RepositoryCall } from "../route.ts";
import { resolveRevision } from "../world.ts";

/** The pull request that a path names, as `pull_number` or as `issue_number`; otherwise 404. */
export function pullOf({ repository, parameters }: RepositoryCall): Pull {
  const number = Number(parameters.pull_number ?? parameters.issue_number);
  const pull = repository.pulls.find((candidate) => candidate.number === number);
  if (!pull) throw notFound();
  return pull;
}

/** The commit of a name; otherwise 404. */
export function commitOf({ repository }: RepositoryCall, name: string): string {
  const sha = resolveRevision(repository, name);
  if (sha === undefined) throw notFound();
  return sha;
}
