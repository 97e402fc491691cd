import type { Report } from "../model/report.ts";
import { type Annotation, renderAnnotations } from "./annotations.ts";
import type { Links } from "./links.ts";
import { counted, outcome } from "./outcome.ts";
import { renderSummary } from "./summary.ts";

/** What a check run says. */
export interface CheckRunText {
  /** What is incomplete fails: a neutral check run would let a required check pass. */
  readonly conclusion: "success" | "failure";
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** The heaviest first. */
  readonly annotations: readonly Annotation[];
  /** What is left out, to be said where the annotations are; undefined when all are there. */
  readonly note: string | undefined;
}

/** UTF-8 bytes; GitHub takes 65,535 characters. */
const summaryLimit = 65_000;
/** Twenty requests of fifty; nobody reads more. */
const mostAnnotations = 1000;

/** A check run on the open findings; the same for the same report. */
export function renderCheckRun(report: Report, { links }: { readonly links: Links | undefined }): CheckRunText {
  const all = Number.POSITIVE_INFINITY;
  const { annotations, total } = renderAnnotations(report, { error: all, warning: all, notice: all });
  const shown = annotations.slice(0, mostAnnotations);
  return {
    conclusion: report.conclusion === "passed" ? "success" : "failure",
    title: `${report.conclusion}: ${outcome(report)}`,
    summary: renderSummary(report, { limit: summaryLimit, links }).markdown,
    annotations: shown,
    note:
      shown.length === total
        ? undefined
        : `Showing ${shown.length} of ${counted(total, "finding")} as annotations; all are in the job summary.`,
  };
}
