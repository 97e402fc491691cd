import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { type TreeEntry, tree } from "./tree.ts";

/** A git repository in a temporary folder, with its first commit on `main`. */
export class GitRepository {
  readonly folder: string;

  constructor(entries: Readonly<Record<string, TreeEntry>>) {
    this.folder = tree(entries);
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit({});
  }

  git(...args: readonly string[]): string {
    return gitIn(this.folder, ...args);
  }

  /** Writes files to disk; null takes one away. */
  write(entries: Readonly<Record<string, TreeEntry | null>>): void {
    for (const [path, entry] of Object.entries(entries)) {
      const file = join(this.folder, path);
      rmSync(file, { force: true });
      if (entry === null) continue;
      mkdirSync(dirname(file), { recursive: true });
      if (typeof entry === "string" || entry instanceof Uint8Array) writeFileSync(file, entry);
      else symlinkSync(entry.link, file);
    }
  }

  /** Commits everything on disk, with these changes. */
  commit(entries: Readonly<Record<string, TreeEntry | null>>): string {
    this.write(entries);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", "Change");
    return this.git("rev-parse", "HEAD").trim();
  }
}

export function gitIn(folder: string, ...args: readonly string[]): string {
  const person = ["-c", "user.name=dev", "-c", "user.email=dev@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...person, "-C", folder, ...args], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  });
}
