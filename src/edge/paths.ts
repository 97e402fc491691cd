import { isAbsolute, relative, sep } from "node:path";

/** The path as seen from `base`, with `/`; `.` for the base itself. */
export function pathFrom(base: string, path: string): string {
  const name = relative(base, path);
  return name === "" ? "." : name.split(sep).join("/");
}

/** Whether a path, links resolved, lies in the folder or is it. What is in `.git` is not part of the tree. */
export function isInside(folder: string, path: string): boolean {
  const parts = relative(folder, path).split(sep);
  return !isAbsolute(relative(folder, path)) && parts[0] !== ".." && !parts.includes(".git");
}
