import type { IssueComment, Pull } from "../pull.ts";
import { notFound, type RepositoryCall, route } from "../route.ts";
import type { Account, World } from "../world.ts";
import { requireBody } from "./body-text.ts";
import { pullOf } from "./find.ts";
import { apiUrl, association, htmlUrl, nodeId, showAccount } from "./show.ts";

const reading = ["issues=read", "pull_requests=read"] as const;
const writing = ["issues=write", "pull_requests=write"] as const;

export const issueCommentRoutes = [
  route("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", reading, (call) => {
    const pull = pullOf(call);
    const since = call.query.get("since") ?? "";
    const body = pull.comments
      .filter(({ updatedAt }) => updatedAt >= since)
      .map((comment) => showIssueComment(call.world, pull, comment));
    return { status: 200, body };
  }),
  route("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", writing, (call) => {
    const pull = pullOf(call);
    const comment = addIssueComment(call.world, pull, author(call), requireBody(call.body.body, "IssueComment"));
    return { status: 201, body: showIssueComment(call.world, pull, comment) };
  }),
  route("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", reading, (call) => {
    const { pull, comment } = findIssueComment(call);
    return { status: 200, body: showIssueComment(call.world, pull, comment) };
  }),
  route("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", writing, (call) => {
    const { pull, comment } = findIssueComment(call);
    comment.body = requireBody(call.body.body, "IssueComment");
    comment.updatedAt = call.world.now();
    comment.editor = author(call);
    return { status: 200, body: showIssueComment(call.world, pull, comment) };
  }),
  route("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", writing, (call) => {
    const { pull, comment } = findIssueComment(call);
    pull.comments.splice(pull.comments.indexOf(comment), 1);
    return { status: 204 };
  }),
];

export function addIssueComment(world: World, pull: Pull, by: Account, body: string): IssueComment {
  const now = world.now();
  const comment = { id: world.newId(), author: by, createdAt: now, updatedAt: now, body, minimized: undefined };
  pull.comments.push(comment);
  return comment;
}

/** Who writes; a request that may write has a token. */
export function author({ token }: RepositoryCall): Account {
  if (!token) throw notFound();
  return token.account;
}

function findIssueComment({ repository, parameters }: RepositoryCall): { pull: Pull; comment: IssueComment } {
  for (const pull of repository.pulls) {
    const comment = pull.comments.find(({ id }) => id === Number(parameters.comment_id));
    if (comment) return { pull, comment };
  }
  throw notFound();
}

function showIssueComment(world: World, pull: Pull, comment: IssueComment) {
  const { repository, number } = pull;
  return {
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    url: `${apiUrl(world, repository)}/issues/comments/${comment.id}`,
    html_url: `${htmlUrl(world, repository)}/pull/${number}#issuecomment-${comment.id}`,
    issue_url: `${apiUrl(world, repository)}/issues/${number}`,
    body: comment.body,
    user: showAccount(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(repository, comment.author),
  };
}
