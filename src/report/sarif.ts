import type { Finding, Fix } from "../model/finding.ts";
import { compareLevels, type FindingLevel } from "../model/level.ts";
import type { FileReport, Problem, Report } from "../model/report.ts";
import type { Span } from "../model/source.ts";
import { visibleText } from "./foreign-text.ts";
import { filesInOrder, findingsInOrder } from "./place.ts";
import type { RulePage } from "./rule-page.ts";

/** What SARIF tells of a rule. */
export type SarifRule = Pick<RulePage, "id" | "group" | "level" | "summary" | "why">;

/** GitHub refuses a run with more. The heaviest findings come first, because it shows the first 5,000 only. */
const mostResults = 25_000;
const levels: Readonly<Record<FindingLevel, string>> = { error: "error", warning: "warning", notice: "note" };

interface Located {
  readonly file: FileReport;
  readonly finding: Finding;
}

/**
 * The report as SARIF 2.1.0 for code scanning: findings of every status (existing ones by `baselineState`, waived ones suppressed),
 * their related places and fixes, and problems as notifications. Holds no text of the files but the fixes. Without a category:
 * whoever uploads it names one, as github/codeql-action does by workflow, job and matrix.
 */
export function renderSarif(report: Report, rules: readonly SarifRule[]): string {
  const all = filesInOrder(report)
    .flatMap((file) => findingsInOrder(file.findings).map((finding) => ({ file, finding })))
    .sort((a, b) => compareLevels(a.finding.level, b.finding.level));
  const shown = all.slice(0, mostResults);
  const described = describedRules(shown, rules);
  const indexes = new Map(described.map(({ id }, index) => [id, index]));
  const run = {
    tool: { driver: { name: "Stagegate", semanticVersion: report.version, rules: described.map(ruleJson) } },
    columnKind: "utf16CodeUnits",
    invocations: [
      {
        executionSuccessful: !report.problems.some(({ incomplete }) => incomplete),
        toolExecutionNotifications: [...report.problems.map(notification), ...leftOut(all.length - shown.length)],
      },
    ],
    results: shown.map((located) => resultJson(located, indexes, report)),
  };
  const schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

/** The rules that found something: those of the policy and of BuildKit are known by their findings only. */
function describedRules(shown: readonly Located[], rules: readonly SarifRule[]): (SarifRule | Pick<SarifRule, "id">)[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const ids = [...new Set(shown.map(({ finding }) => finding.rule))].sort();
  return ids.map((id) => byId.get(id) ?? { id });
}

function ruleJson(rule: SarifRule | Pick<SarifRule, "id">): object {
  if (!("why" in rule)) return { id: rule.id };
  const { id, summary, why, level, group } = rule;
  return {
    id,
    shortDescription: { text: summary },
    help: { text: why.trim(), markdown: why.trim() },
    defaultConfiguration: level === "off" ? { enabled: false } : { level: levels[level] },
    properties: { tags: ["dockerfile", ...(group === "secrets" ? ["security"] : [])] },
  };
}

function resultJson({ file, finding }: Located, indexes: ReadonlyMap<string, number>, report: Report): object {
  const { rule, level, status, message, span, related, fix, fingerprint } = finding;
  const { path } = file.source;
  return {
    ruleId: rule,
    ruleIndex: indexes.get(rule),
    level: levels[level],
    message: plain(message),
    locations: [location(path, span)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one) => ({ ...location(path, one.span), message: plain(one.message) })) }),
    partialFingerprints: { "stagegate/v1": fingerprint },
    ...(report.base === undefined ? {} : { baselineState: status === "existing" ? "unchanged" : "new" }),
    ...(status === "waived" ? { suppressions: [{ kind: "external", status: "accepted" }] } : {}),
    ...(fix === undefined ? {} : { fixes: [fixJson(path, fix)] }),
  };
}

function fixJson(path: string, { title, edits }: Fix): object {
  const replacements = edits.map(({ span, text }) => ({ deletedRegion: region(span), insertedContent: { text } }));
  return { description: plain(title), artifactChanges: [{ artifactLocation: artifact(path), replacements }] };
}

function notification({ code, message, path, span, incomplete }: Problem): object {
  const place = path === undefined ? {} : { locations: [location(path, span)] };
  return { descriptor: { id: code }, level: incomplete ? "error" : "note", message: plain(message), ...place };
}

function leftOut(count: number): object[] {
  if (count === 0) return [];
  const text = `${count} more findings do not fit into SARIF; the JSON report lists everything.`;
  return [{ descriptor: { id: "results-truncated" }, level: "warning", message: { text } }];
}

function location(path: string, span: Span | undefined): object {
  return {
    physicalLocation: { artifactLocation: artifact(path), ...(span === undefined ? {} : { region: region(span) }) },
  };
}

function artifact(path: string): object {
  return { uri: path.split("/").map(encodeSegment).join("/"), uriBaseId: "%SRCROOT%" };
}

/** A file name may hold half a character, which no URI can say. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}

function region({ start, end }: Span): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Messages of SARIF know links, `[text](target)`: what a file says must not make one. */
function plain(text: string): { text: string } {
  return { text: visibleText(text).replaceAll("](", "] (") };
}
