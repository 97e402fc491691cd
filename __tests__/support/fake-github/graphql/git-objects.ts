import { fullName, type Repository, resolveRevision } from "../world.ts";
import type { GraphqlContext } from "./field.ts";

/** Bytes of a blob's text that GraphQL gives; what is longer is cut, and `isTruncated`. */
const longestText = 512_000;
/** Git looks this far for a NUL. */
const binaryWindow = 8000;

/** The object of `commit:path`, of a name, or of an object's own name; null where there is none. */
export function showObject(context: GraphqlContext, repository: Repository, expression: string): unknown {
  const colon = expression.indexOf(":");
  const { git } = repository;
  if (colon === -1) {
    const type = /^[0-9a-f]{40}$/.test(expression) ? git.type(expression) : undefined;
    if (type === "blob") return showBlob(context, repository, expression);
    if (type === "tree") return showTree(context, repository, expression, "");
    const commit = resolveRevision(repository, expression);
    return commit === undefined ? null : showCommit(context, repository, commit);
  }
  const commit = resolveRevision(repository, expression.slice(0, colon));
  const path = expression.slice(colon + 1).replace(/\/$/, "");
  const entry = commit === undefined ? undefined : git.entryAt(commit, path);
  if (entry?.type === "blob") return showBlob(context, repository, entry.sha);
  // A submodule's commit is in another repository.
  return entry?.type === "tree" ? showTree(context, repository, entry.sha, path) : null;
}

function common(context: GraphqlContext, repository: Repository, type: string, oid: string) {
  return {
    __typename: type,
    id: `${type}_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: `${context.world.urls.server}/${fullName(repository)}/commit/${oid}`,
  };
}

function showBlob(context: GraphqlContext, repository: Repository, oid: string) {
  const content = repository.git.blob(oid);
  const isBinary = content.subarray(0, binaryWindow).includes(0);
  return {
    ...common(context, repository, "Blob", oid),
    byteSize: content.length,
    isBinary,
    isTruncated: content.length > longestText,
    text: isBinary ? null : content.subarray(0, longestText).toString("utf8"),
  };
}

function showTree(context: GraphqlContext, repository: Repository, oid: string, path: string) {
  return {
    ...common(context, repository, "Tree", oid),
    entries: () =>
      repository.git.tree(oid, false).map((entry) => ({
        name: entry.path,
        path: path === "" ? entry.path : `${path}/${entry.path}`,
        mode: Number.parseInt(entry.mode, 8),
        type: entry.type,
        oid: entry.sha,
        size: entry.size ?? 0,
        object: () => {
          if (entry.type === "blob") return showBlob(context, repository, entry.sha);
          const below = path === "" ? entry.path : `${path}/${entry.path}`;
          return entry.type === "tree" ? showTree(context, repository, entry.sha, below) : null;
        },
      })),
  };
}

export function showCommit(
  context: GraphqlContext,
  repository: Repository,
  oid: string,
): Readonly<Record<string, unknown>> {
  const facts = repository.git.facts(oid);
  return {
    ...common(context, repository, "Commit", oid),
    message: facts.message,
    messageHeadline: facts.message.split("\n")[0] ?? "",
    committedDate: facts.author.date,
    authoredDate: facts.author.date,
    author: { name: facts.author.name, email: facts.author.email, user: null },
    tree: () => showTree(context, repository, facts.tree, ""),
  };
}
