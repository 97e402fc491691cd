import type { TreeEntry } from "../git-tree.ts";
import { GitHubError, notFound, type RepositoryCall, route } from "../route.ts";
import { commitOf } from "./find.ts";
import { base64Lines, isRaw } from "./git-data.ts";
import { apiUrl, htmlUrl } from "./show.ts";

/** Above this a file has no content, `encoding: none`, except as raw; above the second it has nothing at all. */
const largestInline = 1024 * 1024;
const largestRaw = 100 * 1024 * 1024;
const mostListed = 1000;

export const contentsRoutes = [
  route("GET /repos/{owner}/{repo}/contents/{path}", ["contents=read"], (call) => {
    const { repository, parameters, query, accept } = call;
    const ref = query.get("ref") ?? repository.defaultBranch;
    const path = (parameters.path ?? "").replace(/\/$/, "");
    const commit = commitOf(call, ref);
    const entry = followLinks(call, commit, path);
    if (!entry) throw notFound();
    if (entry.type === "tree") {
      const listed = repository.git.tree(entry.sha, false).slice(0, mostListed);
      const prefix = entry.path === "" ? "" : `${entry.path}/`;
      const body = listed.map((one) => showListed(call, ref, { ...one, path: prefix + one.path }));
      return { status: 200, body };
    }
    if (entry.type === "commit") {
      return {
        status: 200,
        body: {
          ...showListed(call, ref, entry),
          type: "submodule",
          submodule_git_url: submoduleUrl(call, commit, entry),
        },
      };
    }
    const content = repository.git.blob(entry.sha);
    if (content.length > largestRaw) {
      throw new GitHubError(403, "This API returns blobs up to 100 MB in size.", {
        errors: [{ resource: "Blob", field: "data", code: "too_large" }],
      });
    }
    if (isRaw(accept)) return { status: 200, body: content };
    if (entry.mode === "120000") {
      return { status: 200, body: { ...showListed(call, ref, entry), type: "symlink", target: content.toString() } };
    }
    const isInline = content.length <= largestInline;
    return {
      status: 200,
      body: {
        ...showListed(call, ref, entry),
        type: "file",
        encoding: isInline ? "base64" : "none",
        content: isInline ? base64Lines(content) : "",
      },
    };
  }),
];

/** The address that .gitmodules gives; empty where it gives none. */
function submoduleUrl({ repository }: RepositoryCall, commit: string, { path }: TreeEntry): string {
  const modules = repository.git.entryAt(commit, ".gitmodules");
  const sections = modules?.type === "blob" ? repository.git.blob(modules.sha).toString().split("[submodule") : [];
  const values = sections.map((section) =>
    Object.fromEntries(section.split("\n").map((line) => line.trim().split(" = "))),
  );
  return values.find((value) => value.path === path)?.url ?? "";
}

/** The object at a path. A link to a file of the repository is answered with that file; any other stays a link. */
function followLinks({ repository }: RepositoryCall, commit: string, path: string): TreeEntry | undefined {
  const entry = repository.git.entryAt(commit, path);
  if (entry?.mode !== "120000") return entry;
  const target = new URL(repository.git.blob(entry.sha).toString(), `file:///${path}`);
  const found = repository.git.entryAt(commit, decodeURIComponent(target.pathname.slice(1)));
  return found?.type === "blob" && found.mode !== "120000" ? { ...found, path } : entry;
}

function showListed({ world, repository }: RepositoryCall, ref: string, entry: TreeEntry) {
  const { sha, path, type, mode } = entry;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const url = `${apiUrl(world, repository)}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = type === "commit" ? null : `${apiUrl(world, repository)}/git/${type}s/${sha}`;
  const page = `${htmlUrl(world, repository)}/${type === "tree" ? "tree" : "blob"}/${encodeURIComponent(ref)}/${encoded}`;
  const download = `${htmlUrl(world, repository)}/raw/${encodeURIComponent(ref)}/${encoded}`;
  const kind = type === "tree" ? "dir" : mode === "120000" ? "symlink" : "file";
  return {
    // A submodule is a "file" in the list of its folder: GitHub keeps that for older clients.
    type: kind,
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    sha,
    size: entry.size ?? 0,
    url,
    git_url: gitUrl,
    html_url: page,
    download_url: type === "blob" ? download : null,
    _links: { self: url, git: gitUrl, html: page },
  };
}
