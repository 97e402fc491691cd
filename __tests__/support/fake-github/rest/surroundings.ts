import { GitHubError, notFound, plainRoute, type RepositoryCall, route } from "../route.ts";
import type { Repository, Role, WorkflowRun, World } from "../world.ts";
import { apiUrl, htmlUrl, nodeId, showAccount, showRepository } from "./show.ts";

/** The older of the two words that GitHub has for a role. */
const permissions: Readonly<Record<Role, string>> = {
  admin: "admin",
  maintain: "write",
  write: "write",
  triage: "read",
  read: "read",
};

export const surroundingRoutes = [
  plainRoute("GET /user", [], ({ world, token }) => {
    if (!token) throw new GitHubError(401, "Requires authentication");
    if (token.kind === "installation") throw new GitHubError(403, "Resource not accessible by integration");
    return { status: 200, body: { ...showAccount(world, token.account), user_view_type: "public" } };
  }),
  plainRoute("GET /rate_limit", [], ({ world }) => {
    const { state } = world.limits;
    return { status: 200, body: { rate: state, resources: { core: state, search: state, graphql: state } } };
  }),
  route("GET /repos/{owner}/{repo}/collaborators/{username}/permission", ["metadata=read"], (call) => {
    const { world, repository, parameters, token } = call;
    if (!token) throw new GitHubError(401, "Requires authentication");
    const login = (parameters.username ?? "").toLowerCase();
    const account = world.accounts.get(login);
    if (!account) throw notFound();
    const role =
      repository.owner === account
        ? "admin"
        : (repository.roles.get(login) ?? (repository.private ? undefined : "read"));
    return {
      status: 200,
      body: {
        permission: role ? permissions[role] : "none",
        role_name: role ?? "none",
        user: { ...showAccount(world, account), role_name: role ?? "none" },
      },
    };
  }),
  route("GET /repos/{owner}/{repo}/actions/runs/{run_id}", ["actions=read"], (call) => {
    const run = call.repository.runs.find(({ id }) => id === Number(call.parameters.run_id));
    if (!run) throw notFound();
    return { status: 200, body: showRun(call, run) };
  }),
];

function showRun({ world, repository }: RepositoryCall, run: WorkflowRun) {
  const facts = repository.git.facts(run.headSha);
  return {
    id: run.id,
    node_id: nodeId("WFR", run.id),
    name: "Dockerfile policy",
    display_title: "Dockerfile policy",
    head_branch: run.headBranch,
    head_sha: run.headSha,
    run_number: run.number,
    run_attempt: 1,
    event: run.event,
    status: "in_progress",
    conclusion: null,
    path: ".github/workflows/dockerfile-policy.yml",
    workflow_id: 1,
    url: `${apiUrl(world, repository)}/actions/runs/${run.id}`,
    html_url: `${htmlUrl(world, repository)}/actions/runs/${run.id}`,
    created_at: run.createdAt,
    updated_at: run.createdAt,
    actor: showAccount(world, run.actor),
    head_commit: {
      id: run.headSha,
      tree_id: facts.tree,
      message: facts.message,
      timestamp: facts.author.date,
      author: { name: facts.author.name, email: facts.author.email },
      committer: { name: facts.author.name, email: facts.author.email },
    },
    head_repository: showRepository(world, run.headRepository),
    repository: showRepository(world, repository),
    // GitHub leaves the list empty for forks.
    pull_requests: run.pulls
      .filter(({ head }) => head.repository === repository)
      .map((pull) => ({
        id: pull.id,
        number: pull.number,
        url: `${apiUrl(world, repository)}/pulls/${pull.number}`,
        head: { ref: pull.head.branch, sha: pull.head.sha, repo: briefly(world, pull.head.repository) },
        base: { ref: pull.base.branch, sha: pull.base.sha, repo: briefly(world, repository) },
      })),
  };
}

function briefly(world: World, repository: Repository) {
  return { id: repository.id, url: apiUrl(world, repository), name: repository.name };
}
