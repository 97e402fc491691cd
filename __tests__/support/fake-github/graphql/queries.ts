import { nodeId } from "../rest/show.ts";
import { fullName, type Repository } from "../world.ts";
import { connection, type PageArguments } from "./connection.ts";
import { demand, type GraphqlContext, unresolved } from "./field.ts";
import { showCommit, showObject } from "./git-objects.ts";
import { findNode } from "./nodes.ts";
import { showPullRequest } from "./pull-request.ts";

export function queries(context: GraphqlContext) {
  const { world, token } = context;
  return {
    // A bot sees itself with `[bot]`, though as an author it has none.
    viewer: {
      __typename: "User",
      id: nodeId("U", token.account.id),
      login: token.account.login,
      databaseId: token.account.id,
    },
    rateLimit: () => {
      const { limit, remaining, used, reset } = world.limits.state;
      return { cost: 1, nodeCount: 0, limit, remaining, used, resetAt: new Date(reset * 1000).toISOString() };
    },
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) => {
      const repository = world.repository(`${owner}/${name}`);
      if (!repository || (repository.private && !token.repositories.includes(repository))) {
        throw unresolved(`a Repository with the name '${owner}/${name}'`);
      }
      return showRepository(context, repository);
    },
    node: ({ id }: { readonly id: string }) => findNode(context, id).shown,
    nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => findNode(context, id).shown),
  };
}

export function showRepository(context: GraphqlContext, repository: Repository): Readonly<Record<string, unknown>> {
  const { world } = context;
  const branch = (name: string) => {
    const tip = repository.branches.get(name);
    if (tip === undefined) return null;
    return {
      id: `REF_${repository.id}_${name}`,
      name,
      prefix: "refs/heads/",
      target: () => showCommit(context, repository, tip),
    };
  };
  return {
    __typename: "Repository",
    id: nodeId("R", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: { __typename: repository.parent ? "User" : "Organization", login: repository.owner.login },
    url: `${world.urls.server}/${fullName(repository)}`,
    isPrivate: repository.private,
    isFork: repository.parent !== undefined,
    isArchived: false,
    parent: () => (repository.parent ? showRepository(context, repository.parent) : null),
    defaultBranchRef: () => branch(repository.defaultBranch),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => branch(qualifiedName.replace(/^refs\/heads\//, "")),
    object: ({ expression, oid }: { readonly expression?: string | null; readonly oid?: string | null }) => {
      demand(context, repository, ["contents=read"]);
      return showObject(context, repository, expression ?? oid ?? "");
    },
    pullRequest: ({ number }: { readonly number: number }) => {
      demand(context, repository, ["pull_requests=read"]);
      const pull = repository.pulls.find((candidate) => candidate.number === number);
      if (!pull) throw unresolved(`a PullRequest with the number of ${number}`);
      return showPullRequest(context, pull);
    },
    pullRequests: (args: PageArguments & { readonly headRefName?: string | null }) => {
      demand(context, repository, ["pull_requests=read"]);
      const pulls = repository.pulls.filter(({ head }) => !args.headRefName || head.branch === args.headRefName);
      return connection("pullRequests", pulls, args, (pull) => showPullRequest(context, pull));
    },
  };
}
