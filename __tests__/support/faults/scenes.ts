import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { LoggedRequest } from "../fake-github/fault.ts";
import type { Pull } from "../fake-github/pull.ts";
import { type InProcessOptions, type InProcessRun, runInProcess } from "../run-in-process.ts";
import { endpointOf } from "./endpoint.ts";

type ActionRun = (options?: InProcessOptions) => Promise<InProcessRun>;

/** A pull request that is about to be judged. */
interface Staged {
  readonly pull: Pull;
  /** The run that something goes wrong in, and the runs after it. */
  readonly run: ActionRun;
  /** What goes wrong anyhow, so that the run comes to ask for something at all. */
  readonly anyhow?: (() => void) | undefined;
}

/** A situation in which a run asks for certain things. */
export interface Scene {
  readonly name: string;
  readonly stage: (github: FakeGitHub, branch: string) => Promise<Staged>;
  readonly requests: readonly FaultedRequest[];
}

/** One thing that a run asks for, by its endpoint and by what it is about. */
export interface FaultedRequest {
  readonly endpoint: string;
  readonly about: string;
  readonly use: "reading" | "publishing";
  /** Which of the requests to the endpoint, where the scene makes several. */
  readonly isIt?: (request: LoggedRequest, earlier: number) => boolean;
}

const steps = Array.from({ length: 12 }, (_, index) => `RUN step-${index}\n`).join("");
const base = `FROM debian:13-slim AS run\n${steps}COPY app /app\nUSER 65532\n`;
const noted = (...names: readonly string[]) => names.map((name) => `COPY ${name} /${name} # ${name}\n`).join("");
/** Three errors on lines of the change, and a warning on a line that it leaves alone. */
const found = `FROM debian:13-slim AS run\n${steps}${noted("one", "two", "three")}`;
const latin = Buffer.from(`# caf\u00e9\n${found}`, "latin1");
const policy = "version: 1\nextends: recommended\nrules: { unpinned-base-image: off, end-of-life-base: off }\n";
const waiver = "# stagegate: waive mistaken-inline-comment until 2999-01-01 -- a story for spring\n";

/** What the default branch has in every scene. */
export const before = { "README.md": "A shop\n", Dockerfile: base, ".github/stagegate.yml": policy };

const isPolicy = ({ body }: LoggedRequest) => JSON.stringify(body).includes("stagegate.yml");
const reading = (endpoint: string, about: string, isIt?: FaultedRequest["isIt"]): FaultedRequest => ({
  endpoint,
  about,
  use: "reading",
  ...(isIt ? { isIt } : {}),
});
const publishing = (endpoint: string, about: string, isIt?: FaultedRequest["isIt"]): FaultedRequest => ({
  ...reading(endpoint, about, isIt),
  use: "publishing",
});

function runner(github: FakeGitHub, pull: Pull, own: InProcessOptions = {}): ActionRun {
  return (options = {}) => runInProcess(github, pull, { ...own, ...options, client: { second: 1, ...options.client } });
}

