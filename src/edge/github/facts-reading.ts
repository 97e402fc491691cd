import type { RepositoryFiles } from "../../model/change.ts";
import type { Problem } from "../../model/report.ts";
import type { CommitTree } from "./commit-tree.ts";

/** What is to be known of a repository besides its Dockerfiles. */
export interface FactsReading {
  /** Whether a file may say how Dockerfiles are built. */
  isFactsPath(path: string): boolean;
  /** What the files that were read name: Dockerfiles of other names, and further files to be read. */
  namedFiles(files: RepositoryFiles): {
    readonly dockerfiles: readonly string[];
    readonly missing: readonly string[];
  };
}

const mostFacts = 300;
/** Bytes; what a person wrote is far from it, what a program generated is of no use. */
const factsSizeLimit = 256 * 1024;

/** The files to be read for facts: those that the change touches first, then those nearest to the root. */
export function factsPaths(
  { entries }: CommitTree,
  facts: FactsReading,
  changed: ReadonlySet<string>,
): { readonly paths: readonly string[]; readonly problems: readonly Problem[] } {
  const depth = (path: string) => (changed.has(path) ? -1 : path.split("/").length);
  const all = [...entries]
    .filter(([path, { kind, size }]) => kind === "file" && size <= factsSizeLimit && facts.isFactsPath(path))
    .map(([path]) => ({ path, depth: depth(path) }))
    .sort((a, b) => a.depth - b.depth || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
  const message = `Of the ${all.length} files that may say how Dockerfiles are built, the ${mostFacts} nearest to the root were read. Name what ships in the policy, under targets.`;
  const problem: Problem = {
    code: "repository-too-large",
    message,
    path: undefined,
    span: undefined,
    incomplete: false,
  };
  return { paths: all.slice(0, mostFacts), problems: all.length > mostFacts ? [problem] : [] };
}
