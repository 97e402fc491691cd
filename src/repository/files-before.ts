import type { ChangedFile, RepositoryFiles } from "../model/change.ts";

/** The repository as it was at the base, from what it is at the head and what the change did. */
export function filesBefore(
  head: RepositoryFiles,
  changed: readonly ChangedFile[],
  changedTexts: ReadonlyMap<string, string>,
): RepositoryFiles {
  const isNew = new Set(
    changed.flatMap(({ path, status }) => (status === "added" || status === "renamed" ? path : [])),
  );
  const isGone = changed.flatMap(({ path, previousPath, status }) =>
    status === "removed" ? path : (previousPath ?? []),
  );
  const touched = new Set(changed.map(({ path }) => path));
  const untouched = [...head.texts].filter(([path]) => !touched.has(path));
  return {
    listing: head.listing && [...head.listing.filter((path) => !isNew.has(path)), ...isGone].sort(),
    texts: new Map([...untouched, ...changedTexts]),
  };
}
