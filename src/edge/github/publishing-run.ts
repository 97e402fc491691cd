import type { Problem } from "../../model/report.ts";
import { type Discussion, ownOverviews, ownThreads } from "../../review/discussion.ts";
import type { UnplacedReason } from "../../review/placement.ts";
import { type ReviewActions, reconcile } from "../../review/reconcile.ts";
import { knownRefusals } from "../../review/reconcile-sticky.ts";
import type { CommentRequests } from "./comment-requests.ts";
import type { PublishedReview, ReviewPublication } from "./publish-review.ts";
import { publishSticky, stickyLimit } from "./publish-sticky.ts";
import { headMoved, newerRun, notPublished, readOnlyProblem, type Stop, stopFor } from "./stop.ts";
import { changeThreads } from "./thread-changes.ts";
import { ThreadCreation } from "./thread-creation.ts";

/** As many as a plan has: more on files is not read. */
const mostOnFiles = 10;
const mostFailures = 3;

/** One attempt to bring the comments of a pull request up to date, and what is known of it so far. */
export class PublishingRun {
  readonly #requests: CommentRequests;
  readonly #publication: ReviewPublication;
  readonly #problems: Problem[] = [];
  readonly #failures: string[] = [];
  readonly #inline = new Set<string>();
  readonly #unplaced = new Map<string, UnplacedReason>();
  #discussion: Discussion | undefined;
  #hasCreated = false;

  constructor(requests: CommentRequests, publication: ReviewPublication) {
    this.#requests = requests;
    this.#publication = publication;
  }

  async publish(): Promise<void> {
    const { writer, desired, mayWrite } = this.#publication;
    if (!mayWrite) return this.end("not-permitted", readOnlyProblem());
    if (this.#publication.look?.findsNothingOf(writer.key) && this.#hasNothingToSay()) return;
    const read = await this.#requests.read();
    if (!read.ok) return this.#endWith(stopFor(read.trouble));
    this.#discussion = read.value;
    const actions = reconcile(desired, read.value, writer);
    const own = new Set(ownThreads(read.value, writer).map(({ fingerprint }) => fingerprint));
    for (const { fingerprint } of desired.plan.comments) if (own.has(fingerprint)) this.#inline.add(fingerprint);
    if (read.value.headSha !== writer.head) return this.#endWith(headMoved);
    if (actions.outrun) this.end("newer-run", newerRun);

    const stop = (await this.#create(actions, read.value)) ?? (await this.#change(actions));
    if (stop) this.#endWith(stop);
    if (stop && !stop.isForThreadsOnly) return;
    await this.#writeSticky(read.value);
    if (this.#hasCreated) await this.#removeTwins();
  }

  /** Whatever has no comment yet gets none. */
  end(reason: UnplacedReason, problem: Problem): void {
    for (const { fingerprint } of this.#publication.desired.plan.comments) {
      if (!this.#inline.has(fingerprint) && !this.#unplaced.has(fingerprint)) this.#unplaced.set(fingerprint, reason);
    }
    if (!this.#problems.some(({ code }) => code === problem.code)) this.#problems.push(problem);
  }

  result(): PublishedReview {
    const { writer } = this.#publication;
    const threads = this.#discussion ? ownThreads(this.#discussion, writer) : [];
    const sticky = this.#discussion && ownOverviews(this.#discussion, writer)[0];
    const failures = this.#failures.slice(0, mostFailures);
    return {
      placement: { inline: this.#inline, unplaced: this.#unplaced },
      links: new Map(threads.toReversed().map(({ fingerprint, comment }) => [fingerprint, comment.url])),
      stickyUrl: sticky?.comment.url,
      problems: [...this.#problems, ...(failures.length > 0 ? [notPublished(failures.join(" "))] : [])],
    };
  }

  #hasNothingToSay(): boolean {
    const { desired, review, comment, renderSticky } = this.#publication;
    if (desired.plan.comments.length > 0 && review !== "off") return false;
    if (comment === "always") return false;
    return comment === "off" || renderSticky({ inline: new Set(), unplaced: new Map() }, stickyLimit).isClean;
  }

  async #create({ create }: ReviewActions, discussion: Discussion): Promise<Stop | undefined> {
    const { writer, review } = this.#publication;
    const refusals = knownRefusals(discussion, writer);
    const isRefused = ({ fingerprint }: { readonly fingerprint: string }) => refusals.has(fingerprint);
    for (const { fingerprint } of create.filter(isRefused)) this.#unplaced.set(fingerprint, "refused");
    const wanted = create.filter((comment) => !isRefused(comment));
    if (review === "off") {
      for (const { fingerprint } of wanted) this.#unplaced.set(fingerprint, "off");
      return undefined;
    }
    const onFiles = ownThreads(discussion, writer).filter(({ thread }) => thread.isOnFile).length;
    const roomOnFiles = mostOnFiles - onFiles;
    const creation = new ThreadCreation({ requests: this.#requests, writer, discussion, roomOnFiles });
    await creation.create(wanted);
    for (const fingerprint of creation.placed) this.#inline.add(fingerprint);
    for (const [fingerprint, reason] of creation.unplaced) this.#unplaced.set(fingerprint, reason);
    this.#hasCreated ||= creation.placed.size > 0;
    return creation.stop;
  }

  async #change(actions: Pick<ReviewActions, "remove" | "settle" | "update">): Promise<Stop | undefined> {
    const { stop, failures } = await changeThreads(this.#requests, actions);
    this.#failures.push(...failures);
    return stop;
  }

  async #writeSticky(discussion: Discussion): Promise<void> {
    const { comment: mode, renderSticky: render, writer } = this.#publication;
    const placement = { inline: this.#inline, unplaced: this.#unplaced };
    const sticky = await publishSticky(this.#requests, { mode, render, placement }, discussion, writer);
    this.#failures.push(...sticky.failures);
    this.#hasCreated ||= sticky.isCreated;
    if (sticky.stop) this.#endWith(sticky.stop);
  }

  /** A run at the same time may have written the same: the older comment stays, and says what the newer run says. */
  async #removeTwins(): Promise<void> {
    const { desired, writer } = this.#publication;
    const read = await this.#requests.read();
    if (!read.ok) return;
    this.#discussion = read.value;
    const { update, remove } = reconcile(desired, read.value, writer);
    const twins = remove.filter(({ reason }) => reason === "twin");
    const doubled = new Set(twins.map(({ own }) => own.fingerprint));
    const outdated = update.filter(({ own }) => doubled.has(own.fingerprint));
    const stop = await this.#change({ update: outdated, settle: [], remove: twins });
    if (stop) return this.#endWith(stop);
    if (ownOverviews(read.value, writer).length > 1) await this.#writeSticky(read.value);
  }

  #endWith(stop: Stop | undefined): void {
    if (stop) this.end(stop.reason, stop.problem);
    else this.end("unavailable", notPublished("GitHub does not take the request."));
  }
}
