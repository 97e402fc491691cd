/** Go's path.Clean: `a/./b/../c/` is `a/c`, and nothing is `.`. */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith("/");
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else if (!isAbsolute) segments.push(segment);
  }
  if (isAbsolute) return `/${segments.join("/")}`;
  return segments.length === 0 ? "." : segments.join("/");
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

/** The repository-relative path that a path means in a folder; undefined when it leaves the repository or is absolute. */
export function pathIn(folder: string, path: string): string | undefined {
  if (path.startsWith("/") || path.startsWith("~")) return undefined;
  const clean = cleanPath(`${folder}/${path}`);
  return clean === ".." || clean.startsWith("../") ? undefined : clean;
}

/** A context that is fetched from somewhere, not a folder of the repository. */
export function isAddress(context: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^[\w.-]+\.git(?:[#?]|$)|^github\.com\//i.test(context) || context === "-";
}

/** The path as seen from a folder; undefined when it is not in it. */
export function pathBelow(folder: string, path: string): string | undefined {
  if (folder === ".") return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
