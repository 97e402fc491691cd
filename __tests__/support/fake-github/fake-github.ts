import { onTestFinished } from "vitest";
import type { CheckRun } from "./check-run.ts";
import type { Fault, LoggedRequest } from "./fault.ts";
import type { FileChanges } from "./file-change.ts";
import { type Job, type JobOptions, makeJob } from "./job.ts";
import type { LimitOptions } from "./limits.ts";
import { Person } from "./person.ts";
import { addPull, branchTip, followBranches, type IssueComment, mergeBase, type Pull, type Review } from "./pull.ts";
import { GitHubServer } from "./server.ts";
import type { Thread } from "./thread.ts";
import { addToken, type NewToken } from "./token.ts";
import { fullName, type Profile, type Repository, type Role, World } from "./world.ts";

export interface FakeGitHubOptions extends Profile {
  /** `owner/name` of the repository that most calls are about; `acme/shop` unless told. */
  readonly repository?: string;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** An Enterprise server: its API is below /api. */
  readonly enterprise?: boolean;
  /** Starts with 2026 and goes a second ahead at every look unless told. */
  readonly clock?: () => Date;
}

export interface NewPullOptions {
  readonly head: string;
  readonly base?: string;
  readonly files?: FileChanges;
  /** The head is in a repository of its author's. */
  readonly fork?: boolean;
  readonly author?: string;
  readonly draft?: boolean;
  readonly title?: string;
  readonly body?: string;
}

export interface CommitOptions {
  readonly message?: string;
  readonly author?: string;
  /** The files are all there is, not changes. */
  readonly whole?: boolean;
  readonly repository?: Repository;
  /** Instead of the branch's tip; none for a root commit. */
  readonly parents?: readonly string[];
}

/** GitHub, as far as Stagegate talks to it, on a port of this machine, with a real git repository behind it. */
export class FakeGitHub {
  readonly world: World;
  readonly repository: Repository;
  readonly #server: GitHubServer;

  private constructor(options: FakeGitHubOptions) {
    this.world = new World(options.clock ?? steadyClock(), options);
    this.repository = this.world.addRepository(options.repository ?? "acme/shop", options);
    this.#server = new GitHubServer(this.world, options.enterprise ?? false);
  }

  /**
   * Stops with the test; fails it when a client or the fake itself broke GitHub's description of its API. Tests that run at the same
   * time give the `onTestFinished` of their context: vitest cannot tell otherwise which one is meant.
   */
  static async start(
    options: FakeGitHubOptions = {},
    whenFinished: (end: () => Promise<void>) => void = onTestFinished,
  ): Promise<FakeGitHub> {
    const github = new FakeGitHub(options);
    await github.#server.start();
    whenFinished(async () => {
      await github.#server.stop();
      github.world.removeFolders();
      const violations = github.takeViolations();
      if (violations.length > 0) throw new Error(`Not as at GitHub:\n${violations.join("\n")}`);
    });
    return github;
  }

  /** What broke GitHub's description so far; a test that takes it says that it meant to. */
  takeViolations(): string[] {
    return this.world.violations.splice(0);
  }

  get requests(): readonly LoggedRequest[] {
    return this.#server.requests;
  }

  get urls(): World["urls"] {
    return this.world.urls;
  }

