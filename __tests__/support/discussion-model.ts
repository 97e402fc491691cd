import { textOn } from "../../src/review/comment-text.ts";
import type { Comment, Discussion, Thread, Writer } from "../../src/review/discussion.ts";
import { withMarker } from "../../src/review/marker.ts";
import { findingMarker, type ReviewActions } from "../../src/review/reconcile.ts";
import type { StickyActions } from "../../src/review/reconcile-sticky.ts";

type Changeable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
export type ModelThread = Omit<Changeable<Thread>, "comments"> & { comments: Changeable<Comment>[] };

/** A pull request's discussion that changes as GitHub's does, by our actions and by those of people. */
export class DiscussionModel {
  readonly pullRequest = "1/7";
  readonly viewer = "github-actions";
  threads: ModelThread[] = [];
  comments: Changeable<Comment>[] = [];
  headSha: string;
  #lastId = 0;

  constructor(headSha: string) {
    this.headSha = headSha;
  }

  /** What a run reads now; later changes do not show in it. */
  read(): Discussion {
    const { pullRequest, viewer, threads, comments, headSha } = this;
    return structuredClone({ pullRequest, viewer, threads, comments, headSha });
  }

  newComment(body: string, isOurs: boolean): Changeable<Comment> {
    this.#lastId += 1;
    const id = this.#lastId;
    return {
      id,
      nodeId: `C${id}`,
      url: `#${id}`,
      body,
      isOurs,
      writtenAt: "2026-01-01T00:00:00Z",
      isEditedByOther: false,
      isHidden: false,
    };
  }

  newThread(path: string, line: number | undefined, body: string, isOurs: boolean): ModelThread {
    const thread = {
      nodeId: `T${this.#lastId + 1}`,
      path,
      startLine: undefined,
      line,
      isOnFile: line === undefined,
      isResolved: false,
      isResolvedByUs: false,
      canResolve: false,
      comments: [this.newComment(body, isOurs)],
      hasMore: false,
    };
    this.threads.push(thread);
    return thread;
  }

  /** Carries out the first `most` actions; a run that ends early has done no more than these. */
  carryOut(actions: ReviewActions, writer: Writer, most = Number.POSITIVE_INFINITY): void {
    const { create, update, settle, remove } = actions;
    const steps = [
      ...create.map((comment) => () => {
        const { fingerprint, subject, path, line } = comment;
        const body = withMarker(textOn(subject, comment), findingMarker(fingerprint, writer), this.pullRequest);
        this.newThread(path, line, body, true);
      }),
      // In the edge's order: shown first, then said; said first, then folded.
      ...update.map(({ own }) => () => {
        if (own.marker.state === "open") return;
        this.#first(own.comment.id, (comment) => (comment.isHidden = false));
        this.#thread(own.comment.id, (thread) => {
          if (thread.isResolvedByUs) Object.assign(thread, { isResolved: false, isResolvedByUs: false });
        });
      }),
      ...[...update, ...settle].map(
        ({ own, body }) =>
          () =>
            this.#first(own.comment.id, (comment) => (comment.body = body)),
      ),
      ...remove.map(
        ({ own }) =>
          () =>
            this.deleteComment(own.comment.id),
      ),
      ...settle.map(({ own }) => () => {
        this.#first(own.comment.id, (comment) => (comment.isHidden = true));
        this.#thread(own.comment.id, (thread) => {
          if (thread.canResolve) Object.assign(thread, { isResolved: true, isResolvedByUs: true });
        });
      }),
    ];
    for (const step of steps.slice(0, most)) step();
  }

  carryOutSticky({ action, remove }: StickyActions): void {
    if (action.kind === "create") this.comments.push(this.newComment(action.body, true));
    if (action.kind === "update") {
      const { id } = action.own.comment;
      const own = this.comments.find((comment) => comment.id === id);
      if (own) Object.assign(own, { body: action.body, isEditedByOther: false });
    }
    const gone = new Set(remove.map(({ comment }) => comment.id));
    this.comments = this.comments.filter(({ id }) => !gone.has(id));
  }

  /** A thread goes with its last comment. */
  deleteComment(id: number): void {
    for (const thread of this.threads) thread.comments = thread.comments.filter((comment) => comment.id !== id);
    this.threads = this.threads.filter(({ comments }) => comments.length > 0);
  }

  #thread(id: number, change: (thread: ModelThread) => unknown): void {
    const thread = this.threads.find(({ comments }) => comments[0]?.id === id);
    if (thread) change(thread);
  }

  #first(id: number, change: (comment: Changeable<Comment>) => unknown): void {
    this.#thread(id, ({ comments: [first] }) => first && change(first));
  }
}
