import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RepositoryFiles } from "../model/change.ts";
import { InputError } from "../model/input-error.ts";
import { matchesAny } from "../policy/glob.ts";
import { type Discovery, discoverDockerfiles, problemsByPath, readNamedFile } from "./discover.ts";
import type { FileSelection } from "./find-dockerfiles.ts";
import { isInside, pathFrom } from "./paths.ts";
import { checkedOutCommit } from "./repository.ts";
import { dockerfilesNamedIn, readRepositoryFiles } from "./repository-files.ts";
import { reasonOf } from "./text-file.ts";

export interface CheckoutOptions {
  /** Absolute, links resolved. */
  readonly workspace: string;
  /** Relative to the workspace. */
  readonly workingDirectory: string;
  /** Globs that narrow what is judged; one without wildcards names a file, whatever it is called. Empty for all. */
  readonly files: readonly string[];
  readonly selection: FileSelection;
}

export interface Checkout extends Discovery {
  readonly repository: RepositoryFiles;
  /** Folders of which all is judged. */
  readonly folders: readonly string[];
}

/** Reads the Dockerfiles of the checkout. @throws InputError for a working directory that is no folder of the workspace. */
export function readCheckout({ workspace, workingDirectory, files, selection }: CheckoutOptions): Checkout {
  const folder = folderInWorkspace(workspace, workingDirectory);
  const includes = (path: string) => selection.includes(path) && (files.length === 0 || matchesAny(path, files));
  const search = { base: workspace, trustIgnoreFiles: false, selection: { ...selection, includes } };
  const discovery = discoverDockerfiles(folder, search);
  const found = new Map(discovery.files.map((file) => [file.realPath, file]));
  const problems = [...discovery.problems];
  for (const path of files.filter((glob) => !/[*?[{]/.test(glob)).map((glob) => join(workspace, glob))) {
    const named = readNamedFile(path, folder, search);
    for (const file of named.files) if (!found.has(file.realPath)) found.set(file.realPath, file);
    problems.push(...named.problems);
  }
  const repository = readRepositoryFiles(workspace);
  const folders = files.length === 0 ? [pathFrom(workspace, folder)] : [];
  const further = dockerfilesNamedIn(repository, { root: workspace, folders, search, known: [...found.values()] });
  return {
    files: [...found.values(), ...further.files],
    problems: problemsByPath([...problems, ...further.problems]),
    repository,
    folders,
  };
}

/** The workspace with links resolved. @throws InputError outside a job of GitHub Actions. */
export function readWorkspace(environment: Readonly<Record<string, string | undefined>>): string {
  const workspace = environment.GITHUB_WORKSPACE;
  if (!workspace) throw new InputError("GITHUB_WORKSPACE is not set: this is not a job of GitHub Actions.");
  try {
    return realpathSync(workspace);
  } catch (error) {
    throw new InputError(`The workspace ${workspace} cannot be read: ${reasonOf(error)}.`, undefined, { cause: error });
  }
}

/**
 * @param commits of which one must be checked out; undefined for any.
 * @throws InputError when there is no checkout, or one of something else: neither is ever a pass.
 */
export function requireCheckout(workspace: string, commits: readonly string[] | undefined): void {
  if (readdirSync(workspace).length === 0) {
    throw new InputError("There is no checkout in the workspace. Put a step with actions/checkout before this one.");
  }
  if (commits === undefined) return;
  const commit = checkedOutCommit(workspace);
  if (commit !== undefined && commits.includes(commit)) return;
  const found = commit === undefined ? "cannot be told" : `is ${commit}`;
  throw new InputError(
    `The checkout is not the head of the pull request: its commit ${found}. Check out the head, or use the event pull_request.`,
  );
}

function folderInWorkspace(workspace: string, workingDirectory: string): string {
  const refused = (reason: string) =>
    new InputError(`The input working-directory cannot be "${workingDirectory}": ${reason}.`);
  let folder: string;
  try {
    folder = realpathSync(resolve(workspace, workingDirectory));
  } catch (error) {
    throw refused(reasonOf(error));
  }
  if (!isInside(workspace, folder)) throw refused("it is outside the workspace");
  if (!statSync(folder).isDirectory()) throw refused("it is not a folder");
  return folder;
}
