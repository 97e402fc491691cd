import { InputError } from "../model/input-error.ts";
import type { Links } from "../report/links.ts";
import type { ActionInputs } from "./action-inputs.ts";
import { readWorkspace } from "./checkout.ts";
import { readEvent, type WorkflowEvent } from "./event.ts";
import { type EventSubject, type PullRequest, type RepositoryEvent, readSubject } from "./event-subject.ts";
import { attempt } from "./github/api-attempt.ts";
import { troubleText } from "./github/api-trouble.ts";
import type { ClientOptions, GitHubClient } from "./github/client.ts";
import { findPullRequest } from "./github/find-pull-request.ts";
import { jobClient } from "./github/job-client.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What a step knows of its job. */
export interface Job {
  readonly environment: Environment;
  /** Absolute folder of the checkout, links resolved; it may be empty. */
  readonly workspace: string;
  readonly event: WorkflowEvent;
  /** Undefined where the workflow gives no token. */
  readonly gitHub: ConnectedGitHub | undefined;
  readonly links: Links | undefined;
}

export interface ConnectedGitHub {
  readonly client: GitHubClient;
  /** Undefined where the job's token reads policies too. */
  readonly policyClient: GitHubClient | undefined;
  readonly event: RepositoryEvent;
  /** The pull request that is judged and commented on. */
  readonly pull: PullRequest | undefined;
}

/** @throws InputError outside a job of GitHub Actions, and for an event that lacks what it must have. */
export async function readJob(
  environment: Environment,
  inputs: ActionInputs,
  clientOptions: Partial<ClientOptions> = {},
): Promise<Job> {
  const event = readEvent(environment);
  const workspace = readWorkspace(environment);
  const gitHub =
    inputs.token === undefined ? undefined : await connect(environment, inputs, inputs.token, clientOptions);
  const links = linksFrom(environment, gitHub?.event.subject.head.sha ?? event.head.sha);
  return { environment, workspace, event, gitHub, links };
}

async function connect(
  environment: Environment,
  { policyToken }: ActionInputs,
  token: string,
  options: Partial<ClientOptions>,
): Promise<ConnectedGitHub> {
  const client = jobClient(token, environment, options);
  const policyClient = policyToken === undefined ? undefined : jobClient(policyToken, environment, options);
  const event = readSubject(environment);
  const subject = await pullOf(event, client);
  return {
    client,
    policyClient,
    event: { ...event, subject },
    pull: subject.kind === "pull-request" ? subject : undefined,
  };
}

/** A run that follows another workflow is about the pull request which that one ran for. */
async function pullOf({ repository, subject }: RepositoryEvent, client: GitHubClient): Promise<EventSubject> {
  if (subject.kind !== "workflow-run") return subject;
  const found = await attempt(() => findPullRequest(client, repository, subject));
  if (found.ok) return found.value ?? subject;
  const message = `The pull request of the workflow run cannot be read from GitHub. ${troubleText(found.trouble)}`;
  throw new InputError(message);
}

function linksFrom(environment: Environment, sha: string | undefined): Links | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = environment;
  if (!server || !repository || !sha) return undefined;
  return { server, repository, sha, rulePages: rulePages(environment) };
}

/** The pages of the rules are in the repository that the action comes from. */
function rulePages(environment: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = environment;
  if (!server || !repository || !ref || !/^[\w./-]+$/.test(`${repository}${ref}`)) return undefined;
  return `${server}/${repository}/blob/${ref}/docs/rules/`;
}
