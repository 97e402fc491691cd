import type { Finding } from "../model/finding.ts";
import type { FileReport } from "../model/report.ts";
import type { PolicyWaiver } from "../model/waiver.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { hasExpired } from "./waive.ts";
import { daysLeft, endingSoon } from "./waiver-findings.ts";

export interface PolicyWaiverUse {
  readonly waivers: readonly PolicyWaiver[];
  readonly used: ReadonlySet<unknown>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Whether every Dockerfile of the repository was judged. */
  readonly whole: boolean;
  /** `existing` in a pull request, which does not bring them: the policy is not its own. */
  readonly status: Finding["status"];
}

/** What is to be said about the waivers of the policy: on their lines, in the policy files. */
export function policyWaiverReports(use: PolicyWaiverUse): FileReport[] {
  const bySource = new Map<PolicyWaiver["source"], Finding[]>();
  for (const waiver of use.waivers) {
    const said = judgement(waiver, use);
    if (said === undefined) continue;
    const findings = bySource.get(waiver.source) ?? [];
    const { files, reason, expires, rule, source } = waiver;
    const key = JSON.stringify([said.rule, source.path, rule, files, reason, expires]);
    const fingerprint = fingerprintOf(key);
    const { status } = use;
    findings.push({ ...said, status, span: waiver.span, related: [], stage: undefined, fix: undefined, fingerprint });
    bySource.set(source, findings);
  }
  return [...bySource].map(([source, findings]) => ({ source, graph: undefined, findings }));
}

function judgement(waiver: PolicyWaiver, { used, today, whole }: PolicyWaiverUse) {
  const { rule, expires } = waiver;
  if (!used.has(waiver)) {
    if (!whole) return undefined;
    const message = `No file that this waiver is for has a finding of ${rule}. Remove it.`;
    return { rule: "unused-waiver", level: "notice", message } as const;
  }
  if (hasExpired(waiver, today)) {
    const message = `The waiver of ${rule} ended on ${expires}, so its findings count again. Fix them, or agree on a new date.`;
    return { rule: "expired-waiver", level: "error", message } as const;
  }
  const left = daysLeft(waiver, today);
  return left === undefined
    ? undefined
    : ({ rule: "expired-waiver", level: "notice", message: endingSoon(waiver, left) } as const);
}
