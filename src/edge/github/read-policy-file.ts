import { InputError } from "../../model/input-error.ts";
import type { RemotePolicy } from "../../policy/remote-policy.ts";
import type { RepositoryName } from "../event-subject.ts";
import type { TextFile } from "../text-file.ts";
import { apiTrouble, troubleText } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";
import type { FirstLook } from "./first-look.ts";
import { readBlobs } from "./read-blobs.ts";

/** A file as a policy may be: by its path at a branch, tag or commit. `HEAD` is the default branch. */
export interface PolicyPlace {
  readonly repository: RepositoryName;
  readonly ref: string;
  readonly path: string;
}

/**
 * Reads the first of some files of one repository and ref that is there; undefined when none is.
 * @throws InputError when GitHub does not let it be read, or what is there is no text: never is another policy put in its place.
 */
export async function readFirstPolicy(
  client: GitHubClient,
  { repository, ref }: Omit<PolicyPlace, "path">,
  paths: readonly string[],
  look?: FirstLook | undefined,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const expression = (path: string) => `${ref}:${path}`;
  const files = await readable(
    () =>
      readBlobs(
        client,
        repository,
        paths.map((path) => ({ expression: expression(path) })),
        look,
      ),
    `${repository.owner}/${repository.repo}`,
  );
  const path = paths.find((candidate) => files.has(expression(candidate)));
  const file = path === undefined ? undefined : files.get(expression(path));
  if (path === undefined || file === undefined) return undefined;
  return { path, text: textOf(file, path) };
}

/** @throws InputError also when there is no such file. */
export async function readRemotePolicy(
  client: GitHubClient,
  name: string,
  remote: RemotePolicy,
  look?: FirstLook | undefined,
): Promise<string> {
  const { owner, repo, ref, path } = remote;
  const found = await readFirstPolicy(client, { repository: { owner, repo }, ref }, [path], look);
  if (found === undefined) throw new InputError("The policy cannot be read: there is no such file.", { path: name });
  return found.text;
}

function textOf(file: TextFile, path: string): string {
  if (file.kind === "text") return file.text;
  throw new InputError(`The policy cannot be used. ${file.message}`, { path });
}

async function readable<Result>(read: () => Promise<Result>, repository: string): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const trouble = apiTrouble(error);
    if (trouble === undefined) throw error;
    const isHidden = trouble.kind === "not-found" || trouble.kind === "missing-permission";
    const hint = isHidden
      ? " The job needs `permissions: contents: read`; for another private repository, a policy-token that may read it."
      : "";
    const message = `The policy cannot be read from ${repository}. ${troubleText(trouble)}${hint}`;
    throw new InputError(message, undefined, { cause: error });
  }
}
