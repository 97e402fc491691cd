import type { Finding, FindingWaiver, WaiverPlace } from "../model/finding.ts";
import type { FileReport } from "../model/report.ts";
import type { Span } from "../model/source.ts";
import type { CommentWaiver, PolicyWaiver } from "../model/waiver.ts";
import { matchesAny } from "../policy/glob.ts";

export interface WaivedFindings {
  readonly findings: readonly Finding[];
  /** Waivers that are for at least one finding, whether they still count or not. */
  readonly used: ReadonlySet<CommentWaiver | PolicyWaiver>;
}

/** Waivers that stand for one file. */
export interface FileWaivers {
  readonly comments: readonly CommentWaiver[];
  /** Those among them that wait for an approving review. */
  readonly pending: ReadonlySet<CommentWaiver>;
  readonly policy: readonly PolicyWaiver[];
}

/** Days are compared as text, which orders `YYYY-MM-DD` rightly. A waiver counts on its last day. */
export function hasExpired({ expires }: { readonly expires: string }, today: string): boolean {
  return expires < today;
}

/** Settles which findings of a file are waived. One cause needs one waiver: what a finding supersedes is gone already. */
export function waive(
  { source, findings }: Pick<FileReport, "source" | "findings">,
  { comments, pending, policy }: FileWaivers,
  today: string,
): WaivedFindings {
  const ofFile = policy.filter(({ files }) => matchesAny(source.path, files));
  const waivers = [...comments, ...ofFile];
  const used = new Set<CommentWaiver | PolicyWaiver>();
  const settled = findings.map((finding): Finding => {
    const matching = waivers.filter((waiver) => waiver.rule === finding.rule && covers(waiver, finding));
    for (const waiver of matching) used.add(waiver);
    const counting = matching.filter((waiver) => !hasExpired(waiver, today));
    const active = counting.find((waiver) => !isPending(waiver, pending));
    const chosen = active ?? counting[0];
    if (chosen === undefined) return finding;
    const { reason, expires } = chosen;
    const place = placeOf(chosen, source.path);
    const waiver: FindingWaiver = { reason, expires, pending: active === undefined, place };
    return active === undefined ? { ...finding, waiver } : { ...finding, status: "waived", waiver };
  });
  return { findings: settled, used };
}

function placeOf(waiver: CommentWaiver | PolicyWaiver, path: string): WaiverPlace {
  const { line } = waiver.span.start;
  return "scope" in waiver ? { kind: "comment", path, line } : { kind: "policy", path: waiver.source.path, line };
}

function covers(waiver: CommentWaiver | PolicyWaiver, { span, stage }: Finding): boolean {
  if (!("scope" in waiver)) return true;
  const { scope } = waiver;
  switch (scope.kind) {
    case "file":
      return true;
    case "stage":
      return stage === scope.stage || (stage === undefined && isWithin(span, scope.span));
    case "instruction":
      return isWithin(span, scope.span);
  }
}

function isWithin({ start }: Span, outer: Span): boolean {
  return start.offset >= outer.start.offset && start.offset < outer.end.offset;
}

function isPending(waiver: CommentWaiver | PolicyWaiver, pending: ReadonlySet<CommentWaiver>): boolean {
  return "scope" in waiver && pending.has(waiver);
}
