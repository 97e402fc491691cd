import type { RepositoryName } from "../event-subject.ts";
import type { GitHubClient } from "./client.ts";
import type { DockerfileChoice } from "./dockerfile-paths.ts";
import type { Destination } from "./follow-link.ts";
import { atHead, type Ground } from "./ground.ts";
import { dockerfilePaths, withoutRepeats } from "./judged-paths.ts";
import { destinations } from "./link-texts.ts";
import type { BlobRequest } from "./read-blobs.ts";

/** The Dockerfiles that a run judges. */
export interface FoundDockerfiles {
  /** Paths at the head, sorted. */
  readonly paths: readonly string[];
  /** Where those lead that are links. */
  readonly ends: ReadonlyMap<string, Destination>;
}

/**
 * Finds what is to be judged: what the change touches, itself or through a link, or everything.
 * @param named paths that something in the repository names as a Dockerfile.
 */
export async function findDockerfiles(
  client: GitHubClient,
  repository: RepositoryName,
  ground: Ground,
  {
    choice,
    named,
    all,
  }: { readonly choice: DockerfileChoice; readonly named: ReadonlySet<string>; readonly all: boolean },
): Promise<FoundDockerfiles> {
  const { tree, touched } = ground;
  const paths = dockerfilePaths(tree, choice, named, tree.isComplete ? new Set() : touched);
  const links = paths.filter((path) => tree.entries.get(path)?.kind === "link");
  const ends = await destinations(client, repository, tree, links);
  return { paths: withoutRepeats(paths, ends).filter((path) => all || isTouched(ground, { ends }, path)), ends };
}

/** Whether the change touches a file, or what it links to. */
export function isTouched({ touched }: Ground, { ends }: Pick<FoundDockerfiles, "ends">, path: string): boolean {
  return touched.has(path) || touched.has(contentPath(path, ends) ?? path);
}

/** The path of the file that holds the text; undefined for a link that leads to none. */
export function contentPath(path: string, ends: FoundDockerfiles["ends"]): string | undefined {
  const end = ends.get(path);
  if (end === undefined) return path;
  return end.kind === "file" ? end.path : undefined;
}

/** What is to be read of them. */
export function contentsAtHead(ground: Ground, { paths, ends }: FoundDockerfiles): BlobRequest[] {
  return paths.flatMap((path) => {
    const content = contentPath(path, ends);
    return content === undefined ? [] : [atHead(ground, content)];
  });
}
