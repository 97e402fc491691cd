import { folderOf, pathBelow, pathIn } from "../repository/repository-path.ts";
import type { Buildable } from "./plan-builds.ts";

/**
 * Whether a change touches the Dockerfile, what builds it, or anything in its contexts: also a file that is gone, and the
 * .dockerignore that says what belongs to them.
 */
export function isTouched({ graph, shownPath }: Buildable, changed: ReadonlySet<string> | undefined): boolean {
  if (changed === undefined || changed.has(shownPath) || changed.has(`${shownPath}.dockerignore`)) return true;
  const { repository } = graph;
  const builds = repository?.builds ?? [];
  if (builds.some(({ path }) => changed.has(path))) return true;
  const context = repository?.context;
  const folders = new Set<string>(
    context === undefined ? builds.flatMap((build) => build.context ?? []) : [context.folder],
  );
  if (folders.size === 0) folders.add(folderOf(shownPath));
  const named = builds.flatMap(({ namedContexts }) =>
    namedContexts.flatMap(({ value }) => (value.text?.includes(":") === false ? (pathIn(".", value.text) ?? []) : [])),
  );
  return [...changed].some((path) => {
    if (named.some((folder) => pathBelow(folder, path) !== undefined)) return true;
    const below = [...folders].flatMap((folder) => pathBelow(folder, path) ?? []);
    return below.some((each) => each === ".dockerignore" || context?.holds(each) !== false);
  });
}
