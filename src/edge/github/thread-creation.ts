import { textOn, within } from "../../review/comment-text.ts";
import { ownThreads, type Writer } from "../../review/discussion.ts";
import { withMarker } from "../../review/marker.ts";
import type { UnplacedReason } from "../../review/placement.ts";
import { findingMarker } from "../../review/reconcile.ts";
import type { PlannedComment } from "../../review/review-plan.ts";
import type { Attempt } from "./api-attempt.ts";
import type { CommentRequests, NewComment } from "./comment-requests.ts";
import { headMoved, type Stop, stopFor, unsettled } from "./stop.ts";

export interface CreationContext {
  readonly requests: CommentRequests;
  readonly writer: Writer;
  readonly discussion: { readonly pullRequest: string; readonly viewer: string };
  /** Comments on files that may still be made. */
  readonly roomOnFiles: number;
}

/** Requests that make comments, in one run: to find one bad line among 30 takes 11. */
const mostRequests = 24;
const tries = 3;
/** In UTF-16 code units; for a comment that GitHub calls too long. */
const shrunkLength = 20_000;

type Posted =
  | { readonly kind: "placed" | "stopped" }
  /** GitHub takes none of the rest because of one of them. */
  | { readonly kind: "refused"; readonly rest: readonly PlannedComment[] };

/**
 * Makes new threads: one review with all of them; where GitHub refuses it, the bad ones are found by halves. What no line takes goes
 * on its file, and what no file takes is left for the overview.
 */
export class ThreadCreation {
  readonly placed = new Set<string>();
  readonly unplaced = new Map<string, UnplacedReason>();
  stop: Stop | undefined;
  readonly #context: CreationContext;
  #requestsLeft = mostRequests;
  #roomOnFiles: number;
  #hasSameHead = false;
  #hasRemovedPending = false;
  #longest = Number.POSITIVE_INFINITY;
  #takesFiles = true;

  constructor(context: CreationContext) {
    this.#context = context;
    this.#roomOnFiles = context.roomOnFiles;
  }

  async create(comments: readonly PlannedComment[]): Promise<void> {
    const onLines = comments.filter(({ subject }) => subject === "line");
    const misplaced = await this.#reviewByHalves(onLines, false);
    const onFiles = comments.filter(({ subject }) => subject === "file");
    for (const comment of [...onFiles, ...misplaced]) {
      const reason = await this.#onFile(comment);
      if (reason !== undefined) this.unplaced.set(comment.fingerprint, reason);
    }
    for (const { fingerprint } of comments) {
      if (this.stop && !this.placed.has(fingerprint)) this.unplaced.set(fingerprint, this.stop.reason);
    }
  }

  /** Those that no line takes. A batch in which one is known to be bad is not tried as a whole. */
  async #reviewByHalves(batch: readonly PlannedComment[], isKnownBad: boolean): Promise<readonly PlannedComment[]> {
    if (batch.length === 0 || this.stop) return [];
    if (this.#requestsLeft <= 0 || (isKnownBad && batch.length === 1)) return batch;
    const posted = isKnownBad ? ({ kind: "refused", rest: batch } as const) : await this.#postReview(batch);
    if (posted.kind !== "refused") return [];
    const { rest } = posted;
    if (rest.length <= 1) return rest;
    const middle = rest.length >> 1;
    const left = await this.#reviewByHalves(rest.slice(0, middle), false);
    const right = await this.#reviewByHalves(rest.slice(middle), left.length === 0);
    return [...left, ...right];
  }

