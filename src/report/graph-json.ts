import type { Base, BuildGraph, Stage } from "../model/graph.ts";
import { normalisedReference } from "../model/image-reference.ts";

/** The stage graph of one file as JSON: `{path, stages, edges}`, the stages as in the report. */
export function renderGraphJson(graph: BuildGraph): string {
  const edges = graph.edges.map(({ stage, source, via, span }) => ({
    stage,
    needs: source,
    via,
    line: span.start.line,
  }));
  return `${JSON.stringify({ path: graph.dockerfile.source.path, stages: stagesJson(graph), edges }, undefined, 2)}\n`;
}

/** The stages as every JSON output of ours shows them; `needs` holds the stages needed directly, sorted, each once. */
export function stagesJson(graph: BuildGraph): object[] {
  const needs = new Map<number, Set<number>>();
  for (const { stage, source } of graph.edges) needs.set(stage, (needs.get(stage) ?? new Set()).add(source));
  return graph.stages.map((stage: Stage) => ({
    index: stage.index,
    name: stage.name ?? null,
    role: stage.role,
    base: baseJson(stage.base),
    startLine: stage.span.start.line,
    endLine: stage.span.end.line,
    needs: [...(needs.get(stage.index) ?? [])].sort((a, b) => a - b),
  }));
}

/** `stage` is an index, as in `needs`: two stages can share a name. */
function baseJson(base: Base): object {
  switch (base.kind) {
    case "scratch":
      return { kind: base.kind };
    case "image":
      return { kind: base.kind, reference: normalisedReference(base.image) };
    case "stage":
      return { kind: base.kind, stage: base.index };
    case "context":
      return { kind: base.kind, name: base.name };
    case "unresolved":
      return { kind: base.kind, text: base.text };
  }
}
