import * as v from "valibot";
import type { Finding } from "../model/finding.ts";
import type { FileReport, Report } from "../model/report.ts";
import { type Position, type SourceFile, type Span, sourceFile } from "../model/source.ts";

const line = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const place = { startLine: line, startColumn: line, endLine: line, endColumn: line };
const sha = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const finding = v.object({
  rule: v.pipe(v.string(), v.regex(/^[\w-]{1,64}(?:\/[\w-]{1,64})?$/)),
  level: v.picklist(["error", "warning", "notice"]),
  status: v.picklist(["open", "existing", "waived"]),
  message: text(10_000),
  ...place,
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{16,64}$/)),
  related: v.pipe(v.array(v.object({ message: text(2000), ...place })), v.maxLength(100)),
});

const reportSchema = v.object({
  schema: v.literal("stagegate/report@1"),
  version: text(100),
  policy: v.object({ source: text(1000), digest: text(200) }),
  head: v.object({ sha }),
  conclusion: v.picklist(["passed", "blocked", "incomplete"]),
  counts: v.object({ existing: count, waived: count }),
  files: v.pipe(
    v.array(v.object({ path: text(4096), findings: v.pipe(v.array(finding), v.maxLength(10_000)) })),
    v.maxLength(10_000),
  ),
  problems: v.pipe(v.array(v.object({ message: text(10_000), path: v.nullable(text(4096)) })), v.maxLength(10_000)),
});

/** A report file, or why it is none: one sentence. */
export type ReadReport = { readonly report: Report } | { readonly reason: string };

/**
 * Reads a report that another run wrote, to show it. It may be anybody's text: what it says is checked for its form and shown, never
 * believed. Fixes are left out, since no one has tried them on what is there.
 * @param texts of the files at the head, by path; places in other files are known by their lines alone.
 */
export function readReport(json: string, texts: ReadonlyMap<string, string>): ReadReport {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { reason: "It is no JSON." };
  }
  const parsed = v.safeParse(reportSchema, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return { reason: `Its \`${v.getDotPath(issue) ?? "whole"}\` is not that of a report.` };
  }
  const { files, counts, problems, head, ...rest } = parsed.output;
  const read = files.map(({ path, findings }) => fileReport(path, findings, texts.get(path)));
  const open = read.flatMap((file) => file.findings).filter(({ status }) => status === "open");
  const ofLevel = (level: Finding["level"]) => open.filter((one) => one.level === level).length;
  return {
    report: {
      version: rest.version,
      policy: rest.policy,
      conclusion: rest.conclusion,
      head: { sha: head.sha, ref: undefined },
      base: undefined,
      counts: { error: ofLevel("error"), warning: ofLevel("warning"), notice: ofLevel("notice"), ...counts },
      files: read,
      // Whatever it was called there, here it is something that another run had to say.
      problems: problems.map(({ message, path }) => ({
        code: "reported",
        message,
        path: path ?? undefined,
        span: undefined,
        incomplete: false,
      })),
    },
  };
}

function fileReport(
  path: string,
  findings: readonly v.InferOutput<typeof finding>[],
  known: string | undefined,
): FileReport {
  const last = Math.max(1, ...findings.map(({ endLine }) => endLine));
  const source = sourceFile(path, known ?? "\n".repeat(Math.min(last, 100_000)));
  return {
    source,
    graph: undefined,
    findings: findings.map(({ rule, level, status, message, fingerprint, related, ...at }) => ({
      rule,
      level,
      status,
      message,
      fingerprint,
      span: spanOf(at, source),
      related: related.map((one) => ({ message: one.message, span: spanOf(one, source) })),
      stage: undefined,
      fix: undefined,
    })),
  };
}

function spanOf(
  { startLine, startColumn, endLine, endColumn }: Record<"startLine" | "startColumn" | "endLine" | "endColumn", number>,
  source: SourceFile,
): Span {
  const start = positionOf(startLine, startColumn, source);
  const end = positionOf(endLine, endColumn, source);
  return { start, end: end.offset < start.offset ? start : end };
}

/** The nearest place that the text has. */
function positionOf(line: number, column: number, { lineStarts, text }: SourceFile): Position {
  const at = Math.min(line, lineStarts.length);
  const start = lineStarts[at - 1] ?? 0;
  const end = (lineStarts[at] ?? text.length + 1) - 1;
  const offset = Math.min(start + column - 1, Math.max(start, end));
  return { line: at, column: offset - start + 1, offset };
}