  async #postReview(batch: readonly PlannedComment[]): Promise<Posted> {
    const count = batch.length === 1 ? "1 finding" : `${batch.length} findings`;
    const { requests, writer } = this.#context;
    return this.#post(batch, (rest) =>
      requests.postReview(
        writer.head,
        `Stagegate: ${count} in the lines of this change.`,
        rest.map((one) => this.#shown(one, "line")),
      ),
    );
  }

  async #onFile(comment: PlannedComment): Promise<UnplacedReason | undefined> {
    if (this.stop) return this.stop.reason;
    // So many requests are used up only by refusals.
    if (!this.#takesFiles || this.#requestsLeft <= 0) return "refused";
    if (this.#roomOnFiles <= 0) return "no-room";
    const { requests, writer } = this.#context;
    const posted = await this.#post([comment], () => requests.postOnFile(writer.head, this.#shown(comment, "file")));
    if (posted.kind === "placed") this.#roomOnFiles -= 1;
    return posted.kind === "refused" ? "refused" : undefined;
  }

  /** Sends comments, again where there is a way to: what may have been written already is looked for first. */
  async #post(
    batch: readonly PlannedComment[],
    send: (rest: readonly PlannedComment[]) => Promise<Attempt<unknown>>,
  ): Promise<Posted> {
    let rest = batch;
    for (let count = 0; count < tries && this.#requestsLeft > 0; count += 1) {
      this.#requestsLeft -= 1;
      const sent = await send(rest);
      if (sent.ok) return this.#place(rest);
      const { trouble } = sent;
      if (trouble.kind === "maybe-applied") {
        const present = await this.#present();
        if (!present) return this.#stopWith(stopFor(trouble));
        this.#place(rest.filter(({ fingerprint }) => present.has(fingerprint)));
        rest = rest.filter(({ fingerprint }) => !present.has(fingerprint));
        if (rest.length === 0) return { kind: "placed" };
        if (count === tries - 1) return this.#stopWith(stopFor(trouble));
      } else if (trouble.kind === "validation") {
        const isRepaired = await this.#repair(trouble.texts);
        if (this.stop) return { kind: "stopped" };
        if (!isRepaired) return { kind: "refused", rest };
      } else if (trouble.kind === "too-large") return { kind: "refused", rest };
      else if (trouble.kind !== "conflict") return this.#stopWith(stopFor(trouble));
      // What passes is no refusal, which would be remembered: the next run tries again.
      else if (count === tries - 1) return this.#stopWith(unsettled(trouble));
    }
    return { kind: "refused", rest };
  }

  /** Whether what GitHub complains of is out of the way, so that the same may be sent again. Each way is gone once. */
  async #repair(texts: readonly string[]): Promise<boolean> {
    const text = texts.join("\n");
    if (/one pending review/i.test(text) && !this.#hasRemovedPending) {
      this.#hasRemovedPending = true;
      const removed = await this.#context.requests.removePendingReview(this.#context.discussion.viewer);
      return removed.ok;
    }
    if (/too long|only \d+ characters/i.test(text) && this.#longest > shrunkLength) {
      this.#longest = shrunkLength;
      return true;
    }
    if (/subject_type/i.test(text)) this.#takesFiles = false;
    else if (!this.#hasSameHead) {
      const head = await this.#context.requests.readHead();
      if (head.ok && head.value !== this.#context.writer.head) this.stop = headMoved;
      this.#hasSameHead = true;
    }
    return false;
  }

  async #present(): Promise<ReadonlySet<string> | undefined> {
    const read = await this.#context.requests.read();
    return read.ok
      ? new Set(ownThreads(read.value, this.#context.writer).map(({ fingerprint }) => fingerprint))
      : undefined;
  }

  #place(comments: readonly PlannedComment[]): Posted {
    for (const { fingerprint } of comments) this.placed.add(fingerprint);
    return { kind: "placed" };
  }

  #stopWith(stop: Stop | undefined): Posted {
    this.stop = stop;
    return { kind: "stopped" };
  }

  #shown(comment: PlannedComment, subject: PlannedComment["subject"]): NewComment {
    const { writer, discussion } = this.#context;
    const text = within(this.#longest, textOn(subject, comment));
    const body = withMarker(text, findingMarker(comment.fingerprint, writer), discussion.pullRequest);
    return { path: comment.path, startLine: comment.startLine, line: comment.line, body };
  }
}
