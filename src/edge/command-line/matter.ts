import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ComparedBase, RepositoryFiles } from "../../model/change.ts";
import { InputError } from "../../model/input-error.ts";
import type { Policy } from "../../model/policy.ts";
import type { ResolvedPolicy } from "../../policy/resolve-policy.ts";
import type { Matter } from "../../run.ts";
import { problemsByPath } from "../discover.ts";
import { compareSince } from "../git/compare-since.ts";
import { isInside, pathFrom } from "../paths.ts";
import { readPolicy, selectionOf } from "../policy-source.ts";
import { findRepository } from "../repository.ts";
import { dockerfilesNamedIn, readRepositoryFiles } from "../repository-files.ts";
import { reasonOf } from "../text-file.ts";
import { type Call, optionValue } from "./command.ts";
import { type NamedFiles, readNamedFiles } from "./named-files.ts";

/** What a command line asks about: the Dockerfiles and the policy that they are read under. */
export interface NamedMatter extends Matter {
  readonly policy: ResolvedPolicy;
  /** Absolute folder that the paths of the change are relative to: the repository's, else the current one. */
  readonly base: string;
  /** Absolute current folder, links resolved. */
  readonly folder: string;
  readonly emptyFolders: NamedFiles["emptyFolders"];
}

/** Reads everything, each once. @throws InputError for what cannot be read. */
export async function readMatter(
  call: Call,
  names: readonly string[],
  kind: "file" | "any",
  found: (count: number) => void = () => {},
): Promise<NamedMatter> {
  const folder = currentFolder(call);
  const base = findRepository(folder) ?? folder;
  const named = optionValue(call, "policy");
  const policy = readPolicy({ named, folder, base, packs: call.world.packs, trustLinks: true });
  return readMatterUnder(policy, call, names, kind, found);
}

/** The same under a policy that need not be on disk. @throws InputError for what cannot be read. */
export async function readMatterUnder(
  policy: ResolvedPolicy,
  call: Call,
  names: readonly string[],
  kind: "file" | "any",
  found: (count: number) => void = () => {},
): Promise<NamedMatter> {
  const folder = currentFolder(call);
  const repository = findRepository(folder);
  const base = repository ?? folder;
  for (const name of kind === "file" ? names : []) requireFile(name, folder);
  const search = { base, trustIgnoreFiles: true, selection: selectionOf(policy) };
  const named = await readNamedFiles(names, call.world, search, found);
  const isOfTree = names.some((name) => name !== "-");
  const repositoryFiles = isOfTree ? readRepositoryFiles(base) : undefined;
  const folders = names.flatMap((name) => folderNamed(name, folder, base));
  const further =
    repositoryFiles && dockerfilesNamedIn(repositoryFiles, { root: base, folders, search, known: named.files });
  const files = [...named.files, ...(further?.files ?? [])];
  const problems = problemsByPath([...named.problems, ...(further?.problems ?? [])]);
  const emptyFolders = further?.files.length ? [] : named.emptyFolders;
  const head = { sha: undefined, ref: undefined };
  const since = optionValue(call, "since");
  const compared =
    since === undefined ? undefined : compareWith(since, { repository, folder, names, files, repositoryFiles, policy });
  const whole = names.some((name) => name !== "-" && resolve(folder, name) === base);
  const others = { folders, repository: repositoryFiles };
  const change = { head, files, whole, ...others, base: compared, problems, target: optionValue(call, "target") };
  return { change, policy: withoutSelection(policy, since), today: call.world.today, base, folder, emptyFolders };
}

/** The folder, as seen from the base, that a name means; none for a file and for what is outside. */
function folderNamed(name: string, folder: string, base: string): string[] {
  const path = resolve(folder, name);
  if (name === "-" || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const realPath = realpathSync(path);
  return isInside(base, realPath) ? [pathFrom(base, realPath)] : [];
}

interface Compared {
  readonly repository: string | undefined;
  readonly folder: string;
  readonly names: readonly string[];
  readonly files: NamedFiles["files"];
  readonly repositoryFiles: RepositoryFiles | undefined;
  readonly policy: Policy;
}

function compareWith(ref: string, compared: Compared): ComparedBase {
  const { repository, folder, names, files, repositoryFiles, policy } = compared;
  if (repository === undefined) throw new InputError("--since compares commits: this folder is in no git repository.");
  const { includes, excludes } = selectionOf(policy);
  const folders = names.filter((name) => name !== "-").map((name) => resolve(folder, name));
  const covers = (path: string) =>
    includes(path) && !excludes(path) && folders.some((named) => isInside(named, join(repository, path)));
  return compareSince({ repository, ref, files, repositoryFiles, covers });
}

export function currentFolder({ world }: Call): string {
  try {
    return realpathSync(world.folder);
  } catch (error) {
    throw new InputError(`The current folder cannot be read: ${reasonOf(error)}.`, undefined, { cause: error });
  }
}

function requireFile(name: string, folder: string): void {
  if (name !== "-" && statSync(resolve(folder, name), { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError("is a folder. Name a Dockerfile.", { path: name });
  }
}

/**
 * The policy's choice of files was made while searching; a file that is named is judged whatever the policy leaves out. Who asks
 * what is new since some commit is told that, also where the policy lets everything count.
 */
function withoutSelection(policy: ResolvedPolicy, since: string | undefined): ResolvedPolicy {
  const scope = since !== undefined && policy.scope === "all" ? "new" : policy.scope;
  return { ...policy, scope, files: { include: ["**"], exclude: [] } };
}
