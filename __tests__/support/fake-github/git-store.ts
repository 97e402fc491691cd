import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type ChangedFile, diffCommand, readDiff } from "./diff.ts";
import { type CommitRequest, importScript } from "./fast-import.ts";

export interface CommitFacts {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
}

export interface TreeEntryFacts {
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  readonly path: string;
  readonly size: number | undefined;
}

/** A bare git repository in a temporary folder. What git has once said of an object is remembered, for objects never change. */
export class GitStore {
  readonly folder: string;
  readonly #known = new Map<string, unknown>();

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "fake-github-"));
    mkdirSync(join(this.folder, "objects"));
    mkdirSync(join(this.folder, "refs"));
    writeFileSync(join(this.folder, "HEAD"), "ref: refs/heads/main\n");
    writeFileSync(
      join(this.folder, "config"),
      "[core]\nrepositoryformatversion = 0\nbare = true\n[fastimport]\nunpackLimit = 0\n[gc]\nauto = 0\n",
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  commit(request: CommitRequest): string {
    const sha = this.#git(["fast-import", "--quiet", "--force", "--done"], importScript(request)).toString().trim();
    if (!/^[0-9a-f]{40}$/.test(sha)) throw new Error(`git fast-import says: ${sha}`);
    return sha;
  }

  /** The full name of a commit, or undefined where there is none of that name. */
  commitNamed(name: string): string | undefined {
    return this.#once(`commit ${name}`, () => this.#line(["rev-parse", "--verify", "--quiet", `${name}^{commit}`]));
  }

  type(name: string): string | undefined {
    return this.#once(`type ${name}`, () => this.#line(["cat-file", "-t", name]));
  }

  /** The object at a path of a commit, as mode, type, name and size; undefined where there is nothing. */
  entryAt(commit: string, path: string): TreeEntryFacts | undefined {
    if (path === "") return { mode: "040000", type: "tree", sha: this.facts(commit).tree, path, size: undefined };
    return this.tree(commit, true).find((entry) => entry.path === path);
  }

  tree(treeish: string, recursive: boolean): readonly TreeEntryFacts[] {
    return this.#once(`tree ${recursive} ${treeish}`, () => {
      const output = this.#git(["ls-tree", "-z", "--long", ...(recursive ? ["-r", "-t"] : []), treeish]).toString();
      return output
        .split("\0")
        .slice(0, -1)
        .map((line): TreeEntryFacts => {
          const tab = line.indexOf("\t");
          const [mode = "", type = "", sha = "", size = "-"] = line.slice(0, tab).split(/ +/);
          return {
            mode,
            type: type as TreeEntryFacts["type"],
            sha,
            path: line.slice(tab + 1),
            size: size === "-" ? undefined : Number(size),
          };
        });
    });
  }

  blob(sha: string): Buffer {
    return this.#once(`blob ${sha}`, () => this.#git(["cat-file", "blob", sha]));
  }

  facts(commit: string): CommitFacts {
    return this.#once(`facts ${commit}`, () => {
      const output = this.#git(["show", "--no-patch", "--format=%H%n%T%n%P%n%an%n%ae%n%aI%n%B", commit]).toString();
      const [sha = "", tree = "", parents = "", name = "", email = "", date = "", ...message] = output.split("\n");
      return {
        sha,
        tree,
        parents: parents === "" ? [] : parents.split(" "),
        author: { name, email, date: new Date(date).toISOString().replace(/\.\d+Z$/, "Z") },
        message: message.join("\n").trimEnd(),
      };
    });
  }

  mergeBase(left: string, right: string): string | undefined {
    return this.#once(`base ${left} ${right}`, () => this.#line(["merge-base", left, right]));
  }

  /** Commits reachable from one and not from the other, newest first. */
  commitsBetween(from: string, to: string): readonly string[] {
    return this.#once(`log ${from} ${to}`, () =>
      this.#git(["rev-list", `${from}..${to}`])
        .toString()
        .split("\n")
        .slice(0, -1),
    );
  }

  /** A commit that merges the second into the first, or undefined where they conflict. */
  merge(into: string, from: string): string | undefined {
    return this.#once(`merge ${into} ${from}`, () => {
      const tree = this.#line(["merge-tree", "--write-tree", into, from]);
      const message = `Merge ${from} into ${into}`;
      return tree && this.#line(["commit-tree", tree, "-p", into, "-p", from, "-m", message]);
    });
  }

  diff(from: string, to: string): readonly ChangedFile[] {
    return this.#once(`diff ${from} ${to}`, () => readDiff((args) => this.#git(args), from, to));
  }

  diffText(from: string, to: string): string {
    return this.#once(`text ${from} ${to}`, () => this.#git([...diffCommand, from, to]).toString());
  }

  /** Makes a folder the checkout of a commit, with a .git of its own. */
  checkOut(commit: string, folder: string): void {
    const git = (...args: string[]) => this.#git(["-C", folder, ...args], undefined, {});
    git("init", "--quiet");
    git("fetch", "--quiet", this.folder, commit);
    git("checkout", "--quiet", "--detach", commit);
  }

  #once<Value>(key: string, work: () => Value): Value {
    if (!this.#known.has(key)) {
      const value = work();
      if (value === undefined) return value;
      this.#known.set(key, value);
    }
    return this.#known.get(key) as Value;
  }

  #line(args: readonly string[]): string | undefined {
    const { status, stdout } = this.#run(args);
    return status === 0 ? stdout.toString().split("\n")[0] : undefined;
  }

  #git(args: readonly string[], input?: Buffer, environment?: NodeJS.ProcessEnv): Buffer {
    const { status, stdout, stderr } = this.#run(args, input, environment);
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  #run(args: readonly string[], input?: Buffer, environment: NodeJS.ProcessEnv = { GIT_DIR: this.folder }) {
    const date = "2026-01-01T00:00:00Z";
    const { status, stdout, stderr, error } = spawnSync("git", args, {
      ...(input ? { input } : {}),
      maxBuffer: 1 << 30,
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        LC_ALL: "C",
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "GitHub",
        GIT_AUTHOR_EMAIL: "noreply@github.example",
        GIT_COMMITTER_NAME: "GitHub",
        GIT_COMMITTER_EMAIL: "noreply@github.example",
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
        ...environment,
      },
    });
    if (error) throw error;
    return { status, stdout, stderr };
  }
}
