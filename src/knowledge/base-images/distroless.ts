import type { ImageEntry } from "./image-entry.ts";
import { leadingVersion } from "./image-tag.ts";

const image = /^(static|base|base-nossl|cc|java-base|java|nodejs|python3|python2\.7|dotnet)(\d+)?(?:-debian(\d+))?$/;

/** Python is the one of the Debian release. */
const pythonVersions: ReadonlyMap<string | undefined, string> = new Map([
  ["10", "3.7"],
  ["11", "3.9"],
  ["12", "3.11"],
  ["13", "3.13"],
]);

/**
 * Google's distroless images, by what the path ends in, so that a proxy's `…/distroless/static-debian12` counts too.
 * The `nonroot` tags set user 65532, the `debug` tags add a busybox shell.
 */
export function distrolessEntry(name: string): ImageEntry | undefined {
  const start = name.lastIndexOf("distroless/");
  if (start === -1 || (start > 0 && name[start - 1] !== "/")) return undefined;
  const match = image.exec(name.slice(start + "distroless/".length));
  if (!match?.[1]) return undefined;
  const [, base, number, release] = match;
  const entry: ImageEntry = {
    names: [name],
    kind: "minimal",
    distribution: "debian",
    ...(release === undefined ? {} : { release }),
    shell: false,
    variants: [
      { when: ["debug"], shell: true },
      { when: ["nonroot"], user: "65532" },
    ],
  };
  if (base === "static") return { ...entry, libc: "none" };
  if (base === "java")
    return { ...entry, kind: "runtime", language: "java", version: (tag) => number ?? leadingVersion(tag) };
  if (base === "nodejs")
    return { ...entry, kind: "runtime", language: "node", version: (tag) => number ?? leadingVersion(tag) };
  if (base === "python3")
    return { ...entry, kind: "runtime", language: "python", version: () => pythonVersions.get(release) };
  if (base === "python2.7") return { ...entry, kind: "runtime", language: "python", version: () => "2.7" };
  if (base === "dotnet") return { ...entry, kind: "runtime", language: "dotnet" };
  return entry;
}
