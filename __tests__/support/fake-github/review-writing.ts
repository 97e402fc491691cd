import type { Placement } from "./placement.ts";
import { catchUp, type Pull, type Review, type ReviewState } from "./pull.ts";
import type { ReviewComment, Thread } from "./thread.ts";
import type { Account, World } from "./world.ts";

export interface NewReview {
  readonly author: Account;
  readonly state: ReviewState;
  readonly body: string;
  readonly commit: string;
}

export function addReview(world: World, pull: Pull, { author, state, body, commit }: NewReview): Review {
  const submittedAt = state === "PENDING" ? undefined : world.now();
  const review: Review = { id: world.newId(), author, commit, body, state, submittedAt, minimized: undefined };
  pull.reviews.push(review);
  return review;
}

export interface NewThread {
  readonly path: string;
  readonly body: string;
  /** Undefined for a comment on the file. */
  readonly placement: Placement | undefined;
}

export function addThread(world: World, pull: Pull, review: Review, { path, body, placement }: NewThread): Thread {
  const thread: Thread = {
    id: world.newId(),
    path,
    subject: placement ? "LINE" : "FILE",
    original: placement?.place,
    originalCommit: review.commit,
    originalPosition: placement?.position ?? 1,
    diffHunk: placement?.diffHunk ?? "",
    place: placement?.place,
    position: placement?.position,
    commit: review.commit,
    isOutdated: false,
    resolvedBy: undefined,
    comments: [],
  };
  thread.comments.push(newComment(world, review, undefined, body));
  pull.threads.push(thread);
  catchUp(pull, thread);
  return thread;
}

/** An answer to a conversation. GitHub makes a review of its own for it. */
export function addReply(world: World, pull: Pull, thread: Thread, author: Account, body: string): ReviewComment {
  const review = addReview(world, pull, { author, state: "COMMENTED", body: "", commit: pull.head.sha });
  const comment = newComment(world, review, thread.comments[0]?.id, body);
  thread.comments.push(comment);
  return comment;
}

function newComment(world: World, review: Review, inReplyTo: number | undefined, body: string): ReviewComment {
  const now = world.now();
  return {
    id: world.newId(),
    author: review.author,
    createdAt: now,
    updatedAt: now,
    review: review.id,
    inReplyTo,
    body,
    minimized: undefined,
  };
}

export function removeReview(pull: Pull, review: Review): void {
  pull.reviews.splice(pull.reviews.indexOf(review), 1);
  for (const thread of [...pull.threads]) {
    const comments = thread.comments.filter((comment) => comment.review !== review.id);
    if (comments.length === 0) pull.threads.splice(pull.threads.indexOf(thread), 1);
    else thread.comments.splice(0, thread.comments.length, ...comments);
  }
}
