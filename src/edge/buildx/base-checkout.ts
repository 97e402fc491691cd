import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PlannedBuild } from "../../build/planned-build.ts";
import { fetchCommit, type RemoteRepository } from "../git/fetch-commit.ts";
import { type GitTreeEntry, parentsOf, treeEntries } from "../git/tree-entries.ts";
import { writeFiles } from "../git/write-files.ts";
import { reasonOf } from "../text-file.ts";

export interface BaseRequest {
  /** Absolute folder of the checkout. */
  readonly checkout: string;
  readonly commit: string;
  /** Absolute folder for what is only there for a while. */
  readonly temporary: string;
  /** Where a commit is fetched from that the checkout does not have; undefined for nowhere. */
  readonly remote: RemoteRepository | undefined;
  readonly builds: readonly PlannedBuild[];
}

/** Files of the base in a folder of their own; `remove` takes the folder away. */
export interface BaseCheckout {
  /** Absolute; undefined where the files cannot be had. */
  readonly root: string | undefined;
  readonly trouble: string | undefined;
  remove(): void;
}

/** Puts the contexts and Dockerfiles of builds, as they were at a commit, into a temporary folder. */
export function checkOutBase({ checkout, commit, temporary, remote, builds }: BaseRequest): BaseCheckout {
  const folder = realpathSync(mkdtempSync(join(temporary, "stagegate-base-")));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const failed = (reason: string) => ({ root: undefined, trouble: reason.replace(/\.$/, ""), remove });
  try {
    let repository = checkout;
    let entries = treeEntries(checkout, commit);
    if (entries === undefined) {
      const missing = `the checkout does not have its commit ${commit.slice(0, 12)}`;
      const advice = "give actions/checkout `fetch-depth: 0`";
      if (remote === undefined) return failed(`${missing}; ${advice}`);
      repository = join(folder, "repository");
      mkdirSync(repository);
      const trouble = fetchCommit(repository, remote, commit);
      entries = trouble === undefined ? treeEntries(repository, commit) : undefined;
      if (entries === undefined)
        return failed(`${missing}, and it cannot be fetched (${trouble ?? "not whole"}); ${advice}`);
    }
    const root = join(folder, "files");
    mkdirSync(root);
    const trouble = writeFiles({ repository, entries: neededFor(builds, entries), checkout, folder: root });
    return trouble === undefined ? { root, trouble, remove } : failed(trouble);
  } catch (error) {
    return failed(`its files cannot be written: ${reasonOf(error)}`);
  }
}

/** What is in a context, and the Dockerfiles, each with the .dockerignore of its name. */
function neededFor(builds: readonly PlannedBuild[], entries: readonly GitTreeEntry[]): readonly GitTreeEntry[] {
  const folders = new Set(
    builds.flatMap(({ context, namedContexts }) => [
      context,
      ...namedContexts.flatMap(({ kind, value }) => (kind === "folder" ? [value] : [])),
    ]),
  );
  if (folders.has(".")) return entries;
  const files = new Set(builds.flatMap(({ dockerfile }) => [dockerfile, `${dockerfile}.dockerignore`]));
  const prefixes = [...folders].map((folder) => `${folder}/`);
  // A link to a folder is followed, so what it leads to is needed too: then everything is.
  const needed = entries.filter(
    ({ path }) => files.has(path) || folders.has(path) || prefixes.some((prefix) => path.startsWith(prefix)),
  );
  return needed.some(({ kind }) => kind === "link") ? entries : needed;
}

/**
 * The commit that a checkout is compared with. A checkout of what GitHub would merge holds the tip of the base branch: compared with
 * the merge base, a pull request would answer for what others did meanwhile.
 */
export function comparedCommit(
  checkout: string,
  checkedOut: string | undefined,
  head: string | undefined,
  base: string,
): string {
  if (checkedOut === undefined || checkedOut === head) return base;
  const [first, second, ...more] = parentsOf(checkout, checkedOut) ?? [];
  return first !== undefined && second === head && more.length === 0 ? first : base;
}
