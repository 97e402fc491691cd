import type { Change } from "../model/change.ts";
import type { Policy } from "../model/policy.ts";
import type { Report } from "../model/report.ts";

/** Whether waivers in comments that the change adds wait for a review before they count. */
export function newWaiversWait({ waiverReview }: Change, { inlineWaivers }: Pick<Policy, "inlineWaivers">): boolean {
  return inlineWaivers === "approved" && waiverReview === "pending";
}

/** Whether something counts only because its waiver waits for a review: only then is it worth asking for one. */
export function hasPendingWaivers({ files }: Pick<Report, "files">): boolean {
  return files.some(({ findings }) => findings.some(({ status, waiver }) => status === "open" && waiver?.pending));
}
