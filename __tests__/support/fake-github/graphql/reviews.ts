import type { Pull, Review } from "../pull.ts";
import { association, nodeId } from "../rest/show.ts";
import { type Account, fullName, type Repository } from "../world.ts";
import { showAuthor } from "./comments.ts";
import type { GraphqlContext } from "./field.ts";
import { showCommit } from "./git-objects.ts";

export function showReview(context: GraphqlContext, pull: Pull, review: Review): Readonly<Record<string, unknown>> {
  return {
    __typename: "PullRequestReview",
    id: nodeId("PRR", review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    url: `${context.world.urls.server}/${fullName(pull.repository)}/pull/${pull.number}#pullrequestreview-${review.id}`,
    author: showAuthor(context, review.author),
    authorAssociation: association(pull.repository, review.author),
    authorCanPushToRepository: canPush(pull.repository, review.author),
    body: review.body,
    state: review.state,
    submittedAt: review.submittedAt ?? null,
    commit: () => showCommit(context, pull.repository, review.commit),
    viewerDidAuthor: context.token.account === review.author,
    isMinimized: review.minimized !== undefined,
    minimizedReason: review.minimized ?? null,
  };
}

function canPush({ owner, roles }: Repository, account: Account): boolean {
  const role = roles.get(account.login.toLowerCase());
  return owner === account || role === "admin" || role === "maintain" || role === "write";
}
