import { type Discussion, isOutrun, type OwnComment, ownOverviews, type Writer } from "./discussion.ts";
import { type Marker, matterOf, mostRefused, withMarker } from "./marker.ts";
import type { Placement } from "./placement.ts";

/** When the overview of a pull request is written: where there is something to say, always, or never. */
export type StickyMode = "on-findings" | "always" | "off";

/** The overview of a pull request: one comment below its description, which is kept up to date. */
export interface StickyComment {
  /** Markdown, without the marker that finds it again. */
  readonly markdown: string;
  /** The same without what differs from run to run, such as the time: a comment that says this already is not written again. */
  readonly matter: string;
  /** Whether there is nothing that a reader must know: then there is no new comment, but one that is there says so. */
  readonly isClean: boolean;
}

/** Makes the overview; `limit` is the most characters that it may have. */
export type StickyRenderer = (placement: Placement, limit: number) => StickyComment;

type StickyAction =
  | { readonly kind: "none" }
  | { readonly kind: "create"; readonly body: string }
  | { readonly kind: "update"; readonly own: OwnComment; readonly body: string };

/** What is to be done with the overview, and those that are to go. */
export interface StickyActions {
  readonly action: StickyAction;
  /** Twins, and all where there is to be none. */
  readonly remove: readonly OwnComment[];
}

/** Compares the overview with the one that is there. `refused` are the findings that GitHub takes no comment on at this commit. */
export function reconcileSticky(
  mode: StickyMode,
  sticky: StickyComment,
  refused: readonly string[],
  discussion: Discussion,
  writer: Writer,
): StickyActions {
  const [own, ...twins] = ownOverviews(discussion, writer);
  const isFree = ({ marker }: OwnComment) => marker.run <= writer.run;
  const remove = (mode === "off" && own && !isOutrun(discussion, writer) ? [own, ...twins] : twins).filter(isFree);
  const isWanted = own !== undefined || mode === "always" || !sticky.isClean;
  if (mode === "off" || !isWanted || isOutrun(discussion, writer)) return { action: { kind: "none" }, remove };
  const marker = stickyMarker(sticky, refused, writer);
  const body = withMarker(sticky.markdown, marker, discussion.pullRequest);
  if (!own) return { action: { kind: "create", body }, remove };
  const isUpToDate =
    !own.comment.isEditedByOther &&
    own.marker.matter === marker.matter &&
    own.marker.head === writer.head &&
    own.marker.refused.join() === marker.refused.join();
  return { action: isUpToDate ? { kind: "none" } : { kind: "update", own, body }, remove };
}

/** Findings that GitHub is known to take no comment on at this commit. */
export function knownRefusals(discussion: Discussion, writer: Writer): ReadonlySet<string> {
  return new Set(ownOverviews(discussion, writer).flatMap((own) => refusedAt(own, writer.head)));
}

function refusedAt({ marker }: OwnComment, head: string): readonly string[] {
  return marker.head === head ? marker.refused : [];
}

function stickyMarker({ matter }: StickyComment, refused: readonly string[], { key, run, head }: Writer): Marker {
  const own = { kind: "sticky", key, fingerprint: undefined, run, head, state: "open" } as const;
  return { ...own, refused: [...refused].sort().slice(0, mostRefused), matter: matterOf(matter) };
}
