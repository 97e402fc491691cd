import type { Pull } from "../pull.ts";
import { type Account, fullName, type Repository, type World } from "../world.ts";

/** How REST shows people, repositories and pull requests: what clients read. The contract adds the rest. */
export function showAccount(world: World, { id, login, type }: Account) {
  return {
    login,
    id,
    node_id: nodeId("U", id),
    type,
    site_admin: false,
    url: `${world.urls.api}/users/${encodeURIComponent(login)}`,
    html_url:
      type === "Bot" ? `${world.urls.server}/apps/${login.replace("[bot]", "")}` : `${world.urls.server}/${login}`,
  };
}

export function nodeId(kind: string, id: number): string {
  return `${kind}_${id}`;
}

export function apiUrl(world: World, repository: Repository): string {
  return `${world.urls.api}/repos/${fullName(repository)}`;
}

export function htmlUrl(world: World, repository: Repository): string {
  return `${world.urls.server}/${fullName(repository)}`;
}

export function showRepository(world: World, repository: Repository) {
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    owner: showAccount(world, repository.owner),
    private: repository.private,
    fork: repository.parent !== undefined,
    url: apiUrl(world, repository),
    html_url: htmlUrl(world, repository),
    clone_url: `${htmlUrl(world, repository)}.git`,
    default_branch: repository.defaultBranch,
  };
}

/** What lists and events show of a pull request. */
export function showPull(world: World, pull: Pull) {
  const { head, base, repository, number } = pull;
  return {
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    number,
    url: `${apiUrl(world, repository)}/pulls/${number}`,
    html_url: `${htmlUrl(world, repository)}/pull/${number}`,
    diff_url: `${htmlUrl(world, repository)}/pull/${number}.diff`,
    state: pull.state,
    locked: false,
    title: pull.title,
    body: pull.body,
    user: showAccount(world, pull.author),
    draft: pull.draft,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.state === "closed" ? pull.updatedAt : null,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergeCommit ?? repository.git.merge(base.sha, head.sha) ?? null,
    author_association: association(repository, pull.author),
    head: {
      label: `${head.repository.owner.login}:${head.branch}`,
      ref: head.branch,
      sha: head.sha,
      user: showAccount(world, head.repository.owner),
      repo: head.isGone ? null : showRepository(world, head.repository),
    },
    base: {
      label: `${repository.owner.login}:${base.branch}`,
      ref: base.branch,
      sha: base.sha,
      user: showAccount(world, repository.owner),
      repo: showRepository(world, repository),
    },
  };
}

/** How somebody stands to a repository, as every comment says of its author. */
export function association(
  repository: Repository,
  account: Account,
): "COLLABORATOR" | "CONTRIBUTOR" | "NONE" | "OWNER" {
  if (repository.owner.id === account.id) return "OWNER";
  if (repository.roles.has(account.login.toLowerCase())) return "COLLABORATOR";
  return repository.pulls.some(({ author, mergedAt }) => author.id === account.id && mergedAt) ? "CONTRIBUTOR" : "NONE";
}
