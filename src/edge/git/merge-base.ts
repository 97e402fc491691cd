import { InputError } from "../../model/input-error.ts";
import { closestName } from "../../policy/closest-name.ts";
import { git } from "./git.ts";

/**
 * The commit that the work since `ref` started from: what the ref and the commit that is checked out have in common.
 * @throws InputError for a ref that is not known, and where the history that is there does not tell.
 */
export function mergeBase(repository: string, ref: string): string {
  const commit = commitOf(repository, ref);
  if (commit === undefined) throw unknownRef(repository, ref);
  if (commitOf(repository, "HEAD") === undefined) {
    throw new InputError("--since has nothing to compare: no commit is checked out.");
  }
  const { status, stdout, trouble } = git(repository, ["merge-base", commit, "HEAD"]);
  if (status === 0) return stdout.toString("utf8").trim();
  if (isShallow(repository)) throw new InputError(`--since ${ref}: ${shallowAdvice}`);
  const reason = trouble || "they have no commit in common";
  throw new InputError(`--since ${ref} cannot be compared with what is checked out: ${reason}.`);
}

const shallowAdvice =
  "the history here is too short. Fetch more of it: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.";

function commitOf(repository: string, ref: string): string | undefined {
  const { status, stdout } = git(repository, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ]);
  return status === 0 ? stdout.toString("utf8").trim() : undefined;
}

function isShallow(repository: string): boolean {
  return git(repository, ["rev-parse", "--is-shallow-repository"]).stdout.toString("utf8").trim() === "true";
}

function unknownRef(repository: string, ref: string): InputError {
  const format = "--format=%(refname:short)";
  const list = git(repository, ["for-each-ref", format, "refs/heads", "refs/remotes", "refs/tags"]);
  const names = list.stdout.toString("utf8").split("\n").filter(Boolean);
  const remote = names.find((name) => name.endsWith(`/${ref}`));
  const meant = remote ?? closestName(ref, names);
  const hint =
    meant !== undefined ? ` Did you mean ${meant}?` : isShallow(repository) ? ` Perhaps ${shallowAdvice}` : "";
  return new InputError(`--since ${ref}: git knows no such commit, branch or tag.${hint}`);
}
