import type { ChangedFile } from "./diff.ts";
import type { GitStore } from "./git-store.ts";
import { findLine, movedLine, type Side } from "./hunk.ts";
import type { Account } from "./world.ts";

export interface ReviewComment {
  readonly id: number;
  readonly author: Account;
  readonly createdAt: string;
  readonly review: number;
  readonly inReplyTo: number | undefined;
  updatedAt: string;
  /** Who edited it last. */
  editor?: Account;
  body: string;
  minimized: string | undefined;
}

export interface Place {
  readonly line: number;
  readonly side: Side;
  readonly startLine: number | undefined;
  readonly startSide: Side | undefined;
}

/** A conversation on a line, some lines or a file of a pull request. */
export interface Thread {
  readonly id: number;
  readonly path: string;
  readonly subject: "LINE" | "FILE";
  /** Where it was begun; undefined for a file. */
  readonly original: Place | undefined;
  readonly originalCommit: string;
  readonly diffHunk: string;
  readonly originalPosition: number;
  /** Where it is now: undefined for a file, and once it is outdated. */
  place: Place | undefined;
  position: number | undefined;
  commit: string;
  isOutdated: boolean;
  resolvedBy: Account | undefined;
  readonly comments: ReviewComment[];
}

interface Versions {
  readonly head: string;
  readonly base: string;
}

/**
 * Moves a thread along with its lines. It is outdated when one of them was changed, or is no longer part of the diff.
 * An outdated one stays so, even when the lines come back.
 */
export function repositionThread(
  git: GitStore,
  files: readonly ChangedFile[],
  thread: Thread,
  before: Versions,
  after: Versions,
): void {
  if (thread.isOutdated) return;
  const file = files.find(({ path }) => path === thread.path);
  if (thread.subject === "FILE") {
    thread.isOutdated = file === undefined;
    if (file) thread.commit = after.head;
    return;
  }
  const place = thread.place && movedPlace(git, thread.path, thread.place, before, after);
  const found = place && file && findLine(file.hunks, place.line, place.side);
  thread.place = found && place;
  thread.position = found?.line.position;
  thread.isOutdated = found === undefined;
  if (found) thread.commit = after.head;
}

function movedPlace(git: GitStore, path: string, place: Place, before: Versions, after: Versions): Place | undefined {
  const moved = (line: number, side: Side): number | undefined => {
    const [from, to] = side === "RIGHT" ? [before.head, after.head] : [before.base, after.base];
    if (from === to) return line;
    const change = git.diff(from, to).find((file) => (file.previousPath ?? file.path) === path);
    if (!change) return line;
    return change.status === "modified" ? movedLine(change.hunks, line) : undefined;
  };
  const line = moved(place.line, place.side);
  if (line === undefined) return undefined;
  if (place.startLine === undefined || place.startSide === undefined) return { ...place, line };
  if (place.startSide === place.side) {
    for (let between = place.startLine; between < place.line; between++) {
      if (moved(between, place.side) === undefined) return undefined;
    }
  }
  const startLine = moved(place.startLine, place.startSide);
  return startLine === undefined ? undefined : { ...place, line, startLine };
}
