/** `path` seen from `folder`, absolute and clean: no `.`, no `..`, no doubled or trailing slash. Backslashes count as slashes. */
export function absolutePath(folder: string, path: string): string {
  const slashed = path.replaceAll("\\", "/").replace(/^[A-Za-z]:(?=\/|$)/, "");
  const parts: string[] = [];
  for (const part of `${slashed.startsWith("/") ? "" : folder}/${slashed}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** Whether `path` is `folder` or lies in it; both absolute and clean. */
export function isWithin(path: string, folder: string): boolean {
  return folder === "/" || path === folder || path.startsWith(`${folder}/`);
}
