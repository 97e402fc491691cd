import type { IssueComment, Pull, Review } from "../pull.ts";
import type { ReviewComment, Thread } from "../thread.ts";
import { showIssueComment } from "./comments.ts";
import { type GraphqlContext, unresolved } from "./field.ts";
import { showPullRequest } from "./pull-request.ts";
import { showReview } from "./reviews.ts";
import { showReviewComment, showThread } from "./threads.ts";

export type Node = { readonly pull: Pull; readonly shown: unknown } & (
  | { readonly kind: "PR" }
  | { readonly kind: "IC"; readonly comment: IssueComment }
  | { readonly kind: "PRR"; readonly review: Review }
  | { readonly kind: "PRRT"; readonly thread: Thread }
  | { readonly kind: "PRRC"; readonly thread: Thread; readonly comment: ReviewComment }
);

/** What a global id stands for, in the repositories that the token may see. */
export function findNode(context: GraphqlContext, id: string): Node {
  const [kind, digits] = id.split("_");
  const number = Number(digits);
  for (const repository of context.world.repositories.values()) {
    if (repository.private && !context.token.repositories.includes(repository)) continue;
    for (const pull of repository.pulls) {
      const node = findInPull(context, pull, kind ?? "", number);
      if (node) return node;
    }
  }
  throw unresolved(`a node with the global id of '${id}'`);
}

function findInPull(context: GraphqlContext, pull: Pull, kind: string, number: number): Node | undefined {
  const is = ({ id }: { readonly id: number }) => id === number;
  if (kind === "PR" && is(pull)) return { kind, pull, shown: showPullRequest(context, pull) };
  if (kind === "IC") {
    const comment = pull.comments.find(is);
    return comment && { kind, pull, comment, shown: showIssueComment(context, pull, comment) };
  }
  if (kind === "PRR") {
    const review = pull.reviews.find(is);
    return review && { kind, pull, review, shown: showReview(context, pull, review) };
  }
  if (kind === "PRRT") {
    const thread = pull.threads.find(is);
    return thread && { kind, pull, thread, shown: showThread(context, pull, thread) };
  }
  for (const thread of kind === "PRRC" ? pull.threads : []) {
    const comment = thread.comments.find(is);
    if (comment)
      return { kind: "PRRC", pull, thread, comment, shown: showReviewComment(context, pull, thread, comment) };
  }
  return undefined;
}
