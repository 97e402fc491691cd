import type { Finding } from "../model/finding.ts";
import type { FindingLevel } from "../model/level.ts";
import type { SourceFile, Span } from "../model/source.ts";
import { lineText, spanBetween } from "../model/source.ts";
import type { CommentWaiver } from "../model/waiver.ts";
import type { WaiverRule } from "../policy/waiver-rules.ts";
import type { Fingerprints } from "./fingerprint.ts";
import { hasExpired } from "./waive.ts";
import type { WaiverComments } from "./waiver-comments.ts";

/** Days before the end of a waiver from which it is a notice. */
const warningDays = 14;
const dayMilliseconds = 86_400_000;

export interface WaiverUse {
  readonly source: SourceFile;
  readonly comments: WaiverComments;
  readonly used: ReadonlySet<unknown>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** False where the policy takes no waivers in comments. */
  readonly allowed: boolean;
}

/** What is to be said about the waivers in the comments of one file. */
export function waiverFindings(use: WaiverUse, fingerprints: Fingerprints): Finding[] {
  const { comments, allowed } = use;
  const finding = (rule: WaiverRule["id"], level: FindingLevel, span: Span, message: string, fix?: Finding["fix"]) => {
    const fingerprint = fingerprints.next(rule, span);
    return { rule, level, status: "open" as const, message, span, related: [], stage: undefined, fix, fingerprint };
  };
  const invalid = comments.invalid.map(({ comment, message }) =>
    finding("invalid-waiver", "error", comment.span, message),
  );
  if (!allowed) {
    const message =
      "The policy takes no waivers in comments, so this one counts for nothing. Ask for it in the policy.";
    return [...invalid, ...comments.waivers.map(({ span }) => finding("invalid-waiver", "error", span, message))];
  }
  const judged = comments.waivers.flatMap((waiver) => {
    const said = judgement(waiver, use);
    return said ? [finding(said.rule, said.level, waiver.span, said.message, said.fix)] : [];
  });
  return [...invalid, ...judged];
}

function judgement(waiver: CommentWaiver, { source, used, today }: WaiverUse) {
  const { rule, expires } = waiver;
  if (!used.has(waiver)) {
    const message = `Nothing here has a finding of ${rule}, so the waiver could only cover the next one. Remove it.`;
    const fix = {
      title: "Remove the waiver.",
      safe: true,
      edits: [{ span: wholeLine(source, waiver.span), text: "" }],
    };
    return { rule: "unused-waiver", level: "notice", message, fix } as const;
  }
  if (hasExpired(waiver, today)) {
    const message = `The waiver of ${rule} ended on ${expires}, so its findings count again. Fix them, or agree on a new date.`;
    return { rule: "expired-waiver", level: "error", message, fix: undefined } as const;
  }
  const left = daysLeft(waiver, today);
  if (left === undefined) return undefined;
  return { rule: "expired-waiver", level: "notice", message: endingSoon(waiver, left), fix: undefined } as const;
}

type Terms = Pick<CommentWaiver, "rule" | "expires">;

/** Whole days until the last one, where they are so few that it is to be said. */
export function daysLeft({ expires }: Terms, today: string): number | undefined {
  const left = Math.round((Date.parse(`${expires}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / dayMilliseconds);
  return left > warningDays ? undefined : left;
}

export function endingSoon({ rule, expires }: Terms, left: number): string {
  const when = left === 0 ? "today" : left === 1 ? "tomorrow" : `in ${left} days`;
  return `The waiver of ${rule} ends ${when}, on ${expires}. Fix what it is for before that, or agree on a new date.`;
}

/** The line of a comment with its end, if nothing else stands on it. */
function wholeLine(source: SourceFile, span: Span): Span {
  const start = source.lineStarts[span.start.line - 1] ?? span.start.offset;
  const next = source.lineStarts[span.start.line] ?? source.text.length;
  const isAlone =
    lineText(source, span.start.line).trim() === source.text.slice(span.start.offset, span.end.offset).trim();
  return isAlone ? spanBetween(source, start, next) : span;
}
