import * as v from "valibot";
import type { Discussion } from "../../review/discussion.ts";
import { type Attempt, attempt } from "./api-attempt.ts";
import type { GitHubClient } from "./client.ts";
import { type PullRequestAddress, readDiscussion, readHead } from "./read-discussion.ts";
import { replyOf, requireWritten, UnexpectedReply } from "./reply.ts";

const reviewList = v.array(
  v.object({ id: v.number(), state: v.string(), user: v.nullish(v.object({ login: v.string() })) }),
);

/** A comment as GitHub takes it, at the commit that was judged. */
export interface NewComment {
  readonly path: string;
  readonly startLine: number | undefined;
  readonly line: number | undefined;
  readonly body: string;
}

/** The requests on the comments of one pull request. None of them throws for what GitHub answers. */
export class CommentRequests {
  readonly #client: GitHubClient;
  readonly #address: PullRequestAddress;
  readonly #repository: { readonly owner: string; readonly repo: string };

  constructor(client: GitHubClient, address: PullRequestAddress) {
    this.#client = client;
    this.#address = address;
    this.#repository = { owner: address.owner, repo: address.repo };
  }

  read(): Promise<Attempt<Discussion>> {
    return attempt(() => readDiscussion(this.#client, this.#address));
  }

  readHead(): Promise<Attempt<string>> {
    return attempt(() => readHead(this.#client, this.#address));
  }

  /** All comments or none, shown at once: a review that approves nothing and requests nothing. */
  postReview(head: string, body: string, comments: readonly NewComment[]): Promise<Attempt<unknown>> {
    const operation = "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
    const shown = comments.map(({ path, startLine, line, body: text }) => ({
      path,
      body: text,
      side: "RIGHT",
      ...(line === undefined ? {} : { line }),
      ...(startLine === undefined ? {} : { start_line: startLine, start_side: "RIGHT" }),
    }));
    const { number: pull_number } = this.#address;
    return this.#write(operation, { pull_number, commit_id: head, event: "COMMENT", body, comments: shown });
  }

  postOnFile(head: string, { path, body }: NewComment): Promise<Attempt<unknown>> {
    const operation = "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments";
    const { number: pull_number } = this.#address;
    return this.#write(operation, { pull_number, commit_id: head, path, body, subject_type: "file" });
  }

  edit(id: number, body: string): Promise<Attempt<unknown>> {
    return this.#write("PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}", { comment_id: id, body });
  }

  remove(id: number): Promise<Attempt<unknown>> {
    return this.#write("DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}", { comment_id: id });
  }

  postBelow(body: string): Promise<Attempt<unknown>> {
    const operation = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    return this.#write(operation, { issue_number: this.#address.number, body });
  }

  editBelow(id: number, body: string): Promise<Attempt<unknown>> {
    return this.#write("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id, body });
  }

  removeBelow(id: number): Promise<Attempt<unknown>> {
    return this.#write("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id });
  }

  /** Removes the review that this account has begun and not sent; one account can have one. */
  removePendingReview(viewer: string): Promise<Attempt<unknown>> {
    const pull = { ...this.#repository, pull_number: this.#address.number };
    return attempt(async () => {
      const operation = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
      const pages = await this.#client.paginate(operation, { ...pull, per_page: 100 });
      const reviews = replyOf(reviewList, pages, "The list of reviews");
      const isOwn = (login: string | undefined) => login === viewer || login === `${viewer}[bot]`;
      const pending = reviews.find(({ state, user }) => state === "PENDING" && isOwn(user?.login));
      if (!pending) return;
      const removal = "DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";
      await this.#client.request(removal, { ...pull, review_id: pending.id });
    });
  }

  /** Several changes of GraphQL in one request, each a mutation with the one id that it takes. */
  mutate(mutations: readonly { readonly call: string; readonly id: string }[]): Promise<Attempt<unknown>> {
    const parameters = mutations.map((_, index) => `$id${index}: ID!`).join(", ");
    const calls = mutations.map(({ call }, index) => `m${index}: ${call.replace("$id", `$id${index}`)}`).join("\n");
    const variables = Object.fromEntries(mutations.map(({ id }, index) => [`id${index}`, id]));
    return attempt(async () => {
      const data = await this.#client.graphql(`mutation ChangeComments(${parameters}) {\n${calls}\n}`, variables);
      if (typeof data !== "object" || data === null) throw new UnexpectedReply("its answer is empty", true);
    });
  }

  #write(operation: string, parameters: Readonly<Record<string, unknown>>): Promise<Attempt<unknown>> {
    return attempt(async () => {
      const { status, data } = await this.#client.request(operation, { ...this.#repository, ...parameters });
      requireWritten(status, data);
    });
  }
}

/** For {@link CommentRequests.mutate}. */
export const mutations = {
  hide: "minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) { clientMutationId }",
  show: "unminimizeComment(input: { subjectId: $id }) { clientMutationId }",
  resolve: "resolveReviewThread(input: { threadId: $id }) { clientMutationId }",
  reopen: "unresolveReviewThread(input: { threadId: $id }) { clientMutationId }",
} as const;
