import type { Change, ChangedFile, RepositoryFiles } from "../../model/change.ts";
import { InputError } from "../../model/input-error.ts";
import type { Policy } from "../../model/policy.ts";
import { filesBefore } from "../../repository/files-before.ts";
import { problemsByPath } from "../discover.ts";
import type { EventSubject, RepositoryEvent, RepositoryName } from "../event-subject.ts";
import { apiTrouble, troubleText } from "./api-trouble.ts";
import { BlobStore } from "./blob-store.ts";
import type { GitHubClient } from "./client.ts";
import { type DockerfileChoice, isChosen, nameVerdict } from "./dockerfile-paths.ts";
import { type FactsReading, factsPaths } from "./facts-reading.ts";
import { findPullRequest } from "./find-pull-request.ts";
import { contentPath, contentsAtHead, type FoundDockerfiles, findDockerfiles, isTouched } from "./found-dockerfiles.ts";
import { atBase, atHead, type Ground, pathBefore, readGround } from "./ground.ts";
import { absentFiles, bounded } from "./judged-paths.ts";
import type { BlobRequest } from "./read-blobs.ts";
import { versionsAtBase, versionsAtHead } from "./versions.ts";

export interface ChangeRequest {
  readonly choice: DockerfileChoice;
  /** What counts; undefined for what the event implies: new in pull requests and merge queues, all elsewhere. */
  readonly scope: Policy["scope"];
  readonly facts: FactsReading;
}

/**
 * Reads what an event asks to be judged, at fixed commits and without a checkout: the changed Dockerfiles, or all of them where
 * everything counts or where something changed that may say how they are built.
 * @throws InputError when GitHub does not let it be read.
 */
export async function readChange(
  { repository, subject }: RepositoryEvent,
  client: GitHubClient,
  request: ChangeRequest,
): Promise<Change> {
  try {
    const pull = subject.kind === "workflow-run" ? await findPullRequest(client, repository, subject) : undefined;
    return await read(client, repository, pull ?? subject, request);
  } catch (error) {
    const trouble = apiTrouble(error);
    if (trouble === undefined) throw error;
    const isHidden = trouble.kind === "missing-permission" || trouble.kind === "not-found";
    const hint = isHidden ? " The job needs `permissions: contents: read`." : "";
    throw new InputError(`The change cannot be read from GitHub. ${troubleText(trouble)}${hint}`, undefined, {
      cause: error,
    });
  }
}

async function read(
  client: GitHubClient,
  repository: RepositoryName,
  subject: EventSubject,
  { choice, scope, facts }: ChangeRequest,
): Promise<Change> {
  const ground = await readGround(client, repository, subject, scope);
  const { tree, base, touched } = ground;
  const all = base === undefined || scope === "all" || base.changed.some((file) => isOfFacts(file, facts));
  const store = new BlobStore(client, repository);
  const find = (named: ReadonlySet<string>) => findDockerfiles(client, repository, ground, { choice, named, all });

  const byName = await find(new Set());
  const factsChoice = factsPaths(tree, facts, touched);
  await store.load([
    ...factsChoice.paths.map((path) => atHead(ground, path)),
    ...requestsAtBase(ground, (path) => facts.isFactsPath(path) || nameVerdict(path) !== "other"),
    ...contentsAtHead(ground, byName),
  ]);

  const first = repositoryFiles(ground, factsChoice.paths, store, facts);
  const named = { head: facts.namedFiles(first.head), base: facts.namedFiles(first.base) };
  const namedAtHead = new Set(named.head.dockerfiles);
  const namedAtBase = new Set(named.base.dockerfiles);
  const found = namedAtHead.size === 0 ? byName : await find(namedAtHead);
  const { paths, problems: excess } = bounded(found.paths);
  const judged = { ...found, paths };
  const missing = named.head.missing.filter((path) => tree.entries.get(path)?.kind === "file");
  await store.load([
    ...missing.map((path) => atHead(ground, path)),
    ...contentsAtHead(ground, judged),
    ...requestsAtBase(ground, (path) => namedAtBase.has(path) || named.base.missing.includes(path)),
    ...requestsOfLinks(ground, judged),
  ]);

  const files = repositoryFiles(ground, [...factsChoice.paths, ...missing], store, {
    ...facts,
    isFactsPath: (path) => facts.isFactsPath(path) || named.base.missing.includes(path),
  });
  const head = versionsAtHead(ground, judged, store);
  const compared = versionsAtBase(ground, judged, store, (path) => isChosen(path, choice, namedAtBase.has(path)));
  const counts = (path: string) => base === undefined || scope === "all" || isTouched(ground, judged, path);
  return {
    head: subject.head,
    files: head.files,
    whole: all && choice.files.length === 0 && choice.workingDirectory === ".",
    base: base && { sha: base.sha, files: compared.files, changed: compared.changed, repository: files.base },
    repository: files.head,
    problems: problemsByPath([
      ...ground.problems,
      ...factsChoice.problems,
      ...excess,
      ...absentFiles(tree, choice, namedAtHead, counts),
      ...head.problems.map((problem) => ({ ...problem, incomplete: counts(problem.path ?? "") })),
    ]),
    target: undefined,
  };
}

function isOfFacts(file: ChangedFile, facts: FactsReading): boolean {
  return facts.isFactsPath(file.path) || facts.isFactsPath(file.previousPath ?? file.path);
}

function requestsAtBase(ground: Ground, accepts: (path: string) => boolean): BlobRequest[] {
  const paths = (ground.base?.changed ?? []).flatMap((file) => pathBefore(file) ?? []);
  return paths.filter(accepts).map((path) => atBase(ground, path));
}

/** What links led to at the base, where the change touches it. */
function requestsOfLinks(ground: Ground, { paths, ends }: FoundDockerfiles): BlobRequest[] {
  const contents = new Set(paths.filter((path) => ends.has(path)).flatMap((path) => contentPath(path, ends) ?? []));
  const changed = (ground.base?.changed ?? []).filter(({ path }) => contents.has(path));
  return changed.flatMap((file) => pathBefore(file) ?? []).map((path) => atBase(ground, path));
}

function repositoryFiles(
  ground: Ground,
  paths: readonly string[],
  store: BlobStore,
  facts: FactsReading,
): { head: RepositoryFiles; base: RepositoryFiles } {
  const textsOf = (requests: readonly (readonly [string, BlobRequest])[]) =>
    new Map(
      requests.flatMap(([path, request]) => {
        const text = store.text(request);
        return text === undefined ? [] : [[path, text] as const];
      }),
    );
  const { tree, base } = ground;
  const head = {
    listing: tree.isComplete ? [...tree.entries.keys()].sort() : undefined,
    texts: textsOf(paths.map((path) => [path, atHead(ground, path)])),
  };
  const before = (base?.changed ?? []).flatMap((file) => pathBefore(file) ?? []);
  const texts = textsOf(before.filter((path) => facts.isFactsPath(path)).map((path) => [path, atBase(ground, path)]));
  return { head, base: filesBefore(head, base?.changed ?? [], texts) };
}
