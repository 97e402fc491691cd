import type { Discussion, Writer } from "../../review/discussion.ts";
import type { Placement } from "../../review/placement.ts";
import { reconcileSticky, type StickyMode, type StickyRenderer } from "../../review/reconcile-sticky.ts";
import { type ApiTrouble, troubleText } from "./api-trouble.ts";
import type { CommentRequests } from "./comment-requests.ts";
import { type Stop, stopFor } from "./stop.ts";
import { failed, patiently } from "./thread-changes.ts";

/** UTF-16 code units; GitHub takes 65,536 characters, and the marker needs some. */
export const stickyLimit = 60_000;

export interface StickyPublication {
  readonly mode: StickyMode;
  readonly render: StickyRenderer;
  readonly placement: Placement;
}

export interface PublishedSticky {
  readonly isCreated: boolean;
  readonly stop: Stop | undefined;
  /** Sentences on what did not come to be. */
  readonly failures: readonly string[];
}

/** Writes the overview where it is not up to date, and removes its twins. */
export async function publishSticky(
  requests: CommentRequests,
  publication: StickyPublication,
  discussion: Discussion,
  writer: Writer,
): Promise<PublishedSticky> {
  const failures: string[] = [];
  const done = (isCreated: boolean, stop?: Stop) => ({ isCreated, stop, failures });
  let [limit, known] = [stickyLimit, discussion];
  for (let count = 0; ; count += 1) {
    const { action, remove } = wanted(publication, limit, known, writer);
    for (const { comment } of remove) {
      const stop = failed(await patiently(() => requests.removeBelow(comment.id)), failures);
      if (stop) return done(false, stop);
    }
    if (action.kind === "none") return done(false);
    const { body } = action;
    const isCreated = action.kind === "create";
    const written = isCreated
      ? await requests.postBelow(body)
      : await patiently(() => requests.editBelow(action.own.comment.id, body));
    if (written.ok) return done(isCreated);
    const { trouble } = written;
    if (count === 0 && isTooLong(trouble)) limit /= 2;
    else if (count === 0 && isCreated && trouble.kind === "maybe-applied") {
      const read = await requests.read();
      if (!read.ok) return done(false, stopFor(read.trouble));
      known = read.value;
    } else {
      if (!isCreated) return done(false, failed(written, failures));
      const stop = stopFor(trouble);
      if (!stop) failures.push(troubleText(trouble));
      return done(false, stop);
    }
  }
}

function wanted({ mode, render, placement }: StickyPublication, limit: number, discussion: Discussion, writer: Writer) {
  const refused = [...placement.unplaced].flatMap(([fingerprint, reason]) =>
    reason === "refused" ? [fingerprint] : [],
  );
  return reconcileSticky(mode, render(placement, limit), refused, discussion, writer);
}

function isTooLong(trouble: ApiTrouble): boolean {
  return trouble.kind === "validation" && /too long|only \d+ characters/i.test(trouble.texts.join("\n"));
}
