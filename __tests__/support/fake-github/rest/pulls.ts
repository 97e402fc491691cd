import { changedFiles, mergeBase, type Pull } from "../pull.ts";
import { GitHubError, route } from "../route.ts";
import type { Repository, World } from "../world.ts";
import { showFile } from "./compare.ts";
import { commitOf, pullOf } from "./find.ts";
import { showPull } from "./show.ts";

const mostFiles = 3000;
const mostFilesOfText = 300;

export const pullRoutes = [
  route("GET /repos/{owner}/{repo}/pulls", ["pull_requests=read"], ({ world, repository, query }) => {
    const [state, head, base] = [query.get("state") ?? "open", query.get("head"), query.get("base")];
    const found = repository.pulls.filter(
      (pull) =>
        (state === "all" || pull.state === state) &&
        (head === null || head === `${pull.head.repository.owner.login}:${pull.head.branch}`) &&
        (base === null || base === pull.base.branch),
    );
    return { status: 200, body: found.toReversed().map((pull) => showPull(world, pull)) };
  }),
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}", ["pull_requests=read"], (call) => {
    const pull = pullOf(call);
    const isDiff = /application\/vnd\.github(?:\.v3)?\.diff/.test(call.accept);
    return { status: 200, body: isDiff ? diffText(pull) : showWholePull(call.world, pull) };
  }),
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", ["pull_requests=read"], (call) => {
    const pull = pullOf(call);
    const files = changedFiles(pull).slice(0, mostFiles);
    return { status: 200, body: files.map((file) => showFile(call.world, pull.head.repository, pull.head.sha, file)) };
  }),
  route("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", ["pull_requests=read"], (call) => {
    const { world, repository, parameters } = call;
    const sha = commitOf(call, parameters.commit_sha ?? "");
    return { status: 200, body: pullsOf(repository, sha).map((pull) => showPull(world, pull)) };
  }),
];

function diffText(pull: Pull): string {
  if (changedFiles(pull).length > mostFilesOfText) {
    throw new GitHubError(
      406,
      `Sorry, the diff exceeded the maximum number of files (${mostFilesOfText}). Consider using 'List pull requests files' API or locally cloning the repository instead.`,
      { errors: [{ resource: "PullRequest", field: "diff", code: "too_large" }] },
    );
  }
  return pull.repository.git.diffText(mergeBase(pull), pull.head.sha);
}

/** Commits of a fork belong to no pull request here, though they are shown in one. */
function pullsOf(repository: Repository, sha: string): Pull[] {
  return repository.pulls.filter(
    ({ head, base, mergeCommit }) =>
      mergeCommit === sha ||
      (head.repository === repository && repository.git.commitsBetween(base.sha, head.sha).includes(sha)),
  );
}

function showWholePull(world: World, pull: Pull) {
  const { git } = pull.repository;
  const files = changedFiles(pull);
  const mergeable = git.merge(pull.base.sha, pull.head.sha) !== undefined;
  return {
    ...showPull(world, pull),
    merged: pull.mergedAt !== undefined,
    mergeable: pull.state === "closed" ? null : mergeable,
    mergeable_state: mergeable ? "clean" : "dirty",
    commits: git.commitsBetween(pull.base.sha, pull.head.sha).length,
    changed_files: files.length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    comments: pull.comments.length,
    review_comments: pull.threads.reduce((sum, { comments }) => sum + comments.length, 0),
  };
}
