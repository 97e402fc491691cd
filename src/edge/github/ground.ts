import type { ChangedFile } from "../../model/change.ts";
import type { Policy } from "../../model/policy.ts";
import type { Problem } from "../../model/report.ts";
import type { EventSubject, RepositoryName } from "../event-subject.ts";
import { findInPullRequest, withListed } from "./changed-files.ts";
import type { GitHubClient } from "./client.ts";
import { type CommitTree, readTree } from "./commit-tree.ts";
import { type Comparison, compareCommits } from "./compare-commits.ts";
import { nameVerdict } from "./dockerfile-paths.ts";
import type { BlobRequest } from "./read-blobs.ts";
import { treeDifference } from "./tree-difference.ts";

/** The two commits that everything is read at: their files, and what differs. */
export interface Ground {
  readonly headSha: string;
  readonly tree: CommitTree;
  /** Undefined where nothing is compared. */
  readonly base: { readonly sha: string; readonly changed: readonly ChangedFile[] } | undefined;
  /** Paths at the head that the change adds, modifies or moves. */
  readonly touched: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** Compares and lists: two requests, more only for what GitHub does not list at once. */
export async function readGround(
  client: GitHubClient,
  repository: RepositoryName,
  subject: EventSubject,
  scope: Policy["scope"],
): Promise<Ground> {
  const headSha = subject.head.sha;
  const baseSha = comparedWith(subject, scope);
  const comparison = baseSha === undefined ? undefined : await compareCommits(client, repository, baseSha, headSha);
  const tree = await readTree(client, repository, headSha);
  const whole = comparison && (await wholeDifference(client, repository, subject, comparison, tree));
  const changed = whole?.changed ?? [];
  return {
    headSha,
    tree,
    base: comparison && { sha: comparison.mergeBase, changed },
    touched: new Set(changed.flatMap(({ path, status }) => (status === "removed" ? [] : [path]))),
    problems: [
      ...(whole?.problems ?? []),
      ...(baseSha !== undefined && comparison === undefined ? [notCompared] : []),
      ...(tree.isComplete ? [] : [unlisted(comparison === undefined)]),
    ],
  };
}

/** A file at the head: by its content where the tree has it, else by its path. */
export function atHead({ headSha, tree }: Ground, path: string): BlobRequest {
  const entry = tree.entries.get(path);
  return entry ? { expression: entry.oid, size: entry.size } : { expression: `${headSha}:${path}` };
}

/** A file at the merge base, by its path there. */
export function atBase({ base, headSha }: Ground, path: string): BlobRequest {
  return { expression: `${base?.sha ?? headSha}:${path}` };
}

/** Where a changed file was at the base; undefined for one that is new. */
export function pathBefore({ path, previousPath, status }: ChangedFile): string | undefined {
  return status === "added" ? undefined : (previousPath ?? path);
}

/** A pull request is compared even where everything counts: its differences say where a comment can stand. */
function comparedWith(subject: EventSubject, scope: Policy["scope"]): string | undefined {
  switch (subject.kind) {
    case "pull-request":
      return subject.base.sha;
    case "merge-group":
      return subject.baseSha;
    case "push":
      return scope === "new" || scope === "changed" ? subject.before : undefined;
    default:
      return undefined;
  }
}

/** What GitHub's comparison leaves out is found by comparing the trees. */
async function wholeDifference(
  client: GitHubClient,
  repository: RepositoryName,
  subject: EventSubject,
  { mergeBase, changed, isComplete }: Comparison,
  tree: CommitTree,
): Promise<{ changed: readonly ChangedFile[]; problems: readonly Problem[] }> {
  if (isComplete) return { changed, problems: [] };
  const before = await readTree(client, repository, mergeBase);
  if (!before.isComplete || !tree.isComplete) {
    const message = `The change has more files than GitHub lists, and so has the repository: only the first ${changed.length} were looked at.`;
    return { changed, problems: [problem("change-too-large", message, true)] };
  }
  const whole = withListed(treeDifference(before, tree), changed);
  const wanted = whole.filter(isUnplaced).map(({ path }) => path);
  if (subject.kind !== "pull-request" || wanted.length === 0) return { changed: whole, problems: [] };
  const placed = withListed(whole, await findInPullRequest(client, repository, subject.number, wanted));
  const left = placed.filter(isUnplaced).length;
  const message = `The change has more files than GitHub lists: ${left} of its Dockerfiles cannot be commented on line by line.`;
  return { changed: placed, problems: left === 0 ? [] : [problem("change-too-large", message, false)] };
}

/** A Dockerfile that the change touches, with lines that nobody has named. */
function isUnplaced({ path, status, hunks }: ChangedFile): boolean {
  return hunks === undefined && status !== "removed" && nameVerdict(path) !== "other";
}

const notCompared = problem(
  "not-compared",
  "GitHub knows no commit that the change could be compared with: all findings count as new, and none has a comment on its line.",
  false,
);

function unlisted(incomplete: boolean): Problem {
  const message = "The repository has more files than GitHub lists. Dockerfiles beyond them were not found.";
  return problem("repository-too-large", message, incomplete);
}

function problem(code: Problem["code"], message: string, incomplete: boolean): Problem {
  return { code, message, path: undefined, span: undefined, incomplete };
}
