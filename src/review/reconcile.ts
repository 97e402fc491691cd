import type { Problem } from "../model/report.ts";
import { returnedText, settledText, textIn } from "./comment-text.ts";
import { type Discussion, isOutrun, type OwnThread, ownThreads, type Writer } from "./discussion.ts";
import { comparable, type Marker, withMarker } from "./marker.ts";
import type { PlannedComment, ReviewPlan } from "./review-plan.ts";

/** What the review of a pull request is to say. */
export interface DesiredReview {
  readonly plan: ReviewPlan;
  /** Fingerprints of findings that are there and accepted. */
  readonly waived: ReadonlySet<string>;
  /** Trouble of the run: what stayed unjudged is not fixed. */
  readonly problems: readonly Problem[];
}

/** What is to be done so that the threads of a pull request say what they should. Each thread is in at most one list. */
export interface ReviewActions {
  /** Findings that have no thread. */
  readonly create: readonly PlannedComment[];
  /** Threads whose text is out of date, or that said that their finding is fixed, and it is back. */
  readonly update: readonly CommentUpdate[];
  /** Threads that people answered, and whose finding is gone: said so, and folded up. */
  readonly settle: readonly CommentUpdate[];
  /** Comments that nobody answered, and that nothing is left to say for, or that another one says as well. */
  readonly remove: readonly CommentRemoval[];
  /** Threads that stay as they are. */
  readonly leave: readonly OwnThread[];
  /** A later run has written already: nothing is created or changed. */
  readonly outrun: boolean;
}

export interface CommentUpdate {
  readonly own: OwnThread;
  /** With its marker. */
  readonly body: string;
}

interface CommentRemoval {
  readonly own: OwnThread;
  readonly reason: "done" | "twin";
}

/**
 * Compares what the review is to say with what the pull request's threads say. A finding that has a thread gets no second one, also
 * when the thread is outdated or a person resolved it; what people resolved, hid or rewrote is left alone; what they answered is
 * never deleted. Asked again after its actions were carried out, it wants nothing more.
 */
export function reconcile(desired: DesiredReview, discussion: Discussion, writer: Writer): ReviewActions {
  const outrun = isOutrun(discussion, writer);
  const planned = new Map(desired.plan.comments.map((comment) => [comment.fingerprint, comment]));
  const threads = new Map<string, OwnThread[]>();
  for (const own of ownThreads(discussion, writer)) {
    threads.set(own.fingerprint, [...(threads.get(own.fingerprint) ?? []), own]);
  }
  const elsewhere = new Set(desired.plan.elsewhere.map(({ finding }) => finding.fingerprint));
  const update: CommentUpdate[] = [];
  const settle: CommentUpdate[] = [];
  const remove: CommentRemoval[] = [];
  const leave: OwnThread[] = [];
  for (const [fingerprint, group] of threads) {
    const [first] = inOrderOfWorth(group);
    for (const own of group) {
      const comment = own === first ? planned.get(fingerprint) : undefined;
      if (own !== first && isFree(own, writer)) remove.push({ own, reason: "twin" });
      else if (outrun || own.isTaken) leave.push(own);
      else if (comment) {
        const text = textIn(own.thread, comment);
        if (says(own, text, writer)) leave.push(own);
        else update.push({ own, body: bodyOf(own, text, "open") });
      } else if (own === first && own.marker.state === "settled" && elsewhere.has(fingerprint)) {
        update.push({ own, body: bodyOf(own, returnedText(own.text, writer.head), "open") });
      } else if (isOpen(fingerprint) || own.marker.state === "settled" || isUnjudged(own.thread.path)) leave.push(own);
      else if (own.isAnswered) settle.push({ own, body: bodyOf(own, farewell(own), "settled") });
      else remove.push({ own, reason: "done" });
    }
  }
  const create = outrun ? [] : [...planned.values()].filter(({ fingerprint }) => !threads.has(fingerprint));
  return { create, update, settle, remove, leave, outrun };

  function isOpen(fingerprint: string): boolean {
    return planned.has(fingerprint) || elsewhere.has(fingerprint);
  }

  function isUnjudged(path: string): boolean {
    return desired.problems.some((problem) => problem.incomplete && (problem.path ?? path) === path);
  }

  function farewell({ text, fingerprint }: OwnThread): string {
    return settledText(text, desired.waived.has(fingerprint) ? "waived" : "fixed", writer.head);
  }

  function bodyOf({ fingerprint }: OwnThread, text: string, state: Marker["state"]): string {
    return withMarker(text, { ...findingMarker(fingerprint, writer), state }, discussion.pullRequest);
  }
}

/** The marker of a comment on an open finding. */
export function findingMarker(fingerprint: string, { key, run, head }: Writer): Marker {
  return { kind: "finding", key, fingerprint, run, head, state: "open", refused: [], matter: undefined };
}

/** Of several threads of one finding: first those that people have to do with, then the oldest. */
function inOrderOfWorth(threads: readonly OwnThread[]): OwnThread[] {
  const weight = ({ isAnswered, isTaken }: OwnThread) => Number(isAnswered || isTaken);
  return threads.toSorted((a, b) => weight(b) - weight(a) || a.comment.id - b.comment.id);
}

/** Nobody has to do with it but this run or an earlier one. */
function isFree({ isAnswered, isTaken, marker }: OwnThread, { run }: Writer): boolean {
  return !isAnswered && !isTaken && marker.run <= run;
}

/** Whether a thread says this already. A link into another commit is no difference: it is good for as long as the text is. */
function says({ text, marker }: OwnThread, wanted: string, { head }: Writer): boolean {
  if (marker.state !== "open") return false;
  return comparable(text).replaceAll(marker.head, "HEAD") === comparable(wanted).replaceAll(head, "HEAD");
}
