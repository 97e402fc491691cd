import { join, relative, sep } from "node:path";
import type { Finding } from "../../model/finding.ts";
import type { FileReport, Report } from "../../model/report.ts";
import type { NamedMatter } from "./matter.ts";

/**
 * The report with its paths as seen from `folder` instead of `base` (both absolute). Policies and fingerprints know the
 * repository's paths; a person in a subfolder, and the editor that opens what is printed, know those of the current folder.
 * A policy that was read has such paths already.
 */
export function withPathsFrom(
  report: Report,
  { base, folder, policy }: Pick<NamedMatter, "base" | "folder" | "policy">,
): Report {
  if (base === folder) return report;
  const policies = new Set(policy.chain.map(({ source }) => source));
  const moved = (path: string) => relative(folder, join(base, path)).split(sep).join("/");
  return {
    ...report,
    files: report.files.map((file) => (policies.has(file.source) ? file : withPath(file, moved(file.source.path)))),
    problems: report.problems.map((problem) => ({
      ...problem,
      path: problem.path === undefined ? undefined : moved(problem.path) || ".",
    })),
  };
}

function withPath(file: FileReport, path: string): FileReport {
  const source = { ...file.source, path };
  const { graph } = file;
  const findings = file.findings.map((finding) => withWaiverPath(finding, path));
  return { ...file, source, findings, graph: graph && { ...graph, dockerfile: { ...graph.dockerfile, source } } };
}

function withWaiverPath(finding: Finding, path: string): Finding {
  const { waiver } = finding;
  if (waiver?.place.kind !== "comment") return finding;
  return { ...finding, waiver: { ...waiver, place: { ...waiver.place, path } } };
}
