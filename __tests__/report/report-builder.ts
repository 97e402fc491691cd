import { buildGraph, type GraphOptions } from "../../src/graph/build-graph.ts";
import type { Finding, Fix } from "../../src/model/finding.ts";
import type { BuildGraph } from "../../src/model/graph.ts";
import type { Conclusion, FileReport, Problem, Report } from "../../src/model/report.ts";
import { type SourceFile, type Span, sourceFile, spanBetween } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

/** The span of the first occurrence of a text, or of its `occurrence`th. */
export function spanOf(source: SourceFile, text: string, occurrence = 1): Span {
  let at = -1;
  for (let count = 0; count < occurrence; count += 1) at = source.text.indexOf(text, at + 1);
  if (at === -1) throw new Error(`${source.path} does not hold ${text}`);
  return spanBetween(source, at, at + text.length);
}

export interface FindingSketch extends Partial<Omit<Finding, "related" | "span" | "fix">> {
  /** The source text that the finding points at. */
  readonly at: string;
  readonly occurrence?: number;
  readonly related?: readonly (readonly [text: string, message: string])[];
  /** `edits`: source text and what replaces it. */
  readonly fix?: {
    readonly title: string;
    readonly safe?: boolean;
    readonly edits: readonly (readonly [string, string])[];
  };
}

export function findingIn(source: SourceFile, sketch: FindingSketch): Finding {
  const { at, occurrence, related = [], fix, ...given } = sketch;
  const built: Fix | undefined = fix && {
    title: fix.title,
    safe: fix.safe ?? true,
    edits: fix.edits.map(([before, text]) => ({ span: spanOf(source, before), text })),
  };
  return {
    rule: "root-final-user",
    level: "warning",
    status: "open",
    message: "Stage app runs as root.",
    stage: undefined,
    fingerprint: "f0",
    ...given,
    span: spanOf(source, at, occurrence),
    related: related.map(([text, message]) => ({ message, span: spanOf(source, text) })),
    fix: built,
  };
}

/** The stage graph of a Dockerfile text. */
export function graphOf(text: string, options: GraphOptions = {}, path = "Dockerfile"): BuildGraph {
  return buildGraph(parseDockerfile(sourceFile(path, text)), options);
}

/** A file that was read, with its findings. */
export function fileOf(
  path: string,
  text: string,
  findings: readonly FindingSketch[] = [],
  options: GraphOptions = {},
): FileReport {
  const graph = graphOf(text, options, path);
  const { source } = graph.dockerfile;
  return { source, graph, findings: findings.map((sketch) => findingIn(source, sketch)) };
}

export function problemOf(problem: Partial<Problem>): Problem {
  return {
    code: "file-unreadable",
    message: "It could not be read.",
    path: undefined,
    span: undefined,
    incomplete: true,
    ...problem,
  };
}

/** A report whose counts follow from its findings, blocked by errors and incomplete by problems. */
export function reportOf(files: readonly FileReport[], given: Partial<Report> = {}): Report {
  const findings = files.flatMap((file) => file.findings);
  const open = (level: Finding["level"]) =>
    findings.filter((one) => one.status === "open" && one.level === level).length;
  const status = (wanted: Finding["status"]) => findings.filter((one) => one.status === wanted).length;
  const counts = {
    error: open("error"),
    warning: open("warning"),
    notice: open("notice"),
    existing: status("existing"),
    waived: status("waived"),
  };
  const incomplete = (given.problems ?? []).some((problem) => problem.incomplete);
  const conclusion: Conclusion = counts.error > 0 ? "blocked" : incomplete ? "incomplete" : "passed";
  return {
    version: "1.0.0",
    policy: { source: "recommended", digest: "sha256:5d41402abc4b2a76b9719d911017c592" },
    head: { sha: "0123456789abcdef0123456789abcdef01234567", ref: "refs/heads/main" },
    base: undefined,
    conclusion,
    counts,
    files,
    problems: [],
    ...given,
  };
}
