import type { Finding } from "../model/finding.ts";
import type { ErrorPlace } from "../model/input-error.ts";
import type { PolicyExplanation } from "../model/policy-explanation.ts";
import type { Report } from "../model/report.ts";
import { visibleText } from "./foreign-text.ts";
import type { Palette } from "./palette.ts";

/** What was judged by: the policy, its digest, its files and from where on it blocks. */
export function explanationHead({ policy }: Report, { files, failOn }: PolicyExplanation, paint: Palette): string {
  const winning = files.length > 1 ? paint.faint("  where they differ, the last one wins") : "";
  const rows: readonly (readonly [string, string])[] = [
    ["policy", visibleText(policy.source)],
    ["digest", policy.digest],
    ...files.map((path, index) => [index === 0 ? "files" : "", visibleText(path)] as const),
    ["blocks", `${blocking(failOn.level)} (${originText(failOn.origin)})`],
  ];
  const lines = rows.map(([name, value]) => `${paint.strong(name.padEnd(8))}${value}`);
  const last = lines.length - 2;
  return lines.map((line, index) => (index === last ? `${line}${winning}` : line)).join("\n");
}

function blocking(level: PolicyExplanation["failOn"]["level"]): string {
  return level === "never" ? "never" : level === "error" ? "at error" : `from ${level} on`;
}

function originText(origin: PolicyExplanation["failOn"]["origin"]): string {
  if (origin === "default") return "the default";
  return origin === "option" ? "--fail-on" : placeOf(origin);
}

/** Why a finding has its level and its status, one sentence each. */
export function findingReasons(finding: Finding, { levelOf }: PolicyExplanation): string[] {
  return [levelReason(finding, levelOf(finding.rule)), ...statusReasons(finding)].filter((reason) => reason !== "");
}

function levelReason({ level }: Finding, origin: ReturnType<PolicyExplanation["levelOf"]>): string {
  if (origin === undefined) return "";
  const set = origin.place === undefined ? "which no policy changes" : `set by ${placeOf(origin.place)}`;
  return origin.level === level
    ? `${level}, ${set}`
    : `${level}: the rule gives at most ${level} here (${origin.level}, ${set})`;
}

function statusReasons({ status, waiver }: Finding): string[] {
  const existing = status === "existing" ? ["existing: it was there before the change"] : [];
  if (waiver === undefined) return existing;
  const { place, reason, expires, pending } = waiver;
  const where = `${place.kind === "comment" ? "the comment at " : ""}${visibleText(place.path)}:${place.line}`;
  const said = `${where} until ${expires}: ${reason}`;
  return [...existing, pending ? `waits for an approving review: waiver by ${said}` : `waived by ${said}`];
}

function placeOf({ path, line, column }: ErrorPlace): string {
  return [visibleText(path), line, column].filter((part) => part !== undefined).join(":");
}
