import type { Pull } from "../pull.ts";
import { nodeId } from "../rest/show.ts";
import type { ReviewComment, Thread } from "../thread.ts";
import { mayUse } from "../token.ts";
import { fullName } from "../world.ts";
import { commonOfComments, showAuthor } from "./comments.ts";
import { connection, type PageArguments } from "./connection.ts";
import type { GraphqlContext } from "./field.ts";
import { showCommit } from "./git-objects.ts";
import { showReview } from "./reviews.ts";

export function showThread(context: GraphqlContext, pull: Pull, thread: Thread): Readonly<Record<string, unknown>> {
  const { token } = context;
  const isResolved = thread.resolvedBy !== undefined;
  const mayResolve = mayUse(token, pull.repository, ["contents=write"]);
  return {
    __typename: "PullRequestReviewThread",
    id: nodeId("PRRT", thread.id),
    isResolved,
    isOutdated: thread.isOutdated,
    isCollapsed: isResolved,
    resolvedBy: thread.resolvedBy ? showAuthor(context, thread.resolvedBy) : null,
    viewerCanResolve: mayResolve && !isResolved,
    viewerCanUnresolve: mayResolve && isResolved,
    viewerCanReply: mayUse(token, pull.repository, ["pull_requests=write"]),
    path: thread.path,
    subjectType: thread.subject,
    line: thread.place?.line ?? null,
    startLine: thread.place?.startLine ?? null,
    originalLine: thread.original?.line ?? null,
    originalStartLine: thread.original?.startLine ?? null,
    diffSide: thread.original?.side ?? "RIGHT",
    startDiffSide: thread.original?.startSide ?? null,
    comments: (args: PageArguments) =>
      connection("comments", thread.comments, args, (comment) => showReviewComment(context, pull, thread, comment)),
  };
}

export function showReviewComment(context: GraphqlContext, pull: Pull, thread: Thread, comment: ReviewComment) {
  const page = `${context.world.urls.server}/${fullName(pull.repository)}/pull/${pull.number}`;
  const review = pull.reviews.find(({ id }) => id === comment.review);
  return {
    __typename: "PullRequestReviewComment",
    id: nodeId("PRRC", comment.id),
    url: `${page}#discussion_r${comment.id}`,
    ...commonOfComments(context, pull, comment),
    path: thread.path,
    subjectType: thread.subject,
    diffHunk: thread.diffHunk,
    outdated: thread.isOutdated,
    line: thread.place?.line ?? null,
    startLine: thread.place?.startLine ?? null,
    originalLine: thread.original?.line ?? null,
    originalStartLine: thread.original?.startLine ?? null,
    state: review?.state === "PENDING" ? "PENDING" : "SUBMITTED",
    commit: () => showCommit(context, pull.repository, thread.commit),
    originalCommit: () => showCommit(context, pull.repository, thread.originalCommit),
    pullRequestReview: () => (review ? showReview(context, pull, review) : null),
    replyTo: () => {
      const first = thread.comments.find(({ id }) => id === comment.inReplyTo);
      return first ? showReviewComment(context, pull, thread, first) : null;
    },
  };
}
