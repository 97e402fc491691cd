import type { Reply } from "../fake-github/route.ts";

export interface Refusal {
  readonly name: string;
  readonly reply: Reply;
}

/** A field and a sentence, as single comments are refused; or a sentence alone, as reviews are. */
function asObject(message: string, field = "pull_request_review_thread.line"): Reply {
  const errors = [{ resource: "PullRequestReviewComment", code: "custom", field, message }];
  return { status: 422, body: { message: "Validation Failed", errors, status: "422" } };
}

function asText(message: string): Reply {
  return { status: 422, body: { message: "Unprocessable Entity", errors: [message], status: "422" } };
}

function alone(message: string): Reply {
  return { status: 422, body: { message, status: "422" } };
}

const lineObject = "pull_request_review_thread.line must be part of the diff";
const hunkObject = "pull_request_review_thread.start_line must be part of the same hunk as the line.";
const lineText = "Pull request review thread line must be part of the diff";
const orderText = "Pull request review thread start line must precede the end line.";
const twoText = `${lineText}, Pull request review thread start line must be part of the same hunk as the line., and Pull request review thread diff hunk can't be blank`;
const abuse = [{ resource: "PullRequestReview", code: "abuse", field: "base" }];

/** Why GitHub refuses what it was sent, in its own words, which have changed over the years. */
export const refusals: readonly Refusal[] = [
  { name: "line not in the diff", reply: asObject(lineObject) },
  { name: "line not in the diff, of a review", reply: asText(lineText) },
  { name: "lines of two hunks", reply: asObject(hunkObject) },
  { name: "lines of two hunks, of a review", reply: asText(twoText) },
  { name: "lines in the wrong order", reply: asText(orderText) },
  { name: "no hunk", reply: asObject("missing_field pull_request_review_thread.diff_hunk") },
  { name: "line not resolved", reply: asText("Line could not be resolved") },
  { name: "path not resolved", reply: asText("Path could not be resolved") },
  { name: "a pending review", reply: asText("User can only have one pending review per pull request") },
  { name: "invalid comments", reply: asText("Review comments is invalid and Review threads is invalid") },
  { name: "body too long", reply: asObject("Body is too long (maximum is 65536 characters)", "body") },
  { name: "body too long, of a check", reply: alone("Only 65535 characters are allowed; 250684 were supplied.") },
  { name: "no comments on files", reply: alone('Invalid request.\n\n"subject_type" is not a permitted key.') },
  { name: "abuse", reply: { status: 422, body: { message: "Validation Failed", errors: abuse } } },
  { name: "no reason", reply: { status: 422, body: {} } },
];
