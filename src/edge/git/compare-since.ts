import { realpathSync } from "node:fs";
import type { ChangedFile, ComparedBase, FileVersion, RepositoryFiles } from "../../model/change.ts";
import { isRepositoryFactsPath } from "../../repository/facts-paths.ts";
import { filesBefore } from "../../repository/files-before.ts";
import type { FoundFile } from "../discover.ts";
import { dockerfileName } from "../dockerfile-name.ts";
import { pathFrom } from "../paths.ts";
import { decodeText, sizeLimit } from "../text-file.ts";
import { changedSince } from "./changed-since.ts";
import { commitFiles, readObjects } from "./commit-files.ts";
import { mergeBase } from "./merge-base.ts";

export interface SinceRequest {
  /** Absolute root of the repository, which the paths of the files are relative to. */
  readonly repository: string;
  readonly ref: string;
  readonly files: readonly FoundFile[];
  /** The other files as they are on disk; undefined where nobody read them. */
  readonly repositoryFiles: RepositoryFiles | undefined;
  /** Whether a file that is gone would have been judged, by its path. */
  readonly covers: (path: string) => boolean;
}

/**
 * What the files on disk are compared with: the commit that the work since a ref started from.
 * @throws InputError for a ref that is not known, and where the history that is there does not tell.
 */
export function compareSince({ repository, ref, files, repositoryFiles, covers }: SinceRequest): ComparedBase {
  const sha = mergeBase(repository, ref);
  const before = commitFiles(repository, sha);
  const changed = changedSince(repository, sha);
  const byPath = new Map(changed.map((file) => [file.path, file]));
  const root = realpathSync(repository);
  const wanted: { path: string; oid: string }[] = [];
  const want = (path: string, content: string) => {
    const file = before.get(content);
    if (file && file.size <= sizeLimit) wanted.push({ path, oid: file.oid });
    return file !== undefined;
  };
  const newlyJudged: ChangedFile[] = [];
  for (const { path, realPath } of files) {
    const content = realPath === "-" ? undefined : contentBefore(path, pathFrom(root, realPath), byPath);
    // A link keeps its own path; what a renamed file had keeps its old one.
    const isLink = content !== undefined && pathFrom(root, realPath) !== path;
    if (content !== undefined && want(isLink ? path : content, content)) continue;
    if (!byPath.has(path)) newlyJudged.push({ path, previousPath: undefined, status: "added", hunks: undefined });
  }
  for (const { path, status } of changed) {
    if (status === "removed" && nameOf(path) !== "other" && covers(path)) want(path, path);
  }
  const contents = readObjects(repository, [...new Set(wanted.map(({ oid }) => oid))]);
  const versions = wanted.flatMap(({ path, oid }): FileVersion[] => {
    const bytes = contents.get(oid);
    const file = bytes && decodeText(bytes);
    return file?.kind === "text" ? [{ path, text: file.text }] : [];
  });
  return {
    sha,
    files: versions,
    changed: [...changed, ...newlyJudged],
    repository: repositoryFiles && filesBefore(repositoryFiles, changed, factsBefore(repository, changed, before)),
  };
}

/** Texts at the base of what may say how Dockerfiles are built, where they are others now. */
function factsBefore(
  repository: string,
  changed: readonly ChangedFile[],
  before: ReturnType<typeof commitFiles>,
): ReadonlyMap<string, string> {
  const paths = changed.flatMap(({ path, previousPath, status }) => (status === "added" ? [] : (previousPath ?? path)));
  const wanted = paths.filter(isRepositoryFactsPath).flatMap((path) => {
    const file = before.get(path);
    return file && file.size <= sizeLimit ? [{ path, oid: file.oid }] : [];
  });
  const contents = readObjects(repository, [...new Set(wanted.map(({ oid }) => oid))]);
  return new Map(
    wanted.flatMap(({ path, oid }) => {
      const bytes = contents.get(oid);
      const file = bytes && decodeText(bytes);
      return file?.kind === "text" ? [[path, file.text] as const] : [];
    }),
  );
}

/** Where the text of a file was at the base; undefined where it was not there, or was no Dockerfile. */
function contentBefore(path: string, content: string, changed: ReadonlyMap<string, ChangedFile>): string | undefined {
  const own = changed.get(path);
  if (content !== path && own !== undefined) return undefined;
  const file = changed.get(content);
  if (file?.status === "added") return undefined;
  const previous = file?.previousPath ?? content;
  const wasJudged = previous === content || nameOf(previous) !== "other" || nameOf(path) === "other";
  return wasJudged ? previous : undefined;
}

function nameOf(path: string) {
  return dockerfileName(path.slice(path.lastIndexOf("/") + 1));
}
