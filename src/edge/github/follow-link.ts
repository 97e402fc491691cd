import type { CommitTree } from "./commit-tree.ts";

/** Where a path leads when the links on its way are followed. */
export type Destination =
  | { readonly kind: "file"; readonly path: string }
  /** Out of the repository, into another one (a submodule) too. */
  | { readonly kind: "outside" }
  | { readonly kind: "nowhere" }
  | { readonly kind: "circle" }
  /** A link whose text has to be read first. */
  | { readonly kind: "unread"; readonly link: string };

/** As many as Linux follows. */
const mostLinks = 40;
const longestLink = 4096;

/** Follows a path of a commit as a file system would. @param texts of the links that were read, by path. */
export function followLinks(path: string, { entries }: CommitTree, texts: ReadonlyMap<string, string>): Destination {
  const ahead = path.split("/").reverse();
  const resolved: string[] = [];
  let links = 0;
  for (let segment = ahead.pop(); segment !== undefined; segment = ahead.pop()) {
    if (segment === "" || segment === ".") continue;
    if (segment === "..") {
      if (resolved.pop() === undefined) return { kind: "outside" };
      continue;
    }
    if (segment === ".git") return { kind: "outside" };
    const here = [...resolved, segment].join("/");
    const kind = entries.get(here)?.kind;
    if (kind === "submodule") return { kind: "outside" };
    if (kind !== "link") {
      resolved.push(segment);
      continue;
    }
    const text = texts.get(here);
    if (text === undefined) return { kind: "unread", link: here };
    links += 1;
    if (links > mostLinks || text.length > longestLink) return { kind: "circle" };
    if (text.startsWith("/")) return { kind: "outside" };
    ahead.push(...text.split("/").reverse());
  }
  const end = resolved.join("/");
  return entries.get(end)?.kind === "file" ? { kind: "file", path: end } : { kind: "nowhere" };
}
