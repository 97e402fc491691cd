import type { IssueComment, Pull } from "../pull.ts";
import { association, nodeId } from "../rest/show.ts";
import { mayUse } from "../token.ts";
import { type Account, fullName } from "../world.ts";
import type { GraphqlContext } from "./field.ts";

/** GraphQL leaves out the `[bot]` of a bot's name. */
export function showAuthor(context: GraphqlContext, { login, type, id }: Account) {
  const shown = login.replace(/\[bot\]$/, "");
  return {
    __typename: type,
    id: nodeId("U", id),
    databaseId: id,
    login: shown,
    url: `${context.world.urls.server}/${type === "Bot" ? "apps/" : ""}${shown}`,
  };
}

/** What the two kinds of comments have in common. */
export function commonOfComments(
  context: GraphqlContext,
  pull: Pull,
  comment: Pick<IssueComment, "author" | "body" | "createdAt" | "editor" | "id" | "minimized" | "updatedAt">,
) {
  const mayWrite = mayUse(context.token, pull.repository, ["issues=write", "pull_requests=write"]);
  return {
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    author: showAuthor(context, comment.author),
    authorAssociation: association(pull.repository, comment.author),
    editor: comment.editor ? showAuthor(context, comment.editor) : null,
    body: comment.body,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: comment.updatedAt === comment.createdAt ? null : comment.updatedAt,
    isMinimized: comment.minimized !== undefined,
    minimizedReason: comment.minimized ?? null,
    viewerDidAuthor: comment.author === context.token.account,
    viewerCanDelete: mayWrite,
    viewerCanUpdate: mayWrite,
    viewerCanMinimize: mayWrite,
  };
}

export function showIssueComment(context: GraphqlContext, pull: Pull, comment: IssueComment) {
  const page = `${context.world.urls.server}/${fullName(pull.repository)}/pull/${pull.number}`;
  return {
    __typename: "IssueComment",
    id: nodeId("IC", comment.id),
    url: `${page}#issuecomment-${comment.id}`,
    ...commonOfComments(context, pull, comment),
  };
}
