import type { CommentUpdate, ReviewActions } from "../../review/reconcile.ts";
import type { Attempt } from "./api-attempt.ts";
import { troubleText } from "./api-trouble.ts";
import { type CommentRequests, mutations } from "./comment-requests.ts";
import { type Stop, stopFor } from "./stop.ts";

/** Edits and removals of one run; GitHub's secondary limit is 80 a minute, and the client sends one a second. */
const mostChanges = 50;

/** What changing the threads that are there came to. */
export interface ThreadChanges {
  readonly stop: Stop | undefined;
  /** Sentences on what did not come to be. */
  readonly failures: readonly string[];
}

type Change = Pick<ReviewActions, "remove" | "settle" | "update">;

/**
 * Brings threads up to date. What was settled and is back is shown before its text says so, and what is settled says so before it is
 * folded up: a run that ends in between then leaves nothing that looks as if a person had hidden it.
 */
export async function changeThreads(
  requests: CommentRequests,
  { update, settle, remove }: Change,
): Promise<ThreadChanges> {
  const failures: string[] = [];
  const budget = spend(mostChanges, update, settle, remove);
  if (budget.left > 0) failures.push(`${budget.left} changes of comments are left for the next run.`);

  const isShown = await show(requests, budget.update);
  if (!isShown.ok) failures.push(troubleText(isShown.trouble));
  const updates = isShown.ok ? budget.update : budget.update.filter(({ own }) => own.marker.state === "open");
  const edited = new Set<CommentUpdate>();
  for (const change of [...updates, ...budget.settle]) {
    const { own, body } = change;
    const attempt = await patiently(() => requests.edit(own.comment.id, body));
    const stop = failed(attempt, failures);
    if (stop) return { stop, failures };
    if (attempt.ok) edited.add(change);
  }
  for (const { own } of budget.remove) {
    const stop = failed(await patiently(() => requests.remove(own.comment.id)), failures);
    if (stop) return { stop, failures };
  }
  // Only for the looks: the text says that it is settled, also where GitHub does not let us fold it up.
  await fold(
    requests,
    budget.settle.filter((change) => edited.has(change)),
  );
  return { stop: undefined, failures };
}

function spend(most: number, update: Change["update"], settle: Change["settle"], remove: Change["remove"]) {
  const updated = update.slice(0, most);
  const settled = settle.slice(0, most - updated.length);
  const removed = remove.slice(0, most - updated.length - settled.length);
  const left = update.length + settle.length + remove.length - updated.length - settled.length - removed.length;
  return { update: updated, settle: settled, remove: removed, left };
}

async function show(requests: CommentRequests, updates: readonly CommentUpdate[]): Promise<Attempt<unknown>> {
  const settled = updates.filter(({ own }) => own.marker.state === "settled");
  const calls = settled.flatMap(({ own: { comment, thread } }) => [
    ...(comment.isHidden ? [{ call: mutations.show, id: comment.nodeId }] : []),
    ...(thread.isResolvedByUs ? [{ call: mutations.reopen, id: thread.nodeId }] : []),
  ]);
  return calls.length === 0 ? { ok: true, value: undefined } : patiently(() => requests.mutate(calls));
}

async function fold(requests: CommentRequests, settled: readonly CommentUpdate[]): Promise<void> {
  const calls = settled.flatMap(({ own: { comment, thread } }) => [
    ...(comment.isHidden ? [] : [{ call: mutations.hide, id: comment.nodeId }]),
    // With nothing but permission to comment this is refused, and GitHub says so beforehand.
    ...(thread.canResolve && !thread.isResolved ? [{ call: mutations.resolve, id: thread.nodeId }] : []),
  ]);
  if (calls.length > 0) await requests.mutate(calls);
}

/** Twice where it may have worked: a change, unlike a new comment, comes to the same when made twice. */
export async function patiently(request: () => Promise<Attempt<unknown>>): Promise<Attempt<unknown>> {
  const first = await request();
  const isWorthAnother = !first.ok && (first.trouble.kind === "maybe-applied" || first.trouble.kind === "conflict");
  return isWorthAnother ? request() : first;
}

/** Notes a failure, and says whether to go on. A comment that is gone is as good as changed. */
export function failed(attempt: Attempt<unknown>, failures: string[]): Stop | undefined {
  if (attempt.ok || attempt.trouble.kind === "not-found") return undefined;
  const stop = stopFor(attempt.trouble);
  if (!stop) failures.push(troubleText(attempt.trouble));
  return stop;
}
