import type { Misplacement } from "../placement.ts";
import { GitHubError } from "../route.ts";
import type { Profile } from "../world.ts";

/** As the older wording of a single comment has it: a field and a sentence each. */
const commentTexts: Readonly<Record<Misplacement | "commit_id", readonly [field: string, message: string]>> = {
  path: ["pull_request_review_thread.path", "Path could not be resolved"],
  commit_id: ["pull_request_review_thread.commit_id", "commit_id is not part of the pull request"],
  line: ["pull_request_review_thread.line", "pull_request_review_thread.line must be part of the diff"],
  start_line: [
    "pull_request_review_thread.start_line",
    "pull_request_review_thread.start_line must be part of the same hunk as the line.",
  ],
  order: ["pull_request_review_thread.start_line", "pull_request_review_thread.start_line must precede the end line."],
  diff_hunk: ["pull_request_review_thread.diff_hunk", ""],
};

/** As a whole review has it: one sentence for all. */
const reviewTexts: Readonly<Record<Misplacement, string>> = {
  path: "Path could not be resolved",
  line: "Pull request review thread line must be part of the diff",
  start_line: "Pull request review thread start line must be part of the same hunk as the line.",
  order: "Pull request review thread start line must precede the end line.",
  diff_hunk: "Pull request review thread diff hunk can't be blank",
};

/** Since 2025, of some. */
const newerTexts: Readonly<Partial<Record<Misplacement, string>>> = {
  path: "Path could not be resolved",
  line: "Line could not be resolved",
  start_line: "Line could not be resolved",
};

const resource = "PullRequestReviewComment";

/** Why a single comment was refused: objects. */
export function commentFailure(reasons: readonly (Misplacement | "commit_id")[]): GitHubError {
  const errors = reasons.map((reason) => {
    const [field, message] = commentTexts[reason];
    if (reason === "diff_hunk") return { resource, code: "missing_field", field };
    return { resource, code: "custom", field, message };
  });
  return new GitHubError(422, "Validation Failed", { errors });
}

export function missingDiffHunk(): GitHubError {
  return commentFailure(["diff_hunk"]);
}

/** Why a whole review was refused: strings, the reasons of all its comments in one, and not which comment it was. */
export function reviewFailure(reasons: readonly Misplacement[], { newerWording }: Profile): GitHubError {
  const newer = newerWording ? reasons.flatMap((reason) => newerTexts[reason] ?? []) : [];
  const texts = [...new Set(newer.length > 0 ? newer : reasons.map((reason) => reviewTexts[reason]))];
  return new GitHubError(422, "Unprocessable Entity", { errors: [sentence(texts)] });
}

function sentence(texts: readonly string[]): string {
  if (texts.length <= 2) return texts.join(" and ");
  return `${texts.slice(0, -1).join(", ")}, and ${texts.at(-1)}`;
}
