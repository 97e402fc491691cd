import type { FileReport, Report } from "../model/report.ts";
import { shortened } from "./foreign-text.ts";
import { escapeMarkdown, fencedBlock } from "./markdown.ts";
import { renderMermaid } from "./mermaid.ts";
import { counted } from "./outcome.ts";
import { filesInOrder } from "./place.ts";

const longestPath = 200;
/** GitHub draws no Mermaid source beyond 50,000 characters or 500 arrows, and nobody reads half of that. */
const mostStagesDrawn = 60;
const mostArrowsDrawn = 200;

export const drawingLegend =
  "A stage with a double border ships; a dashed one is built for tests or for itself, or is needed by nothing.";

/** Files whose graph says something: those with open findings first, then those of several stages. */
export function filesWorthDrawing(report: Report): FileReport[] {
  const files = filesInOrder(report).filter((file) => file.graph !== undefined && file.graph.stages.length > 0);
  const hasOpen = (file: FileReport) => file.findings.some((finding) => finding.status === "open");
  return [...files.filter(hasOpen), ...files.filter((file) => !hasOpen(file) && (file.graph?.stages.length ?? 0) > 1)];
}

/** The stage graph of a file under its path; a sentence where there is none or it is too large to draw. */
export function stageDrawing({ graph, findings, source }: FileReport): string {
  const title = `#### ${escapeMarkdown(shortened(source.path, longestPath))}`;
  if (graph === undefined) return `${title}\n\nThe file could not be read.`;
  const isLarge = graph.stages.length > mostStagesDrawn || graph.edges.length > mostArrowsDrawn;
  if (isLarge) return `${title}\n\n${graph.stages.length} stages are too many to draw.`;
  return `${title}\n\n${fencedBlock(renderMermaid(graph, findings), "mermaid")}`;
}

export function undrawn(count: number): string {
  return count === 0 ? "" : `The stages of ${counted(count, "more file")} are not drawn.`;
}
