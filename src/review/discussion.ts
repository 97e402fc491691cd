import { type FoundMarker, type Marker, readMarker } from "./marker.ts";

/** What is said in a pull request, by us and by others, as one read of GitHub shows it. */
export interface Discussion {
  /** Names the pull request for good, also when its repository is renamed. */
  readonly pullRequest: string;
  readonly headSha: string;
  /** Login of the account of this token, without the `[bot]` of a bot's. */
  readonly viewer: string;
  readonly threads: readonly Thread[];
  /** Below the description, not on lines. */
  readonly comments: readonly Comment[];
}

/** A conversation on lines or on a file. */
export interface Thread {
  /** For GraphQL. */
  readonly nodeId: string;
  readonly path: string;
  /** Where it stands at the head; undefined on a file, and once its lines are gone. */
  readonly startLine: number | undefined;
  readonly line: number | undefined;
  readonly isOnFile: boolean;
  readonly isResolved: boolean;
  readonly isResolvedByUs: boolean;
  /** Whether this token may resolve it. */
  readonly canResolve: boolean;
  /** The first one begins it. */
  readonly comments: readonly Comment[];
  /** Whether there are more than those. */
  readonly hasMore: boolean;
}

export interface Comment {
  /** For REST; later ones have higher ids. */
  readonly id: number;
  /** For GraphQL. */
  readonly nodeId: string;
  readonly url: string;
  readonly body: string;
  /** Whether the account of this token wrote it. Other workflows may write with the same account. */
  readonly isOurs: boolean;
  /** When it was written, or last rewritten: ISO 8601, by GitHub's clock. */
  readonly writtenAt: string;
  readonly isEditedByOther: boolean;
  readonly isHidden: boolean;
}

/** Who is writing, and on what. */
export interface Writer {
  /** See commentKey. */
  readonly key: string;
  /**
   * Grows from run to run. GITHUB_RUN_ID does; the run number starts anew when a workflow's file is renamed.
   */
  readonly run: number;
  /** The commit that was judged. */
  readonly head: string;
  /** When the event of this run was sent, before the run was numbered: ISO 8601, by GitHub's clock; undefined where it does not tell. */
  readonly since?: string | undefined;
}

/** As much of a writer as tells which comments are its own. */
type Author = Pick<Writer, "key"> & Partial<Pick<Writer, "run" | "since">>;

/** A comment that this job wrote in an earlier run or in this one. */
export interface OwnComment {
  readonly comment: Comment;
  readonly marker: Marker;
  /** Without the marker. */
  readonly text: string;
}

/** The thread of a finding, begun by this job. */
export interface OwnThread extends OwnComment {
  readonly fingerprint: string;
  readonly thread: Thread;
  /** Somebody else wrote below it. */
  readonly isAnswered: boolean;
  /** Somebody else resolved, hid or rewrote it: it is no longer ours to change. */
  readonly isTaken: boolean;
}

/** The threads of findings that this job began, oldest first. */
export function ownThreads(discussion: Discussion, writer: Author): OwnThread[] {
  const threads = discussion.threads.flatMap((thread) => {
    const [first, ...replies] = thread.comments;
    const own = first && ownComment(first, discussion.pullRequest, writer, "finding");
    if (own?.marker.fingerprint === undefined) return [];
    const { comment, marker } = own;
    const isHiddenByOther = comment.isHidden && marker.state === "open";
    return {
      ...own,
      fingerprint: own.marker.fingerprint,
      thread,
      isAnswered: thread.hasMore || replies.some(({ isOurs }) => !isOurs),
      isTaken: (thread.isResolved && !thread.isResolvedByUs) || comment.isEditedByOther || isHiddenByOther,
    };
  });
  return threads.sort((a, b) => a.comment.id - b.comment.id);
}

/** The overviews that this job wrote, oldest first: one, unless two runs wrote at the same time. */
export function ownOverviews(discussion: Discussion, writer: Author): OwnComment[] {
  const own = discussion.comments.flatMap(
    (comment) => ownComment(comment, discussion.pullRequest, writer, "sticky") ?? [],
  );
  return own.sort((a, b) => a.comment.id - b.comment.id);
}

/** Whether a later run has written already: its word stands. */
export function isOutrun(discussion: Discussion, writer: Writer): boolean {
  const own: readonly OwnComment[] = [...ownThreads(discussion, writer), ...ownOverviews(discussion, writer)];
  return own.some(({ marker }) => marker.run > writer.run);
}

/** A broken seal is a copy, unless somebody who may edit our comments did so. */
function ownComment(
  comment: Comment,
  pullRequest: string,
  writer: Author,
  kind: Marker["kind"],
): OwnComment | undefined {
  if (!comment.isOurs) return undefined;
  const found: FoundMarker | undefined = readMarker(comment.body, pullRequest);
  if (!found || found.marker.kind !== kind || found.marker.key !== writer.key) return undefined;
  if (!couldBeOf(found.marker.run, comment, writer)) return undefined;
  return found.isSealed || comment.isEditedByOther ? { comment, ...found } : undefined;
}

/** Runs that GitHub starts in a second, at the very most: its busiest server is far from it. */
const mostRunsPerSecond = 10_000;

/**
 * Whether a run of this number can have written a comment. Another workflow of the repository writes with the same account and can
 * seal a marker too; with a number beyond all that come it would silence every later run. But GitHub numbers runs one after the other,
 * so a higher number than ours was given after our event was sent, and its comment was written after that: a comment of before
 * is no later run's, and one of after it is so many numbers ahead at most as GitHub gives in the time between. What claims more is not ours.
 */
function couldBeOf(run: number, { writtenAt }: Comment, { run: own, since }: Author): boolean {
  if (own === undefined || since === undefined || run <= own) return true;
  const seconds = (Date.parse(writtenAt) - Date.parse(since)) / 1000;
  return Number.isNaN(seconds) || run - own <= seconds * mostRunsPerSecond;
}
