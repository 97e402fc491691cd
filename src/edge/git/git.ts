import { spawnSync } from "node:child_process";
import process from "node:process";
import { InputError } from "../../model/input-error.ts";
import { reasonOf } from "../text-file.ts";

export interface GitAnswer {
  readonly status: number;
  readonly stdout: Buffer;
  /** The last line of what git says of its trouble. */
  readonly trouble: string;
}

/** Bytes. */
const longestAnswer = 512 * 1024 * 1024;
/** Milliseconds. */
const patience = 120_000;

/**
 * Asks git, whose settings in the repository may be anybody's: none of them starts a program or reaches for the network here.
 * @throws InputError when there is no git.
 */
export function git(repository: string, question: readonly string[], input?: string): GitAnswer {
  const overrules = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"];
  const args = [...overrules.flatMap((setting) => ["-c", setting]), "--no-pager", "-C", repository, ...question];
  const result = spawnSync("git", args, {
    env: environmentOfGit(),
    maxBuffer: longestAnswer,
    timeout: patience,
    ...(input === undefined ? { stdio: ["ignore", "pipe", "pipe"] } : { input }),
  });
  if (result.error) {
    const isMissing = (result.error as NodeJS.ErrnoException).code === "ENOENT";
    const message = isMissing ? "git is not installed" : `git failed: ${reasonOf(result.error)}`;
    throw new InputError(`--since needs git: ${message}.`, undefined, { cause: result.error });
  }
  const lines = result.stderr.toString("utf8").trim().split("\n");
  return { status: result.status ?? 1, stdout: result.stdout, trouble: lines.at(-1) ?? "" };
}

/** Fields that end with NUL, as git gives them with `-z`. */
export function nulFields({ stdout }: GitAnswer): string[] {
  return stdout.toString("utf8").split("\0").slice(0, -1);
}

/** Without what a hook of git says of the repository that it runs in: that may be another one. */
function environmentOfGit(): NodeJS.ProcessEnv {
  const { GIT_DIR: _directory, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...inherited } = process.env;
  const own = { GIT_CONFIG_NOSYSTEM: "1", GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
  return { ...inherited, ...own, LC_ALL: "C" };
}
