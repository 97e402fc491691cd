import type { TreeEntry } from "../git-tree.ts";
import { GitHubError, notFound, type RepositoryCall, route } from "../route.ts";
import { commitOf } from "./find.ts";
import { apiUrl, nodeId, showRepository } from "./show.ts";

const largestBlob = 100 * 1024 * 1024;

export const gitDataRoutes = [
  route("GET /repos/{owner}/{repo}", ["metadata=read"], ({ world, repository }) => ({
    status: 200,
    body: {
      ...showRepository(world, repository),
      ...(repository.parent ? { parent: showRepository(world, repository.parent) } : {}),
    },
  })),
  route("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", ["contents=read"], (call) => {
    const { world, repository, parameters } = call;
    const url = apiUrl(world, repository);
    const sha = exactly(call, parameters.commit_sha ?? "", "commit");
    const { tree, parents, message, author } = repository.git.facts(sha);
    return {
      status: 200,
      body: {
        sha,
        node_id: `C_${sha}`,
        url: `${url}/git/commits/${sha}`,
        message,
        author,
        committer: author,
        tree: { sha: tree, url: `${url}/git/trees/${tree}` },
        parents: parents.map((parent) => ({ sha: parent, url: `${url}/git/commits/${parent}` })),
      },
    };
  }),
  route("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", ["contents=read"], (call) => {
    const { world, repository, parameters, query } = call;
    const name = parameters.tree_sha ?? "";
    const sha = repository.git.type(name) === "tree" ? name : repository.git.facts(commitOf(call, name)).tree;
    const entries = repository.git.tree(sha, query.has("recursive"));
    const url = apiUrl(world, repository);
    return {
      status: 200,
      body: {
        sha,
        url: `${url}/git/trees/${sha}`,
        truncated: entries.length > world.treeEntries,
        tree: entries.slice(0, world.treeEntries).map((entry) => showEntry(url, entry)),
      },
    };
  }),
  route("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", ["contents=read"], (call) => {
    const { world, repository, parameters, accept } = call;
    const sha = exactly(call, parameters.file_sha ?? "", "blob");
    const content = repository.git.blob(sha);
    if (content.length > largestBlob) throw new GitHubError(403, "This API returns blobs up to 100 MB in size.");
    if (isRaw(accept)) return { status: 200, body: content };
    return {
      status: 200,
      body: {
        sha,
        node_id: `B_${sha}`,
        url: `${apiUrl(world, repository)}/git/blobs/${sha}`,
        size: content.length,
        content: base64Lines(content),
        encoding: "base64",
      },
    };
  }),
  route("GET /repos/{owner}/{repo}/git/ref/{ref}", ["contents=read"], ({ world, repository, parameters }) => {
    const name = parameters.ref ?? "";
    const [kind, ...rest] = name.split("/");
    const sha = (kind === "heads" ? repository.branches : repository.tags).get(rest.join("/"));
    if (sha === undefined || (kind !== "heads" && kind !== "tags")) throw notFound();
    const url = apiUrl(world, repository);
    return {
      status: 200,
      body: {
        ref: `refs/${name}`,
        node_id: nodeId("REF", repository.id),
        url: `${url}/git/refs/${name}`,
        object: { sha, type: "commit", url: `${url}/git/commits/${sha}` },
      },
    };
  }),
];

function exactly({ repository }: RepositoryCall, sha: string, type: string): string {
  if (!/^[0-9a-f]{40}$/.test(sha) || repository.git.type(sha) !== type) throw notFound();
  return sha;
}

function showEntry(url: string, { path, mode, type, sha, size }: TreeEntry) {
  const kind = type === "tree" ? "trees" : "blobs";
  return { path, mode, type, sha, size, url: type === "commit" ? undefined : `${url}/git/${kind}/${sha}` };
}

/** GitHub breaks base64 after 60 characters. */
export function base64Lines(content: Buffer): string {
  return content.toString("base64").replaceAll(/.{60}/g, "$&\n");
}

export function isRaw(accept: string): boolean {
  return /application\/vnd\.github(?:\.v3)?\.raw/.test(accept);
}