const firstComments: Scene = {
  name: "first comments",
  async stage(github, head) {
    const pull = github.openPull({ head, files: { Dockerfile: found } });
    return { pull, run: runner(github, pull) };
  },
  requests: [
    reading("query Files", "the policy", isPolicy),
    reading("GET /repos/{owner}/{repo}/compare/{basehead}", "what the pull request changes"),
    reading("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", "the files of the head"),
    reading("query Files", "the Dockerfiles", (request) => !isPolicy(request)),
    publishing("query Discussion", "what was said before", (_, earlier) => earlier === 0),
    publishing("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", "comments on lines"),
    publishing("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", "a comment on a file"),
    publishing("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "the overview"),
    publishing("query Discussion", "what was said meanwhile", (_, earlier) => earlier > 0),
  ],
};

const laterComments: Scene = {
  name: "later comments",
  async stage(github, head) {
    const pull = github.openPull({ head, files: { Dockerfile: found } });
    const run = runner(github, pull);
    await run();
    const answered = github.threads(pull).find(({ comments }) => comments[0]?.body.includes("two"));
    if (answered) github.person("ann").reply(answered, "We need it.");
    github.push(pull, { Dockerfile: `FROM debian:13-slim AS run\n${steps}${noted("three", "four")}` });
    return { pull, run };
  },
  requests: [
    publishing("PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}", "a comment that was answered, and is done"),
    publishing("DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}", "a comment that is done"),
    publishing("mutation ChangeComments", "folding up what is done"),
    publishing("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", "the overview, once more"),
  ],
};

const withoutOverview: Scene = {
  name: "without an overview",
  async stage(github, head) {
    const pull = github.openPull({ head, files: { Dockerfile: found } });
    await runner(github, pull)();
    return { pull, run: runner(github, pull, { inputs: { comment: "off" } }) };
  },
  requests: [publishing("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", "an overview that is to go")],
};

const begunReview: Scene = {
  name: "a review that was begun",
  async stage(github, head) {
    const pull = github.openPull({ head, files: { Dockerfile: found } });
    github.person("github-actions[bot]").review(pull, "PENDING", { body: "of a run that was cancelled" });
    return { pull, run: runner(github, pull) };
  },
  requests: [
    publishing("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", "reviews that were begun"),
    publishing("DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}", "a review that was begun"),
  ],
};

const refusedLine: Scene = {
  name: "a line that GitHub refuses",
  async stage(github, head) {
    const pull = github.openPull({ head, files: { Dockerfile: found } });
    const errors = ["Pull request review thread line must be part of the diff"];
    const anyhow = () =>
      github.fault({
        match: (request) => endpointOf(request) === "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
        reply: { status: 422, body: { message: "Unprocessable Entity", errors } },
      });
    return { pull, run: runner(github, pull), anyhow };
  },
  requests: [publishing("query Head", "whether the head has moved")],
};

const waived: Scene = {
  name: "waivers",
  async stage(github, head) {
    const files = { Dockerfile: `FROM debian:13-slim AS run\n${steps}${waiver}${noted("one")}USER 65532\n` };
    const pull = github.openPull({ head, files });
    github.collaborator("alice", "maintain").review(pull, "APPROVED");
    return { pull, run: runner(github, pull) };
  },
  requests: [
    reading("query Opinions", "who approved the waivers"),
    reading("GET /repos/{owner}/{repo}/collaborators/{username}/permission", "whether they may"),
  ],
};

const otherBytes: Scene = {
  name: "a Dockerfile in Latin-1",
  async stage(github, head) {
    const pull = github.openPull({ head, files: { Dockerfile: latin } });
    return { pull, run: runner(github, pull) };
  },
  requests: [reading("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", "a file that GraphQL does not hand out")],
};

const manyFiles: Scene = {
  name: "301 files",
  async stage(github, head) {
    const names = Array.from({ length: 301 }, (_, index) => [`a/${String(index).padStart(3, "0")}`, `${index}\n`]);
    const pull = github.openPull({ head, files: { ...Object.fromEntries(names), "z/Dockerfile": found } });
    return { pull, run: runner(github, pull) };
  },
  requests: [
    reading(
      "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
      "the files of the merge base",
      (_, earlier) => earlier > 0,
    ),
    reading("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", "the lines of a change with more files than 300"),
  ],
};

const publishMode: Scene = {
  name: "mode publish",
  async stage(github, head) {
    const pull = github.openPull({ head, files: { Dockerfile: found }, fork: true, author: `eve-${head}` });
    const judged = await runner(github, pull)();
    const workspace = { "report.json": judged.report ?? "" };
    const inputs = { mode: "publish", "report-file": "report.json" };
    return { pull, run: runner(github, pull, { event: "workflow_run", inputs, workspace }) };
  },
  requests: [reading("GET /repos/{owner}/{repo}/pulls", "the pull request of another run")],
};

export const scenes: readonly Scene[] = [
  firstComments,
  laterComments,
  withoutOverview,
  begunReview,
  refusedLine,
  waived,
  otherBytes,
  manyFiles,
  publishMode,
];
