import { placeComment } from "./placement.ts";
import { changedFiles, type IssueComment, type Pull, type Review, type ReviewState } from "./pull.ts";
import { addIssueComment } from "./rest/issue-comments.ts";
import { addReply, addReview, addThread } from "./review-writing.ts";
import type { ReviewComment, Thread } from "./thread.ts";
import type { Account, Repository, World } from "./world.ts";

/** Somebody who uses GitHub in a browser. */
export class Person {
  readonly account: Account;
  readonly #world: World;
  readonly #repository: Repository;

  constructor(world: World, repository: Repository, login: string) {
    this.#world = world;
    this.#repository = repository;
    this.account = world.account(login);
  }

  comment(pull: Pull, body: string): IssueComment {
    return addIssueComment(this.#world, pull, this.account, body);
  }

  review(
    pull: Pull,
    state: Exclude<ReviewState, "DISMISSED">,
    options: { readonly commit?: string; readonly body?: string } = {},
  ): Review {
    const { commit = pull.head.sha, body = "" } = options;
    return addReview(this.#world, pull, { author: this.account, state, body, commit });
  }

  /** Begins a conversation on a line of the head that is in the diff. */
  commentOn(pull: Pull, path: string, line: number, body: string): Thread {
    const placement = placeComment(changedFiles(pull), { path, line });
    if ("length" in placement) throw new Error(`There can be no comment on ${path}:${line}: ${placement.join(", ")}.`);
    return addThread(this.#world, pull, this.review(pull, "COMMENTED"), { path, body, placement });
  }

  reply(thread: Thread, body: string): ReviewComment {
    return addReply(this.#world, this.#pullOf(thread), thread, this.account, body);
  }

  resolve(thread: Thread): void {
    thread.resolvedBy = this.account;
  }

  unresolve(thread: Thread): void {
    thread.resolvedBy = undefined;
  }

  dismiss(review: Review): void {
    review.state = "DISMISSED";
  }

  edit(comment: IssueComment | ReviewComment, body: string): void {
    comment.body = body;
    comment.updatedAt = this.#world.now();
    comment.editor = this.account;
  }

  hide(comment: IssueComment | ReviewComment, reason = "off-topic"): void {
    comment.minimized = reason;
  }

  #pullOf(thread: Thread): Pull {
    const pull = this.#repository.pulls.find(({ threads }) => threads.includes(thread));
    if (!pull) throw new Error("The conversation is not there any more.");
    return pull;
  }
}
