import { join, relative, sep } from "node:path";
import type { FileReport, Report } from "../../model/report.ts";

/**
 * The report with its paths as seen from `folder` instead of `base` (both absolute). Policies and fingerprints know the
 * repository's paths; a person in a subfolder, and the editor that opens what is printed, know those of the current folder.
 */
export function withPathsFrom(report: Report, base: string, folder: string): Report {
  if (base === folder) return report;
  const moved = (path: string) => relative(folder, join(base, path)).split(sep).join("/");
  return {
    ...report,
    files: report.files.map((file) => withPath(file, moved(file.source.path))),
    problems: report.problems.map((problem) => ({
      ...problem,
      path: problem.path === undefined ? undefined : moved(problem.path) || ".",
    })),
  };
}

function withPath(file: FileReport, path: string): FileReport {
  const source = { ...file.source, path };
  const { graph } = file;
  return { ...file, source, graph: graph && { ...graph, dockerfile: { ...graph.dockerfile, source } } };
}
