import type { Finding, Fix } from "../model/finding.ts";
import type { FileReport, Report } from "../model/report.ts";
import type { Span } from "../model/source.ts";
import { stagesJson } from "./graph-json.ts";
import { imagesJson } from "./image-json.ts";
import { filesInOrder, findingsInOrder } from "./place.ts";

/**
 * The report as `stagegate/report@1`: a contract with other programs, so keys, their order and their types stay. Every key is
 * always there; what is absent is null. Findings of every status are listed.
 */
export function renderJson(report: Report): string {
  const { version, policy, head, conclusion, counts } = report;
  const document = {
    schema: "stagegate/report@1",
    version,
    policy: { source: policy.source, digest: policy.digest },
    head: { sha: head.sha ?? null, ref: head.ref ?? null },
    conclusion,
    counts: {
      error: counts.error,
      warning: counts.warning,
      notice: counts.notice,
      existing: counts.existing,
      waived: counts.waived,
    },
    files: filesInOrder(report).map(fileJson),
    // Only there where images were measured: the keys of a report without builds are a contract.
    ...(report.images === undefined ? {} : { images: imagesJson(report.images) }),
    problems: report.problems.map(({ code, message, path }) => ({ code, message, path: path ?? null })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function fileJson(file: FileReport): object {
  return {
    path: file.source.path,
    stages: file.graph === undefined ? [] : stagesJson(file.graph),
    findings: findingsInOrder(file.findings).map((finding) => findingJson(finding, file)),
  };
}

function findingJson(finding: Finding, file: FileReport): object {
  return {
    rule: finding.rule,
    level: finding.level,
    status: finding.status,
    message: finding.message,
    stage: stageName(finding.stage, file),
    ...placeJson(finding.span),
    fingerprint: finding.fingerprint,
    related: finding.related.map(({ message, span }) => ({ message, ...placeJson(span) })),
    fix: finding.fix === undefined ? null : fixJson(finding.fix),
  };
}

/** The name as written, or `stage-0` as BuildKit calls a stage without one. */
function stageName(index: number | undefined, file: FileReport): string | null {
  if (index === undefined) return null;
  const stage = file.graph?.stages[index];
  return stage?.name ?? stage?.id ?? `stage-${index}`;
}

function placeJson({ start, end }: Span): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function fixJson({ title, safe, edits }: Fix): object {
  return { title, safe, edits: edits.map(({ span, text }) => ({ ...placeJson(span), text })) };
}
