import type { Pull, Review } from "../pull.ts";
import type { ReviewComment, Thread } from "../thread.ts";
import type { World } from "../world.ts";
import { apiUrl, association, htmlUrl, nodeId, showAccount } from "./show.ts";

export function showReview(world: World, pull: Pull, review: Review) {
  const html = `${htmlUrl(world, pull.repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const url = `${apiUrl(world, pull.repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: showAccount(world, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    submitted_at: review.submittedAt,
    commit_id: review.commit,
    author_association: association(pull.repository, review.author),
    _links: { html: { href: html }, pull_request: { href: url } },
  };
}

export function showReviewComment(world: World, pull: Pull, thread: Thread, comment: ReviewComment) {
  const api = apiUrl(world, pull.repository);
  const html = `${htmlUrl(world, pull.repository)}/pull/${pull.number}#discussion_r${comment.id}`;
  const url = `${api}/pulls/comments/${comment.id}`;
  const pullUrl = `${api}/pulls/${pull.number}`;
  return {
    id: comment.id,
    node_id: nodeId("PRRC", comment.id),
    pull_request_review_id: comment.review,
    url,
    html_url: html,
    pull_request_url: pullUrl,
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    path: thread.path,
    diff_hunk: thread.diffHunk,
    commit_id: thread.commit,
    original_commit_id: thread.originalCommit,
    in_reply_to_id: comment.inReplyTo,
    body: comment.body,
    user: showAccount(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(pull.repository, comment.author),
    ...showPlace(thread),
  };
}

/** A comment on a file has no lines; an outdated one has only those where it was begun. */
function showPlace({ subject, place, original, position, originalPosition }: Thread) {
  if (subject === "FILE") return { subject_type: "file", position: 1, original_position: 1 };
  return {
    subject_type: "line",
    position: position ?? null,
    original_position: originalPosition,
    line: place?.line ?? null,
    original_line: original?.line,
    side: original?.side,
    start_line: place?.startLine ?? null,
    original_start_line: original?.startLine ?? null,
    start_side: original?.startSide ?? null,
  };
}
