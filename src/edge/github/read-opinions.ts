import * as v from "valibot";
import type { RepositoryName } from "../event-subject.ts";
import type { GitHubClient } from "./client.ts";
import { replyOf } from "./reply.ts";

/** A review that says yes or no, or that did before it was dismissed. */
export interface Opinion {
  readonly login: string;
  /** Whether it is an account of a person; neither a bot nor an organisation. */
  readonly isPerson: boolean;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";
  /** The commit that was looked at; undefined when it is gone. */
  readonly commit: string | undefined;
  /** Whether they can write to the repository at all. */
  readonly mayPush: boolean;
  /** When it was given, as GitHub writes times: they sort as text. */
  readonly submittedAt: string;
}

const reviewNode = v.object({
  state: v.picklist(["APPROVED", "CHANGES_REQUESTED", "DISMISSED"]),
  submittedAt: v.nullable(v.string()),
  authorCanPushToRepository: v.boolean(),
  commit: v.nullable(v.object({ oid: v.string() })),
  author: v.nullable(v.object({ __typename: v.string(), login: v.string() })),
});

const opinionsReply = v.object({
  repository: v.object({ pullRequest: v.object({ reviews: v.object({ nodes: v.array(reviewNode) }) }) }),
});

/**
 * The last hundred reviews of a pull request that say yes or no, in one request. Whoever has an approval among them has their last
 * word among them, which cannot be older; an approval that is not among them is not seen, and so does not count.
 */
const query = `query Opinions($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviews(last: 100, states: [APPROVED, CHANGES_REQUESTED, DISMISSED]) {
        nodes {
          state submittedAt authorCanPushToRepository
          commit { oid }
          author { __typename login }
        }
      }
    }
  }
}`;

/** @throws errors of the client. */
export async function readOpinions(
  { graphql }: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
): Promise<Opinion[]> {
  const { repository } = replyOf(opinionsReply, await graphql(query, { owner, repo, number }), "The list of reviews");
  return repository.pullRequest.reviews.nodes.flatMap((node) => {
    const { author, submittedAt, state, commit, authorCanPushToRepository: mayPush } = node;
    // An account that was deleted speaks for nobody any more.
    if (author === null || submittedAt === null) return [];
    const { login, __typename } = author;
    return [{ login, isPerson: __typename === "User", state, commit: commit?.oid, mayPush, submittedAt }];
  });
}

/** The last word of each, in the order in which they were said. */
export function latestOpinions(opinions: readonly Opinion[]): Opinion[] {
  const byTime = opinions.toSorted((a, b) =>
    a.submittedAt < b.submittedAt ? -1 : a.submittedAt > b.submittedAt ? 1 : 0,
  );
  const latest = new Map<string, Opinion>();
  for (const opinion of byTime) {
    latest.delete(opinion.login);
    latest.set(opinion.login, opinion);
  }
  return [...latest.values()];
}
