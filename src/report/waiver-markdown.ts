import type { Finding } from "../model/finding.ts";
import { shortened } from "./foreign-text.ts";
import { escapeMarkdown } from "./markdown.ts";

const longestReason = 300;

/** `existing`, or `waived until 2027-03-31`. */
export function statusMarkdown({ status, waiver }: Finding): string {
  return status === "waived" && waiver !== undefined ? `waived until ${escapeMarkdown(waiver.expires)}` : status;
}

/** Why a finding is waived, or that its waiver does not count yet; empty where there is none. */
export function waiverNote({ waiver }: Finding): string {
  if (waiver === undefined) return "";
  const reason = escapeMarkdown(shortened(waiver.reason, longestReason));
  if (!waiver.pending) return `Reason: ${reason}`;
  return `Its waiver until ${escapeMarkdown(waiver.expires)} waits for an approving review: ${reason}`;
}
