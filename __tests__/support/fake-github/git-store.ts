import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type ChangedFile, diffCommand, readDiff } from "./diff.ts";
import type { FileChanges } from "./file-change.ts";
import { type CommitFacts, commonAncestor, history, readCommit, writeCommit } from "./git-commit.ts";
import { GitObjects, type ObjectType } from "./git-objects.ts";
import { changeTree, readTree, type TreeEntry } from "./git-tree.ts";

export interface NewCommit {
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly date: Date;
  readonly files: FileChanges;
  /** The files are the whole tree, not changes to that of the first parent. */
  readonly whole: boolean;
}

/** A bare git repository in a temporary folder. What git has once said of two commits is remembered, for they never change. */
export class GitStore {
  readonly #folder = mkdtempSync(join(tmpdir(), "fake-github-"));
  readonly #objects = new GitObjects(this.#folder);
  readonly #known = new Map<string, unknown>();

  constructor() {
    mkdirSync(join(this.#folder, "objects"));
    mkdirSync(join(this.#folder, "refs"));
    writeFileSync(join(this.#folder, "HEAD"), "ref: refs/heads/main\n");
    const config = "[core]\nrepositoryformatversion = 0\nbare = true\n[uploadpack]\nallowAnySHA1InWant = true\n";
    writeFileSync(join(this.#folder, "config"), config);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  commit({ files, whole, ...commit }: NewCommit): string {
    const [first] = commit.parents;
    const from = whole || first === undefined ? undefined : this.facts(first).tree;
    return writeCommit(this.#objects, { ...commit, tree: changeTree(this.#objects, from, files) });
  }

  /** The full name of a commit, or undefined where there is none of that name. */
  commitNamed(name: string): string | undefined {
    return this.#objects.find("commit", name);
  }

  type(sha: string): ObjectType | undefined {
    return this.#objects.read(sha)?.type;
  }

  /** What is at a path of a commit; undefined where there is nothing. */
  entryAt(commit: string, path: string): TreeEntry | undefined {
    const { tree } = this.facts(commit);
    if (path === "") return { mode: "040000", type: "tree", sha: tree, path, size: undefined };
    return this.tree(tree, true).find((entry) => entry.path === path);
  }

  tree(sha: string, recursive: boolean): readonly TreeEntry[] {
    return this.#once(`tree ${recursive} ${sha}`, () => readTree(this.#objects, sha, recursive));
  }

  blob(sha: string): Buffer {
    const object = this.#objects.read(sha);
    if (object?.type !== "blob") throw new Error(`There is no blob ${sha}.`);
    return object.content;
  }

  facts(commit: string): CommitFacts {
    return readCommit(this.#objects, commit);
  }

  mergeBase(left: string, right: string): string | undefined {
    return commonAncestor(this.#objects, left, right);
  }

  /** Commits before one and not before another, newest first. */
  commitsBetween(from: string, to: string): readonly string[] {
    const before = new Set(history(this.#objects, from));
    return history(this.#objects, to).filter((sha) => !before.has(sha));
  }

  /** A commit that merges the second into the first, or undefined where they conflict. */
  merge(into: string, from: string): string | undefined {
    return this.#once(`merge ${into} ${from}`, () => {
      const tree = this.#mergedTree(into, from);
      if (tree === undefined) return undefined;
      const commit = { author: "GitHub", date: new Date(Date.UTC(2026, 0, 1)), message: `Merge ${from} into ${into}` };
      return writeCommit(this.#objects, { ...commit, tree, parents: [into, from] });
    });
  }

  #mergedTree(into: string, from: string): string | undefined {
    const base = this.mergeBase(into, from);
    if (base === into) return this.facts(from).tree;
    if (base === from) return this.facts(into).tree;
    const { status, stdout } = this.#run(["merge-tree", "--write-tree", into, from]);
    return status === 0 ? stdout.toString().split("\n")[0] : undefined;
  }

  diff(from: string, to: string): readonly ChangedFile[] {
    return this.#once(`diff ${from} ${to}`, () => (from === to ? [] : readDiff((args) => this.#git(args), from, to)));
  }

  diffText(from: string, to: string): string {
    return this.#git([...diffCommand, from, to]).toString();
  }

  /** Makes a folder the checkout of a commit, with a .git of its own. */
  checkOut(commit: string, folder: string): void {
    const git = (...args: string[]) => this.#git(["-C", folder, ...args], {});
    git("init", "--quiet");
    git("fetch", "--quiet", this.#folder, commit);
    git("checkout", "--quiet", "--detach", commit);
  }

  #once<Value>(key: string, work: () => Value): Value {
    if (!this.#known.has(key)) this.#known.set(key, work());
    return this.#known.get(key) as Value;
  }

  #git(args: readonly string[], environment?: NodeJS.ProcessEnv): Buffer {
    const { status, stdout, stderr } = this.#run(args, environment);
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  #run(args: readonly string[], environment: NodeJS.ProcessEnv = { GIT_DIR: this.#folder }) {
    const result = spawnSync("git", args, {
      maxBuffer: 1 << 30,
      env: {
        PATH: process.env.PATH,
        HOME: this.#folder,
        LC_ALL: "C",
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        ...environment,
      },
    });
    if (result.error) throw result.error;
    return result;
  }
}
