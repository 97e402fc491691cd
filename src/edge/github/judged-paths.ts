import type { Problem } from "../../model/report.ts";
import type { CommitTree } from "./commit-tree.ts";
import { type DockerfileChoice, isChosen, namedFiles } from "./dockerfile-paths.ts";
import type { Destination } from "./follow-link.ts";

/** Dockerfiles that one run judges at most. */
const mostDockerfiles = 3000;

/** The Dockerfiles of a commit, before anything is known of what changed: files and links, in the order of their paths. */
export function dockerfilePaths(
  { entries }: CommitTree,
  choice: DockerfileChoice,
  named: ReadonlySet<string>,
  touched: ReadonlySet<string>,
): string[] {
  const isFile = (path: string) => {
    const kind = entries.get(path)?.kind;
    return kind === "file" || kind === "link";
  };
  const unlisted = [...touched].filter((path) => !entries.has(path));
  return [...[...entries.keys()].filter(isFile), ...unlisted]
    .filter((path) => isChosen(path, choice, named.has(path)))
    .sort();
}

/** Each file once: under its own name where that is among them, else under the first of the links to it. */
export function withoutRepeats(paths: readonly string[], ends: ReadonlyMap<string, Destination>): string[] {
  const own = new Set(paths.filter((path) => !ends.has(path)));
  const taken = new Set<string>();
  return paths.filter((path) => {
    const end = ends.get(path);
    if (end?.kind !== "file") return true;
    if (own.has(end.path) || taken.has(end.path)) return false;
    taken.add(end.path);
    return true;
  });
}

/**
 * What is asked for by its name and is not there, or in another repository.
 * @param counts whether it matters what stands at a path, as opposed to what was there before.
 */
export function absentFiles(
  { entries, isComplete }: CommitTree,
  choice: DockerfileChoice,
  named: ReadonlySet<string>,
  counts: (path: string) => boolean,
): Problem[] {
  const asked = namedFiles(choice);
  const problems: Problem[] = [];
  for (const path of new Set([...asked, ...[...named].filter((path) => isChosen(path, choice, true))])) {
    if (entries.has(path) && entries.get(path)?.kind !== "submodule") continue;
    const submodule = foldersOf(path).find((folder) => entries.get(folder)?.kind === "submodule");
    if (submodule !== undefined) {
      const message = `Not judged: it is in the submodule ${submodule}, which is another repository.`;
      problems.push(unread(path, message, counts(submodule)));
    } else if (asked.includes(path) && isComplete) problems.push(unread(path, "The file does not exist.", true));
  }
  return problems;
}

/** The first so many, and what that leaves out. */
export function bounded(paths: readonly string[]): { paths: readonly string[]; problems: Problem[] } {
  if (paths.length <= mostDockerfiles) return { paths, problems: [] };
  const message = `There are ${paths.length} Dockerfiles here; the first ${mostDockerfiles} were judged. Exclude some in the policy, under files.`;
  const problem = {
    code: "repository-too-large",
    message,
    path: undefined,
    span: undefined,
    incomplete: true,
  } as const;
  return { paths: paths.slice(0, mostDockerfiles), problems: [problem] };
}

export function unread(path: string, message: string, incomplete: boolean): Problem {
  return { code: "file-unreadable", message, path, span: undefined, incomplete };
}

function foldersOf(path: string): string[] {
  const segments = path.split("/");
  return segments.map((_, index) => segments.slice(0, index + 1).join("/"));
}
