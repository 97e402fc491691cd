import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PlannedBuild } from "../../build/planned-build.ts";
import { isInside } from "../paths.ts";
import { reasonOf } from "../text-file.ts";

/**
 * Why a build cannot be run from this checkout: a file or folder that is not there, or a link that leaves it, by which a build would
 * take in what is not part of the repository. Undefined where nothing is wrong.
 */
export function troubleWithPlaces(build: PlannedBuild, root: string): string | undefined {
  const folders = [
    build.context,
    ...build.namedContexts.flatMap(({ kind, value }) => (kind === "folder" ? [value] : [])),
  ];
  const wanted = [
    ...folders.map((path) => ({ path, what: "its build context", isFolder: true })),
    ...(build.inline === undefined ? [{ path: build.dockerfile, what: "its Dockerfile", isFolder: false }] : []),
  ];
  for (const { path, what, isFolder } of wanted) {
    try {
      const real = realpathSync(join(root, path));
      if (!isInside(root, real)) return `${what} ${path} is outside the repository`;
      if (statSync(real).isDirectory() !== isFolder) return `${what} ${path} is ${isFolder ? "no folder" : "a folder"}`;
    } catch (error) {
      return `${what} ${path} cannot be read: ${reasonOf(error)}`;
    }
  }
  return undefined;
}
