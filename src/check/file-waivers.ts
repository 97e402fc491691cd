import type { Finding } from "../model/finding.ts";
import type { Policy } from "../model/policy.ts";
import type { FileReport } from "../model/report.ts";
import { compareSpans } from "../model/source.ts";
import type { CommentWaiver } from "../model/waiver.ts";
import type { Rule } from "../rules/rule.ts";
import { Fingerprints } from "./fingerprint.ts";
import { waive } from "./waive.ts";
import { readWaiverComments, type WaiverComments } from "./waiver-comments.ts";
import { waiverFindings } from "./waiver-findings.ts";

export interface WaiverInput {
  readonly policy: Pick<Policy, "inlineWaivers" | "waivers">;
  readonly rules: readonly Rule[];
  readonly today: string;
  /** Subjects of comment waivers that count without a review: those of the merge base. Undefined: all count. */
  readonly accepted: ReadonlySet<string> | undefined;
}

const none: WaiverComments = { waivers: [], invalid: [] };

export interface SettledFile {
  readonly file: FileReport;
  readonly used: ReadonlySet<unknown>;
}

/** A file with its waivers settled: waived findings marked, and what is to be said of those in its comments added. */
export function withWaivers(file: FileReport, input: WaiverInput): SettledFile {
  const { policy, today, accepted } = input;
  const comments = waiversIn(file, input.rules);
  const allowed = policy.inlineWaivers !== "never";
  const counting = allowed ? comments.waivers : [];
  const pending = new Set(counting.filter((waiver) => accepted !== undefined && !accepted.has(waiver.subject)));
  const { findings, used } = waive(file, { comments: counting, pending, policy: policy.waivers }, today);
  if (comments === none || file.graph === undefined) return { file: { ...file, findings }, used };
  const { source } = file;
  const about = waiverFindings({ source, comments, used, today, allowed }, new Fingerprints(file.graph));
  return { file: { ...file, findings: [...findings, ...about].sort(inOrder) }, used };
}

/** What the waivers in the comments of a file cover, told without lines. */
export function waiverSubjects(file: FileReport, rules: readonly Rule[]): readonly string[] {
  return waiversIn(file, rules).waivers.map(({ subject }: CommentWaiver) => subject);
}

function waiversIn({ graph }: FileReport, rules: readonly Rule[]): WaiverComments {
  if (graph === undefined || !graph.dockerfile.comments.some(({ text }) => /^stagegate\b/i.test(text))) return none;
  return readWaiverComments(graph, new Set(rules.filter(({ mandatory }) => !mandatory).map(({ id }) => id)));
}

function inOrder(a: Finding, b: Finding): number {
  return compareSpans(a.span, b.span) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
