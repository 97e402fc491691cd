import type { ChangedFile } from "../diff.ts";
import { type RepositoryCall, route } from "../route.ts";
import { type Repository, resolveRevision, type World } from "../world.ts";
import { commitOf } from "./find.ts";
import { apiUrl, htmlUrl, showAccount } from "./show.ts";

const mostComparedFiles = 300;

export const compareRoutes = [
  route("GET /repos/{owner}/{repo}/compare/{basehead}", ["contents=read"], (call) => {
    const { world, repository, parameters } = call;
    const [baseName = "", headName = ""] = (parameters.basehead ?? "").split("...");
    const [base, head] = [comparedCommit(call, baseName), comparedCommit(call, headName)];
    const { git } = repository;
    const mergeBase = git.mergeBase(base, head);
    if (mergeBase === undefined)
      return { status: 404, body: { message: `No common ancestor between ${base} and ${head}.` } };
    const [ahead, behind] = [git.commitsBetween(base, head), git.commitsBetween(head, base)];
    const direction = behind.length === 0 ? "ahead" : ahead.length === 0 ? "behind" : "diverged";
    const commits = ahead.toReversed().slice(0, 250);
    const files = git.diff(mergeBase, head).slice(0, mostComparedFiles);
    return {
      status: 200,
      body: {
        url: `${apiUrl(world, repository)}/compare/${parameters.basehead}`,
        status: base === head ? "identical" : direction,
        ahead_by: ahead.length,
        behind_by: behind.length,
        total_commits: ahead.length,
        base_commit: showCommit(world, repository, base),
        merge_base_commit: showCommit(world, repository, mergeBase),
        commits: commits.map((commit) => showCommit(world, repository, commit)),
        files: files.map((file) => showFile(world, repository, head, file)),
      },
    };
  }),
  route("GET /repos/{owner}/{repo}/commits/{ref}", ["contents=read"], (call) => ({
    status: 200,
    body: showCommit(call.world, call.repository, commitOf(call, call.parameters.ref ?? "")),
  })),
];

/** A side of a comparison: a name in this repository, or `owner:name` for that of a fork. */
function comparedCommit(call: RepositoryCall, name: string): string {
  const [owner = "", branch] = name.split(":");
  if (branch === undefined) return commitOf(call, name);
  const fork = call.world.repository(`${owner}/${call.repository.name}`);
  return (fork && resolveRevision(fork, branch)) ?? commitOf(call, name);
}

function showCommit(world: World, repository: Repository, sha: string) {
  const { author, message, parents, tree } = repository.git.facts(sha);
  const person = world.account(author.name);
  const address = (commit: string) => `${apiUrl(world, repository)}/commits/${commit}`;
  return {
    sha,
    url: address(sha),
    html_url: `${htmlUrl(world, repository)}/commit/${sha}`,
    author: showAccount(world, person),
    committer: showAccount(world, person),
    commit: {
      message,
      author,
      committer: author,
      tree: { sha: tree, url: `${apiUrl(world, repository)}/git/trees/${tree}` },
    },
    parents: parents.map((parent) => ({ sha: parent, url: address(parent) })),
  };
}

export function showFile(world: World, repository: Repository, commit: string, file: ChangedFile) {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${htmlUrl(world, repository)}/blob/${commit}/${path}`,
    raw_url: `${htmlUrl(world, repository)}/raw/${commit}/${path}`,
    contents_url: `${apiUrl(world, repository)}/contents/${path}?ref=${commit}`,
    patch: file.patch,
    previous_filename: file.previousPath,
  };
}
