import type { Problem } from "../../model/report.ts";
import type { UnplacedReason } from "../../review/placement.ts";
import { type ApiTrouble, troubleText } from "./api-trouble.ts";

/** Why writing ends before everything is written. */
export interface Stop {
  readonly reason: Extract<UnplacedReason, "head-moved" | "limited" | "not-permitted" | "unavailable">;
  /** Whether the overview may still be tried: it then lists what has no comment. */
  readonly isForThreadsOnly: boolean;
  readonly problem: Problem;
}

/** What a trouble means for the rest; undefined for one that is about a single request. */
export function stopFor(trouble: ApiTrouble): Stop | undefined {
  switch (trouble.kind) {
    case "bad-credentials":
    case "missing-permission":
    case "not-found":
      return { reason: "not-permitted", isForThreadsOnly: false, problem: permissionProblem(trouble) };
    case "primary-limit":
      return { reason: "limited", isForThreadsOnly: false, problem: notPublished(troubleText(trouble)) };
    case "secondary-limit":
      return { reason: "limited", isForThreadsOnly: true, problem: notPublished(troubleText(trouble)) };
    case "network":
    case "unexpected-reply":
    case "maybe-applied":
      return { reason: "unavailable", isForThreadsOnly: true, problem: notPublished(troubleText(trouble)) };
    case "conflict":
    case "too-large":
    case "validation":
      return undefined;
  }
}

/** For a trouble that is about a single request, and does not pass however often it is made. */
export function unsettled(trouble: ApiTrouble): Stop {
  return { reason: "unavailable", isForThreadsOnly: true, problem: notPublished(troubleText(trouble)) };
}

export const headMoved: Stop = {
  reason: "head-moved",
  isForThreadsOnly: false,
  problem: problem(
    "comments-not-published",
    "The pull request has a newer commit than the one that was judged. Its own run comments; this one does not.",
  ),
};

/** The comments of a later run say more than this one knows. */
export const newerRun: Problem = problem(
  "comments-not-published",
  "A later run has already commented on the pull request. Its comments stay as they are.",
);

/** One notice for a token that is known beforehand to be read-only. */
export function readOnlyProblem(): Problem {
  const message =
    "There are no comments on the pull request: it comes from a fork or from Dependabot, whose jobs may only read. Elsewhere " +
    "the permission pull-requests: write lets them be made. All findings are in the job summary.";
  return problem("permission-missing", message);
}

/** What did not come to be, with GitHub's reason; the findings are all in the job summary. */
export function notPublished(reason: string): Problem {
  const message = `Not all comments on the pull request are up to date. ${reason} All findings are in the job summary.`;
  return problem("comments-not-published", message);
}

/** Names the lines that are missing in the workflow. */
function permissionProblem(trouble: ApiTrouble): Problem {
  if (trouble.kind === "bad-credentials") {
    return problem("permission-missing", `There are no comments on the pull request. ${troubleText(trouble)}`);
  }
  const needed = neededPermissions(trouble.kind === "missing-permission" ? trouble.accepted : undefined);
  const list = ["contents: read", ...needed].join(", ");
  const message = `The token may not comment on the pull request. Give the job permissions: { ${list} }. All findings are in the job summary.`;
  return problem("permission-missing", message);
}

/** GitHub lists ways that are enough, each `name=level` or several with commas; the one that suits a pull request is taken. */
function neededPermissions(accepted: string | undefined): string[] {
  const ways = (accepted ?? "").split(";").map((way) => way.split(",").map((permission) => permission.trim()));
  const way = ways.find((each) => each.some((permission) => permission.startsWith("pull_requests="))) ?? [];
  const known = way.flatMap((permission) => {
    const [, name, level] = /^([a-z_]{1,40})=(read|write)$/.exec(permission) ?? [];
    return name === undefined || name === "contents" ? [] : [`${name.replaceAll("_", "-")}: ${level}`];
  });
  return known.length > 0 ? known : ["pull-requests: write"];
}

function problem(code: Problem["code"], message: string): Problem {
  return { code, message, path: undefined, span: undefined, incomplete: false };
}
