import type { CheckRun } from "./check-run.ts";
import { GitStore } from "./git-store.ts";
import { Limits } from "./limits.ts";
import type { Pull } from "./pull.ts";
import type { Token } from "./token.ts";

export type Role = "admin" | "maintain" | "write" | "triage" | "read";

export interface Account {
  readonly id: number;
  /** As REST shows it: `github-actions[bot]` for a bot. GraphQL leaves `[bot]` out. */
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization";
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly parent: Repository | undefined;
  /** Shared by a repository and its forks, as at GitHub. */
  readonly git: GitStore;
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly roles: Map<string, Role>;
  /** Of the root repository only: issues and pull requests share one counter. */
  readonly pulls: Pull[];
  readonly checkRuns: CheckRun[];
  readonly runs: WorkflowRun[];
}

export interface WorkflowRun {
  readonly id: number;
  readonly number: number;
  readonly event: string;
  readonly actor: Account;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: Repository;
  readonly createdAt: string;
  readonly pulls: readonly Pull[];
}

export interface NewRepository {
  readonly private?: boolean | undefined;
  readonly defaultBranch?: string | undefined;
  readonly forkOf?: Repository | undefined;
}

/** In what one GitHub differs from another. */
export interface Profile {
  /** An Enterprise server of before 3.7, that knows no comments on whole files. */
  readonly refusesFileComments?: boolean;
  /** Says `Line could not be resolved` where it used to give a reason; people report both. */
  readonly newerWording?: boolean;
}

/** Everything the fake GitHub knows. Ids come from one counter, times from one clock: the same calls give the same world. */
export class World {
  readonly accounts = new Map<string, Account>();
  readonly repositories = new Map<string, Repository>();
  readonly tokens = new Map<string, Token>();
  /** Where the fake breaks GitHub's own description, or a client does. */
  readonly violations: string[] = [];
  readonly clock: () => Date;
  readonly limits: Limits;
  /** A recursive tree of more entries is cut; a test may want that with fewer. */
  treeEntries = 100_000;
  readonly profile: Profile;
  /** Where the server listens; set when it does. */
  urls = { api: "", graphql: "", server: "" };
  #lastId = 1000;

  constructor(clock: () => Date, profile: Profile = {}) {
    this.profile = profile;
    this.clock = clock;
    this.limits = new Limits(clock);
  }

  /** Ids only ever grow. */
  newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  now(): string {
    return this.clock()
      .toISOString()
      .replace(/\.\d+Z$/, "Z");
  }

  account(login: string, type: Account["type"] = login.endsWith("[bot]") ? "Bot" : "User"): Account {
    const key = login.toLowerCase();
    const known = this.accounts.get(key);
    if (known) return known;
    const account = { id: this.newId(), login, type };
    this.accounts.set(key, account);
    return account;
  }

  addRepository(fullName: string, options: NewRepository = {}): Repository {
    const [owner = "", name = ""] = fullName.split("/");
    if (this.repository(fullName)) throw new Error(`There is a repository ${fullName} already.`);
    const parent = options.forkOf;
    const repository: Repository = {
      id: this.newId(),
      owner: this.account(owner, parent ? "User" : "Organization"),
      name,
      private: options.private ?? parent?.private ?? false,
      defaultBranch: options.defaultBranch ?? parent?.defaultBranch ?? "main",
      parent,
      git: parent?.git ?? new GitStore(),
      branches: new Map(parent?.branches),
      tags: new Map(parent?.tags),
      roles: new Map(),
      pulls: [],
      checkRuns: [],
      runs: [],
    };
    this.repositories.set(fullName.toLowerCase(), repository);
    return repository;
  }

  repository(fullName: string): Repository | undefined {
    return this.repositories.get(fullName.toLowerCase());
  }

  removeFolders(): void {
    for (const { git } of this.repositories.values()) git.remove();
  }
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** The commit that a name of any kind stands for: a branch, a tag, `refs/…`, `HEAD` or a commit. */
export function resolveRevision(repository: Repository, name: string): string | undefined {
  const { branches, tags, git } = repository;
  if (name === "" || name === "HEAD") return branches.get(repository.defaultBranch);
  const [, pullNumber, end] = /^(?:refs\/)?pull\/(\d+)\/(head|merge)$/.exec(name) ?? [];
  if (pullNumber !== undefined) {
    const pull = repository.pulls.find(({ number }) => number === Number(pullNumber));
    return end === "head" || !pull ? pull?.head.sha : git.merge(pull.base.sha, pull.head.sha);
  }
  const short = name.replace(/^(?:refs\/)?(?:heads|tags)\//, "");
  return branches.get(short) ?? tags.get(short) ?? (/^[0-9a-f]{7,40}$/.test(name) ? git.commitNamed(name) : undefined);
}