  /** Commits to a branch, which it makes where there is none (from the default branch), and gives the commit's name. */
  commit(branch: string, files: FileChanges, options: CommitOptions = {}): string {
    const repository = options.repository ?? this.repository;
    const tip = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch);
    const sha = repository.git.commit({
      parents: options.parents ?? (tip === undefined ? [] : [tip]),
      message: options.message ?? `Change ${Object.keys(files).join(", ")}`,
      author: options.author ?? "dev",
      date: this.world.clock(),
      files,
      whole: options.whole ?? false,
    });
    repository.branches.set(branch, sha);
    return sha;
  }

  openPull(options: NewPullOptions): Pull {
    const { head, author = "dev", base = this.repository.defaultBranch } = options;
    const repository = options.fork ? this.fork(author) : this.repository;
    if (!repository.branches.has(head)) repository.branches.set(head, branchTip(this.repository, base));
    if (options.files) this.commit(head, options.files, { repository, author });
    const { title, body, draft } = options;
    return addPull(this.world, this.repository, { head, headRepository: repository, base, author, title, body, draft });
  }

  /** Commits to the head of a pull request. */
  push(pull: Pull, files: FileChanges, options: Omit<CommitOptions, "repository"> = {}): string {
    const { repository, branch } = pull.head;
    const sha = this.commit(branch, files, { author: pull.author.login, ...options, repository });
    followBranches(this.world, pull);
    return sha;
  }

  /** Replaces all commits of a pull request by one on the base branch. */
  forcePush(pull: Pull, files: FileChanges): string {
    return this.push(pull, files, { parents: [branchTip(this.repository, pull.base.branch)] });
  }

  /** Merges the base branch into the head, as the button "Update branch" does. */
  updateBranch(pull: Pull): string {
    const sha = this.repository.git.merge(pull.head.sha, branchTip(this.repository, pull.base.branch));
    if (sha === undefined) throw new Error("The branches conflict.");
    pull.head.repository.branches.set(pull.head.branch, sha);
    followBranches(this.world, pull);
    return sha;
  }

  retarget(pull: Pull, base: string): void {
    pull.base.branch = base;
    followBranches(this.world, pull);
  }

  merge(pull: Pull): string {
    const sha = this.repository.git.merge(branchTip(this.repository, pull.base.branch), pull.head.sha);
    if (sha === undefined) throw new Error("The branches conflict.");
    this.repository.branches.set(pull.base.branch, sha);
    pull.mergeCommit = sha;
    pull.mergedAt = this.world.now();
    pull.updatedAt = pull.mergedAt;
    pull.state = "closed";
    return sha;
  }

  close(pull: Pull): void {
    pull.state = "closed";
    pull.updatedAt = this.world.now();
  }

  mergeBase(pull: Pull): string {
    return mergeBase(pull);
  }

  /** Somebody's fork of the repository, made when there is none yet. */
  fork(owner: string): Repository {
    const name = `${owner}/${this.repository.name}`;
    return this.world.repository(name) ?? this.world.addRepository(name, { forkOf: this.repository });
  }

  /** Deletes the fork that a pull request comes from. GitHub goes on showing the pull request, without a head repository. */
  deleteFork(pull: Pull): void {
    const { repository } = pull.head;
    if (!repository.parent) throw new Error("The pull request comes from no fork.");
    pull.head.isGone = true;
    this.world.repositories.delete(fullName(repository).toLowerCase());
  }

  addRepository(name: string, options: { readonly private?: boolean; readonly files?: FileChanges } = {}): Repository {
    const repository = this.world.addRepository(name, { private: options.private });
    if (options.files) this.commit(repository.defaultBranch, options.files, { repository });
    return repository;
  }

  tag(name: string, commit: string, repository: Repository = this.repository): void {
    repository.tags.set(name, commit);
  }

  /** A token and whom it is for; by default an installation's. */
  token(options: Omit<NewToken, "repositories"> & { readonly repositories?: readonly Repository[] }): string {
    return addToken(this.world, { repositories: [this.repository], ...options }).text;
  }

  /** A job of a workflow, for a pull request or a branch: what the runner is given. */
  job(target: Pull | string, options: JobOptions = {}): Job {
    return makeJob(this.world, this.repository, target, options);
  }

  person(login: string): Person {
    return new Person(this.world, this.repository, login);
  }

  collaborator(login: string, role: Role): Person {
    this.repository.roles.set(login.toLowerCase(), role);
    return this.person(login);
  }

  fault(fault: Fault): void {
    this.#server.faults.add(fault);
  }

  /** Nothing goes wrong from now on. */
  clearFaults(): void {
    this.#server.faults.clear();
  }

  limit(options: LimitOptions): void {
    this.world.limits.set(options);
  }

  comments(pull: Pull): readonly IssueComment[] {
    return pull.comments;
  }

  reviews(pull: Pull): readonly Review[] {
    return pull.reviews;
  }

  threads(pull: Pull): readonly Thread[] {
    return pull.threads;
  }

  get checkRuns(): readonly CheckRun[] {
    return this.repository.checkRuns;
  }

  /** Makes a folder the checkout of a commit. */
  checkOut(commit: string, folder: string): void {
    this.repository.git.checkOut(commit, folder);
  }
}

function steadyClock(): () => Date {
  let time = Date.UTC(2026, 0, 1);
  return () => {
    time += 1000;
    return new Date(time);
  };
}
