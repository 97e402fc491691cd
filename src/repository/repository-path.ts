/**
 * A path relative to a folder of the repository, as a clean path relative to the repository; `.` for its root. Undefined when it
 * is absolute or leaves the repository, or when the folder is not known.
 */
export function joinPath(folder: string | undefined, path: string): string | undefined {
  if (folder === undefined || path.startsWith("/") || path.startsWith("~") || path.length > longestPath)
    return undefined;
  const segments: string[] = [];
  for (const segment of `${folder}/${path}`.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? "." : segments.join("/");
}

const longestPath = 4096;

/** The folder of a file; `.` for one at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether a build context is fetched from somewhere else instead of a folder. */
export function isRemote(context: string): boolean {
  return /^[a-z][a-z0-9+.-]{0,20}:\/\//i.test(context) || /^(?:git@|github\.com\/)/.test(context);
}
