import * as v from "valibot";
import { type EventSubject, type PullRequest, type RepositoryName, readPullRequest } from "../event-subject.ts";
import type { GitHubClient } from "./client.ts";
import { replyOf } from "./reply.ts";

const pullList = v.array(
  v.looseObject({
    head: v.looseObject({ sha: v.string(), repo: v.nullable(v.looseObject({ full_name: v.string() })) }),
  }),
);

type WorkflowRun = Extract<EventSubject, { kind: "workflow-run" }>;

/**
 * The pull request that another workflow ran for: the one whose head is the very commit of that run. GitHub names none for
 * runs of forks, and what an artifact says is no evidence.
 */
export async function findPullRequest(
  { request }: GitHubClient,
  repository: RepositoryName,
  { head, headOwner, headRepository }: WorkflowRun,
): Promise<PullRequest | undefined> {
  if (head.ref === "") return undefined;
  const { data } = await request("GET /repos/{owner}/{repo}/pulls", {
    ...repository,
    head: `${headOwner}:${head.ref}`,
    state: "all",
    per_page: 100,
  });
  const pulls = replyOf(pullList, data, "The list of pull requests");
  const found = pulls.find((pull) => pull.head.sha === head.sha && pull.head.repo?.full_name === headRepository);
  return found && readPullRequest(found, "GitHub's answer about the pull request of the workflow run");
}
