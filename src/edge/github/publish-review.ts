import type { Problem } from "../../model/report.ts";
import type { Writer } from "../../review/discussion.ts";
import type { Placement } from "../../review/placement.ts";
import type { DesiredReview } from "../../review/reconcile.ts";
import type { StickyMode, StickyRenderer } from "../../review/reconcile-sticky.ts";
import type { GitHubClient } from "./client.ts";
import { CommentRequests } from "./comment-requests.ts";
import type { FirstLook } from "./first-look.ts";
import { PublishingRun } from "./publishing-run.ts";
import type { PullRequestAddress } from "./read-discussion.ts";
import { notPublished } from "./stop.ts";

export interface ReviewPublication {
  readonly address: PullRequestAddress;
  readonly writer: Writer;
  readonly desired: DesiredReview;
  /** Whether there may be new comments on lines and files. Those that are there are brought up to date in any case. */
  readonly review: "comments" | "off";
  readonly comment: StickyMode;
  readonly renderSticky: StickyRenderer;
  /** False for a job of a fork or of Dependabot: its token can only read, whatever the workflow says. */
  readonly mayWrite: boolean;
  /** What there was when the run began: without anything of ours there, and with nothing to say, nothing is read. */
  readonly look?: FirstLook | undefined;
}

export interface PublishedReview {
  readonly placement: Placement;
  /** Addresses of the comments, by fingerprint. */
  readonly links: ReadonlyMap<string, string>;
  /** Address of the overview, where there is one. */
  readonly stickyUrl: string | undefined;
  /** None of them makes the run incomplete: the verdict does not depend on comments. */
  readonly problems: readonly Problem[];
}

/**
 * Brings the comments of a pull request in line with what was found. Never throws. A usual first run makes four requests: it reads
 * (one for each 100 threads or comments), writes one review and one overview, and reads again, to remove what a run at the same
 * time wrote as well. The same run once more makes one, and writes nothing. Where the first look found nothing of ours, and there is nothing
 * to say, it makes none.
 */
export async function publishReview(client: GitHubClient, publication: ReviewPublication): Promise<PublishedReview> {
  const run = new PublishingRun(new CommentRequests(client, publication.address), publication);
  try {
    await run.publish();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    run.end("unavailable", notPublished(`Commenting failed: ${reason}.`));
  }
  return run.result();
}
