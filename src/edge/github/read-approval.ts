import * as v from "valibot";
import type { Problem } from "../../model/report.ts";
import type { ResolvedPolicy } from "../../policy/resolve-policy.ts";
import type { PullRequest, RepositoryName } from "../event-subject.ts";
import { apiTrouble, troubleText } from "./api-trouble.ts";
import type { GitHubClient } from "./client.ts";
import { latestOpinions, type Opinion, readOpinions } from "./read-opinions.ts";
import { replyOf } from "./reply.ts";

const permissionReply = v.object({
  permission: v.string(),
  role_name: v.optional(v.string()),
  user: v.nullish(v.object({ permissions: v.optional(v.record(v.string(), v.boolean())) })),
});

type Approval = ResolvedPolicy["waiverApproval"];

/** What reviewers say of the waivers that a pull request brings. */
export type WaiverReview =
  | { readonly review: "approved"; readonly by: string }
  | {
      readonly review: "pending";
      /** Why nobody's approval counts, a sentence each; at least one. */
      readonly reasons: readonly string[];
      readonly problems: readonly Problem[];
    };

/** People whose permission is looked up, each with a request. */
const mostCandidates = 5;
/** Reviews that are explained one by one. */
const mostReasons = 5;

/**
 * Whether somebody who may has approved a pull request as it is judged: a person other than its author, whose last word is an
 * approval of the very commit that is judged, and who has the permission now. One request for the reviews, and one for each person
 * who comes into question, until one of them may. What cannot be read is no approval.
 */
export async function readWaiverReview(
  client: GitHubClient,
  repository: RepositoryName,
  pullRequest: Pick<PullRequest, "author" | "head" | "number">,
  needed: Approval,
): Promise<WaiverReview> {
  try {
    const opinions = latestOpinions(await readOpinions(client, repository, pullRequest.number));
    const judged = opinions.map((opinion) => ({ opinion, objection: objectionTo(opinion, pullRequest) }));
    const candidates = judged.flatMap(({ opinion, objection }) => (objection === undefined ? [opinion] : []));
    const reasons = judged.flatMap(({ objection }) => objection ?? []);
    for (const { login } of candidates.slice(0, mostCandidates)) {
      if (await hasPermission(client, repository, login, needed)) return { review: "approved", by: login };
      reasons.push(`${login} approved it, but does not have the permission ${needed} on the repository.`);
    }
    if (candidates.length > mostCandidates) {
      reasons.push(`Only the first ${mostCandidates} of ${candidates.length} approvals were looked at.`);
    }
    return { review: "pending", reasons: [...reasons.slice(-mostReasons), whatIsNeeded(needed)], problems: [] };
  } catch (error) {
    return unread(error, needed);
  }
}

/** Why a review does not come into question, whoever it is from; undefined for one that does. */
function objectionTo(
  { login, isPerson, state, commit, mayPush }: Opinion,
  { author, head }: Pick<PullRequest, "author" | "head">,
): string | undefined {
  if (state === "CHANGES_REQUESTED") return `${login} asks for changes.`;
  if (state === "DISMISSED") return `The review of ${login} was dismissed.`;
  if (login.toLowerCase() === author.toLowerCase()) return `${login} is the author, and cannot approve what is theirs.`;
  if (!isPerson) return `The approval of ${login} does not count: it is no person's.`;
  if (commit !== head.sha) return `The approval of ${login} is for an earlier commit.`;
  if (!mayPush) return `The approval of ${login} does not count: they may not write to the repository.`;
  return undefined;
}

function whatIsNeeded(needed: Approval): string {
  return `Waivers in comments count after an approving review of this commit by somebody else with the permission ${needed}.`;
}

/** Custom roles have names of their own: what they may do is in the flags, where there are some. */
async function hasPermission(
  { request }: GitHubClient,
  repository: RepositoryName,
  username: string,
  needed: Approval,
): Promise<boolean> {
  const { data } = await request("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
    ...repository,
    username,
  });
  const { permission, role_name, user } = replyOf(permissionReply, data, "The answer with a permission");
  const flags = user?.permissions;
  const isAdmin = permission === "admin" || flags?.admin === true;
  const maintains = isAdmin || role_name === "maintain" || flags?.maintain === true;
  const writes = maintains || permission === "write" || flags?.push === true;
  return { admin: isAdmin, maintain: maintains, write: writes }[needed];
}

/** @throws what is no trouble of GitHub's. */
function unread(error: unknown, needed: Approval): WaiverReview {
  const trouble = apiTrouble(error);
  if (trouble === undefined) throw error;
  const isHidden = trouble.kind === "missing-permission" || trouble.kind === "not-found";
  const hint = isHidden ? " The job needs `permissions: pull-requests: read`." : "";
  const message = `Whether the waivers of this pull request are approved cannot be read, so they do not count. ${troubleText(trouble)}${hint}`;
  const code = isHidden ? "permission-missing" : "review-unreadable";
  const problem: Problem = { code, message, path: undefined, span: undefined, incomplete: false };
  return { review: "pending", reasons: [whatIsNeeded(needed)], problems: [problem] };
}
