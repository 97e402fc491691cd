import type { Report } from "../model/report.ts";

/** Whether something counts only because its waiver waits for a review: only then is it worth asking for one. */
export function hasPendingWaivers({ files }: Pick<Report, "files">): boolean {
  return files.some(({ findings }) => findings.some(({ status, waiver }) => status === "open" && waiver?.pending));
}
