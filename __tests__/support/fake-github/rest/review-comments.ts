import { placeComment } from "../placement.ts";
import { bringsCommit, changedFiles, type Pull } from "../pull.ts";
import { addReply, addReview, addThread } from "../review-writing.ts";
import { GitHubError, notFound, type RepositoryCall, route } from "../route.ts";
import type { ReviewComment, Thread } from "../thread.ts";
import { requireBody } from "./body-text.ts";
import { pullOf } from "./find.ts";
import { author } from "./issue-comments.ts";
import { commentFailure, missingDiffHunk } from "./misplacement.ts";
import { showReviewComment } from "./show-review.ts";

const reading = ["pull_requests=read"] as const;
const writing = ["pull_requests=write"] as const;
const resource = "PullRequestReviewComment";

export const reviewCommentRoutes = [
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", reading, (call) => {
    const pull = pullOf(call);
    const shown = visible(pull).toSorted((left, right) => left.comment.id - right.comment.id);
    if (call.query.get("direction") === "desc") shown.reverse();
    return {
      status: 200,
      body: shown.map(({ thread, comment }) => showReviewComment(call.world, pull, thread, comment)),
    };
  }),
  route("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", writing, (call) => {
    const pull = pullOf(call);
    const body = requireBody(call.body.body, resource);
    if (call.body.in_reply_to !== undefined) return reply(call, pull, Number(call.body.in_reply_to), body);
    if (call.world.profile.refusesFileComments && "subject_type" in call.body) {
      throw new GitHubError(422, 'Invalid request.\n\n"subject_type" is not a permitted key.');
    }
    const commit = call.body.commit_id as string;
    if (!bringsCommit(pull, commit)) throw commentFailure(["commit_id"]);
    const files = changedFiles(pull, commit);
    const path = call.body.path as string;
    const review = () => addReview(call.world, pull, { author: author(call), state: "COMMENTED", body: "", commit });
    if (call.body.subject_type === "file") {
      if (!files.some((file) => file.path === path)) throw commentFailure(["path"]);
      const by = review();
      const thread = addThread(call.world, pull, by, { path, body, placement: undefined });
      return created(call, pull, thread);
    }
    if (call.body.line === undefined && call.body.position === undefined) throw missingDiffHunk();
    const placement = placeComment(files, { ...call.body, path });
    if ("length" in placement) throw commentFailure(placement);
    const thread = addThread(call.world, pull, review(), { path, body, placement });
    return created(call, pull, thread);
  }),
  route("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies", writing, (call) =>
    reply(call, pullOf(call), Number(call.parameters.comment_id), requireBody(call.body.body, resource)),
  ),
  route("GET /repos/{owner}/{repo}/pulls/comments/{comment_id}", reading, (call) => {
    const { pull, thread, comment } = findReviewComment(call);
    return { status: 200, body: showReviewComment(call.world, pull, thread, comment) };
  }),
  route("PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}", writing, (call) => {
    const { pull, thread, comment } = findReviewComment(call);
    comment.body = requireBody(call.body.body, resource);
    comment.updatedAt = call.world.now();
    comment.editor = author(call);
    return { status: 200, body: showReviewComment(call.world, pull, thread, comment) };
  }),
  route("DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}", writing, (call) => {
    const { pull, thread, comment } = findReviewComment(call);
    thread.comments.splice(thread.comments.indexOf(comment), 1);
    if (thread.comments.length === 0) pull.threads.splice(pull.threads.indexOf(thread), 1);
    return { status: 204 };
  }),
];

function reply(call: RepositoryCall, pull: Pull, to: number, body: string) {
  const thread = pull.threads.find(({ comments }) => comments.some(({ id }) => id === to));
  if (!thread) throw notFound();
  const comment = addReply(call.world, pull, thread, author(call), body);
  return { status: 201, body: showReviewComment(call.world, pull, thread, comment) };
}

function created(call: RepositoryCall, pull: Pull, thread: Thread) {
  const [comment] = thread.comments;
  if (!comment) throw notFound();
  return { status: 201, body: showReviewComment(call.world, pull, thread, comment) };
}

/** Comments of a pending review are shown to nobody. */
function visible(pull: Pull): { thread: Thread; comment: ReviewComment }[] {
  const pending = new Set(pull.reviews.filter(({ state }) => state === "PENDING").map(({ id }) => id));
  return pull.threads.flatMap((thread) =>
    thread.comments.filter(({ review }) => !pending.has(review)).map((comment) => ({ thread, comment })),
  );
}

function findReviewComment({ repository, parameters }: RepositoryCall) {
  for (const pull of repository.pulls) {
    for (const thread of pull.threads) {
      const comment = thread.comments.find(({ id }) => id === Number(parameters.comment_id));
      if (comment) return { pull, thread, comment };
    }
  }
  throw notFound();
}
