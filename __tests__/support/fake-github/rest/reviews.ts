import { type Misplacement, type Placement, type PlaceRequest, placeComment } from "../placement.ts";
import { bringsCommit, changedFiles, type Pull, type Review, type ReviewState } from "../pull.ts";
import { addReview, addThread, removeReview } from "../review-writing.ts";
import { GitHubError, notFound, type RepositoryCall, route } from "../route.ts";
import { isTooLong, longestBody } from "./body-text.ts";
import { pullOf } from "./find.ts";
import { author } from "./issue-comments.ts";
import { reviewFailure } from "./misplacement.ts";
import { showReview, showReviewComment } from "./show-review.ts";

const reading = ["pull_requests=read"] as const;
const writing = ["pull_requests=write"] as const;
const states: Readonly<Record<string, ReviewState>> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

interface CommentRequest extends PlaceRequest {
  readonly body: string;
}

export const reviewRoutes = [
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", reading, (call) => {
    const pull = pullOf(call);
    const shown = pull.reviews.filter(({ state, author: by }) => state !== "PENDING" || by === call.token?.account);
    return { status: 200, body: shown.map((review) => showReview(call.world, pull, review)) };
  }),
  route("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", writing, (call) => {
    const pull = pullOf(call);
    const commit = (call.body.commit_id as string | undefined) ?? pull.head.sha;
    const requests = (call.body.comments as readonly CommentRequest[] | undefined) ?? [];
    const state = states[String(call.body.event)] ?? "PENDING";
    const body = (call.body.body as string | undefined) ?? "";
    checkReview(call, pull, state, body, requests);
    if (!bringsCommit(pull, commit)) throw refused("Commit is not part of the pull request");
    const placements = placeAll(call, pull, commit, requests);
    const review = addReview(call.world, pull, { author: author(call), state, body, commit });
    requests.forEach((request, index) => {
      addThread(call.world, pull, review, { path: request.path, body: request.body, placement: placements[index] });
    });
    return { status: 200, body: showReview(call.world, pull, review) };
  }),
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}", reading, (call) => ({
    status: 200,
    body: showReview(call.world, pullOf(call), reviewOf(call)),
  })),
  route("PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}", writing, (call) => {
    const review = reviewOf(call);
    review.body = String(call.body.body);
    return { status: 200, body: showReview(call.world, pullOf(call), review) };
  }),
  route("DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}", writing, (call) => {
    const review = reviewOf(call);
    if (review.state !== "PENDING") throw refused("Can not delete a non-pending pull request review");
    removeReview(pullOf(call), review);
    return { status: 200, body: showReview(call.world, pullOf(call), review) };
  }),
  route("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments", reading, (call) => {
    const [pull, review] = [pullOf(call), reviewOf(call)];
    const body = pull.threads.flatMap((thread) =>
      thread.comments
        .filter((comment) => comment.review === review.id)
        .map((comment) => {
          const { subject_type: _, ...shown } = showReviewComment(call.world, pull, thread, comment);
          return shown;
        }),
    );
    return { status: 200, body };
  }),
  route("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events", writing, (call) => {
    const [pull, review] = [pullOf(call), reviewOf(call)];
    if (review.state !== "PENDING") throw refused("Can not submit a review that is not pending");
    const state = states[String(call.body.event)] ?? "COMMENTED";
    refuseApproval(call, state);
    review.state = state;
    review.body = (call.body.body as string | undefined) ?? review.body;
    review.submittedAt = call.world.now();
    return { status: 200, body: showReview(call.world, pull, review) };
  }),
  route("PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals", writing, (call) => {
    const review = reviewOf(call);
    if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
      throw refused("Can not dismiss a commented pull request review");
    }
    review.state = "DISMISSED";
    return { status: 200, body: showReview(call.world, pullOf(call), review) };
  }),
];

function checkReview(
  call: RepositoryCall,
  pull: Pull,
  state: ReviewState,
  body: string,
  comments: readonly CommentRequest[],
): void {
  refuseApproval(call, state);
  if (pull.reviews.some((review) => review.state === "PENDING" && review.author === author(call))) {
    throw refused("User can only have one pending review per pull request");
  }
  if (isTooLong(body)) throw refused(`Body is too long (maximum is ${longestBody} characters)`);
  if (state === "CHANGES_REQUESTED" && body === "") throw refused("Body can't be blank");
  if (state === "COMMENTED" && body === "" && comments.length === 0) throw refused("Body can't be blank");
  if (comments.some((comment) => isTooLong(comment.body) || comment.body.trim() === "")) {
    throw refused("Review comments is invalid and Review threads is invalid");
  }
}

function refuseApproval(call: RepositoryCall, state: ReviewState): void {
  if (state === "APPROVED" && call.token?.account.login === "github-actions[bot]") {
    throw refused("GitHub Actions is not permitted to approve pull requests.");
  }
}

/** Every comment or none: the places of all, or the reasons of those that have none. */
function placeAll(
  { world }: RepositoryCall,
  pull: Pull,
  commit: string,
  requests: readonly CommentRequest[],
): Placement[] {
  const files = changedFiles(pull, commit);
  const reasons: Misplacement[] = [];
  const placements = requests.flatMap((request) => {
    const placement = placeComment(files, request);
    if (!("length" in placement)) return [placement];
    reasons.push(...placement);
    return [];
  });
  if (reasons.length > 0) throw reviewFailure(reasons, world.profile);
  return placements;
}

function reviewOf(call: RepositoryCall): Review {
  const review = pullOf(call).reviews.find(({ id }) => id === Number(call.parameters.review_id));
  if (!review) throw notFound();
  return review;
}

function refused(message: string): GitHubError {
  return new GitHubError(422, "Unprocessable Entity", { errors: [message] });
}
