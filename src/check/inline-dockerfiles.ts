import type { Edit, Finding, Fix } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { FileReport, Problem } from "../model/report.ts";
import type { InlineDockerfile } from "../model/repository-facts.ts";
import { type Span, spanBetween } from "../model/source.ts";

export function inlineByKey(inline: readonly InlineDockerfile[]): ReadonlyMap<string, InlineDockerfile> {
  return new Map(inline.map((each) => [each.key, each]));
}

/**
 * Shows what was found in Dockerfiles within other files where it stands there. They are judged in their own text, whose path is
 * their key, and only here do places become those of the file that people see.
 */
export function inOuterFiles(
  files: readonly FileReport[],
  inline: ReadonlyMap<string, InlineDockerfile>,
): readonly FileReport[] {
  return files.map((file) => {
    const outer = inline.get(file.graph?.dockerfile.source.path ?? "");
    return outer && file.graph ? outerReport(file, file.graph, outer) : file;
  });
}

export function problemInOuterFile(problem: Problem, inline: ReadonlyMap<string, InlineDockerfile>): Problem {
  const outer = inline.get(problem.path ?? "");
  if (!outer) return problem;
  return { ...problem, path: outer.source.path, span: problem.span && outerSpan(problem.span, outer) };
}

function outerReport(file: FileReport, graph: BuildGraph, outer: InlineDockerfile): FileReport {
  const place = (span: Span) => outerSpan(span, outer);
  return {
    ...file,
    source: outer.source,
    graph: {
      ...graph,
      dockerfile: { ...graph.dockerfile, source: outer.source },
      stages: graph.stages.map((stage) => ({ ...stage, span: place(stage.span) })),
      edges: graph.edges.map((edge) => ({ ...edge, span: place(edge.span) })),
    },
    findings: file.findings.map(
      (finding): Finding => ({
        ...finding,
        span: place(finding.span),
        related: finding.related.map(({ message, span }) => ({ message, span: place(span) })),
        fix: finding.fix && outerFix(finding.fix, outer),
      }),
    ),
  };
}

/** A fix of more than a part of a line would have to know how the other file indents. */
function outerFix(fix: Fix, outer: InlineDockerfile): Fix | undefined {
  const edits: Edit[] = [];
  for (const { span, text } of fix.edits) {
    if (outer.pieces.length === 0 || text.includes("\n") || span.start.line !== span.end.line) return undefined;
    edits.push({ span: outerSpan(span, outer), text });
  }
  return { ...fix, edits };
}

/** The end is taken behind the last character, so that it stays on that character's line. */
function outerSpan({ start, end }: Span, outer: InlineDockerfile): Span {
  const { source, pieces, span } = outer;
  if (pieces.length === 0) return span;
  const from = outerOffset(start.offset, outer);
  const to = end.offset > start.offset ? outerOffset(end.offset - 1, outer) + 1 : from;
  return spanBetween(source, from, Math.max(from, Math.min(to, source.text.length)));
}

function outerOffset(offset: number, { pieces, source }: InlineDockerfile): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low] ?? { at: 0, offset: 0 };
  return Math.min(piece.offset + offset - piece.at, source.text.length);
}
