import type { ChangedFile } from "./diff.ts";
import type { Thread } from "./thread.ts";
import { repositionThread } from "./thread.ts";
import type { Account, Repository, World } from "./world.ts";

export type ReviewState = "PENDING" | "COMMENTED" | "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";

export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly commit: string;
  body: string;
  state: ReviewState;
  submittedAt: string | undefined;
  minimized: string | undefined;
}

export interface IssueComment {
  readonly id: number;
  readonly author: Account;
  readonly createdAt: string;
  updatedAt: string;
  /** Who edited it last. */
  editor?: Account;
  body: string;
  /** Why it is hidden, as GitHub words it: `outdated`, `resolved`, …; undefined where it is shown. */
  minimized: string | undefined;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly author: Account;
  readonly createdAt: string;
  title: string;
  body: string | null;
  draft: boolean;
  state: "open" | "closed";
  updatedAt: string;
  mergedAt: string | undefined;
  mergeCommit: string | undefined;
  /** Its repository is still named when it is gone, though GitHub then shows none. */
  readonly head: { readonly repository: Repository; readonly branch: string; sha: string; isGone: boolean };
  readonly base: { branch: string; sha: string };
  readonly reviews: Review[];
  readonly threads: Thread[];
  readonly comments: IssueComment[];
}

export interface NewPull {
  readonly head: string;
  readonly headRepository: Repository;
  readonly base: string;
  readonly author: string;
  readonly title?: string | undefined;
  readonly body?: string | undefined;
  readonly draft?: boolean | undefined;
}

export function addPull(world: World, repository: Repository, options: NewPull): Pull {
  const now = world.now();
  const pull: Pull = {
    id: world.newId(),
    number: repository.pulls.length + 1,
    repository,
    author: world.account(options.author),
    createdAt: now,
    updatedAt: now,
    title: options.title ?? `Change ${options.head}`,
    body: options.body ?? null,
    draft: options.draft ?? false,
    state: "open",
    mergedAt: undefined,
    mergeCommit: undefined,
    head: {
      repository: options.headRepository,
      branch: options.head,
      sha: branchTip(options.headRepository, options.head),
      isGone: false,
    },
    base: { branch: options.base, sha: branchTip(repository, options.base) },
    reviews: [],
    threads: [],
    comments: [],
  };
  repository.pulls.push(pull);
  return pull;
}

export function branchTip(repository: Repository, branch: string): string {
  const sha = repository.branches.get(branch);
  if (sha === undefined) throw new Error(`The repository has no branch ${branch}.`);
  return sha;
}

/** The commit that the changes of a pull request are counted from. */
export function mergeBase(pull: Pull): string {
  return pull.repository.git.mergeBase(pull.base.sha, pull.head.sha) ?? pull.base.sha;
}

/** Whether a commit is one of those that the pull request brings; those of before a force push no longer are. */
export function bringsCommit(pull: Pull, commit: string): boolean {
  return pull.repository.git.commitsBetween(pull.base.sha, pull.head.sha).includes(commit);
}

/** Where a comment on an older commit is by now. */
export function catchUp(pull: Pull, thread: Thread): void {
  if (thread.commit === pull.head.sha) return;
  const { git } = pull.repository;
  const before = { head: thread.commit, base: git.mergeBase(pull.base.sha, thread.commit) ?? pull.base.sha };
  repositionThread(git, changedFiles(pull), thread, before, { head: pull.head.sha, base: mergeBase(pull) });
}

export function changedFiles(pull: Pull, head = pull.head.sha): readonly ChangedFile[] {
  const { git } = pull.repository;
  return git.diff(git.mergeBase(pull.base.sha, head) ?? pull.base.sha, head);
}

/** Follows the branches of an open pull request: what was said of lines that are no more is outdated from now on. */
export function followBranches(world: World, pull: Pull): void {
  if (pull.state === "closed") return;
  const before = { head: pull.head.sha, base: mergeBase(pull) };
  pull.head.sha = branchTip(pull.head.repository, pull.head.branch);
  pull.base.sha = branchTip(pull.repository, pull.base.branch);
  pull.updatedAt = world.now();
  const after = { head: pull.head.sha, base: mergeBase(pull) };
  for (const thread of pull.threads) repositionThread(pull.repository.git, changedFiles(pull), thread, before, after);
}
