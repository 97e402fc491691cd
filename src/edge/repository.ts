import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The nearest folder, this one or above up to `highest`, that holds `.git` (a folder, or a file in worktrees and submodules).
 */
export function findRepository(folder: string, highest?: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, ".git"))) return current;
    if (current === highest || dirname(current) === current) return undefined;
  }
}

/** The files that git tracks, as paths relative to the repository with `/`; undefined when git cannot tell. */
export function trackedFiles(repository: string): ReadonlySet<string> | undefined {
  const list = askGit(repository, ["ls-files", "-z", "--cached"]);
  return list === undefined ? undefined : new Set(list.split("\0").filter((path) => path !== ""));
}

/**
 * The files of the working tree that git tracks or would take, as paths relative to the repository with `/`; undefined when git cannot
 * tell.
 */
export function filesOfTree(repository: string): ReadonlySet<string> | undefined {
  const list = askGit(repository, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  const deleted = askGit(repository, ["ls-files", "-z", "--deleted"]);
  if (list === undefined || deleted === undefined) return undefined;
  const gone = new Set(deleted.split("\0"));
  return new Set(list.split("\0").filter((path) => path !== "" && !gone.has(path)));
}

/** The commit that is checked out; undefined when git cannot tell. */
export function checkedOutCommit(repository: string): string | undefined {
  return askGit(repository, ["rev-parse", "--verify", "HEAD"])?.trim();
}

/** The branch that pull requests go to by default, as far as a clone can tell; the current one where nothing else does. */
export function defaultBranch(repository: string): string | undefined {
  const remote = askGit(repository, ["symbolic-ref", "--short", "refs/remotes/origin/HEAD"])?.trim();
  if (remote?.startsWith("origin/")) return remote.slice("origin/".length);
  const usual = ["main", "master", "trunk"].find((name) =>
    ["heads", "remotes/origin"].some(
      (kind) => askGit(repository, ["rev-parse", "--verify", "--quiet", `refs/${kind}/${name}`]) !== undefined,
    ),
  );
  return usual ?? (askGit(repository, ["symbolic-ref", "--short", "HEAD"])?.trim() || undefined);
}

/** Settings of the repository that could start a program are overruled. */
function askGit(repository: string, question: readonly string[]): string | undefined {
  const overrules = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
  try {
    return execFileSync("git", [...overrules, "-C", repository, ...question], {
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 30_000,
    });
  } catch {
    return undefined;
  }
}
