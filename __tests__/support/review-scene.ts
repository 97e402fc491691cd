import { getOctokit } from "@actions/github";
import { retry } from "@octokit/plugin-retry";
import { apiAddress, type GitHubClient } from "../../src/edge/github/client.ts";
import { type PublishedReview, publishReview, type ReviewPublication } from "../../src/edge/github/publish-review.ts";
import { repetition } from "../../src/edge/github/repetition.ts";
import { waitingBudget } from "../../src/edge/github/waiting-budget.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { Placement } from "../../src/review/placement.ts";
import type { PlannedComment, ReviewPlan } from "../../src/review/review-plan.ts";
import { FakeGitHub, type FakeGitHubOptions } from "./fake-github/fake-github.ts";
import type { LoggedRequest } from "./fake-github/fault.ts";
import type { Job, JobOptions } from "./fake-github/job.ts";
import type { Pull } from "./fake-github/pull.ts";

const position = { line: 1, column: 1, offset: 0 };

/** A finding, of which a publisher needs to know no more than its fingerprint. */
function findingOf(fingerprint: string): Finding {
  return {
    rule: "root-final-user",
    level: "error",
    status: "open",
    message: "The image runs as root.",
    span: { start: position, end: position },
    related: [],
    stage: undefined,
    fix: undefined,
    fingerprint,
  };
}

export function fingerprintOf(number: number): string {
  return number.toString(16).padStart(32, "0");
}

/** A comment on a line of the scene's Dockerfile. */
export function onLine(line: number, more: Partial<PlannedComment> = {}): PlannedComment {
  const fingerprint = fingerprintOf(line);
  return {
    fingerprint,
    path: "Dockerfile",
    subject: "line",
    startLine: undefined,
    line,
    body: `**Error** in line ${line}.`,
    finding: findingOf(fingerprint),
    ...more,
  };
}

export function onFile(number: number, path = "Dockerfile"): PlannedComment {
  const body = `**Error** of ${path}, number ${number}.`;
  return { ...onLine(number), path, subject: "file", line: undefined, body };
}

export function planOf(...comments: readonly PlannedComment[]): ReviewPlan {
  return { comments, elsewhere: [] };
}

export interface PublicationOptions extends Partial<Omit<ReviewPublication, "writer">> {
  /** Of which the comments are; `policy` unless told. */
  readonly key?: string;
  readonly run?: number;
  readonly head?: string;
  readonly job?: JobOptions;
  readonly client?: (job: Job) => GitHubClient;
}

/** A pull request that adds a Dockerfile of 80 lines, all of which can be commented on. */
export class ReviewScene {
  readonly github: FakeGitHub;
  readonly pull: Pull;
  #lastRun = 100;

  private constructor(github: FakeGitHub, pull: Pull) {
    this.github = github;
    this.pull = pull;
  }

  static async start(options: FakeGitHubOptions & { readonly fork?: boolean } = {}): Promise<ReviewScene> {
    const github = await FakeGitHub.start(options);
    github.commit("main", { "README.md": "A shop\n", "long.txt": steps(200) });
    const files = { Dockerfile: steps(80), "long.txt": `first\n${steps(200)}` };
    return new ReviewScene(github, github.openPull({ head: "feature", files, fork: options.fork ?? false }));
  }

  /** What a job at the newest commit publishes, unless told otherwise. */
  async publish(plan: ReviewPlan, options: PublicationOptions = {}): Promise<PublishedReview & Counted> {
    const { key = "policy", head = this.pull.head.sha, job: jobOptions, client = unpacedClient } = options;
    this.#lastRun += 1;
    const job = this.github.job(this.pull, jobOptions ?? {});
    const before = this.github.requests.length;
    const published = await publishReview(client(job), {
      address: { owner: "acme", repo: "shop", number: this.pull.number },
      desired: { plan, waived: new Set(), problems: [] },
      review: "comments",
      comment: "on-findings",
      renderSticky: (placement) => overview(plan, placement),
      mayWrite: true,
      ...options,
      writer: { key: key.padStart(16, "0").replace(/[^0-9a-f]/g, "0"), run: options.run ?? this.#lastRun, head },
    });
    const requests = this.github.requests.slice(before);
    return { ...published, requests, writes: requests.filter(isWrite) };
  }

  /** Bodies of the threads' first comments, without what is hidden in them. */
  get threadTexts(): string[] {
    return this.github.threads(this.pull).map(({ comments }) => visible(comments[0]?.body ?? ""));
  }

  get commentTexts(): string[] {
    return this.github.comments(this.pull).map(({ body }) => visible(body));
  }
}

export interface Counted {
  readonly requests: readonly LoggedRequest[];
  readonly writes: readonly LoggedRequest[];
}

export function isWrite({ method, path, body }: LoggedRequest): boolean {
  if (!path.endsWith("/graphql")) return method !== "GET";
  return /^\s*mutation/.test(String((body as { readonly query?: string }).query));
}

function steps(count: number): string {
  return Array.from({ length: count }, (_, index) => `RUN step ${index + 1}\n`).join("");
}

/** An overview that names every planned finding and where it is. */
function overview({ comments }: ReviewPlan, { inline, unplaced }: Placement) {
  const rows = comments.map(({ fingerprint, path }) => {
    return `- ${path} ${Number.parseInt(fingerprint, 16)}: ${inline.has(fingerprint) ? "comment" : unplaced.get(fingerprint)}`;
  });
  const matter = rows.length === 0 ? "All clear." : rows.join("\n");
  return { markdown: matter, matter, isClean: rows.length === 0 };
}

/** The client of the action without its pace, which is a matter of seconds. */
function unpacedClient({ token, environment }: Job): GitHubClient {
  const { rest, graphql } = apiAddress(environment);
  const octokit = getOctokit(
    token,
    { baseUrl: rest, retry: { doNotRetry: [], retries: 0, retryAfterBaseValue: 1 } },
    repetition(waitingBudget(120)),
    retry,
  );
  return { request: octokit.request, graphql: octokit.graphql.defaults({ url: graphql }), paginate: octokit.paginate };
}

function visible(body: string): string {
  return body.replace(/\n*<!-- stagegate:[^>]*-->$/, "");
}
