import type { FindingLevel } from "../model/level.ts";
import type { Report } from "../model/report.ts";

const levels: readonly FindingLevel[] = ["error", "warning", "notice"];

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `2 errors, 1 warning`; empty when there are none. */
export function countedLevels(counts: Readonly<Record<FindingLevel, number>>): string {
  return levels.flatMap((level) => (counts[level] > 0 ? counted(counts[level], level) : [])).join(", ");
}

/**
 * What came out, without the verdict: `2 errors, 1 warning in 1 of 3 files · 4 existing, 1 waived · 1 problem`, or
 * `3 Dockerfiles, no findings`.
 */
export function outcome(report: Report): string {
  const { counts, files, problems } = report;
  const open = countedLevels(counts);
  const withFindings = files.filter((file) => file.findings.some((finding) => finding.status === "open")).length;
  const settled = [
    ...(counts.existing > 0 ? [`${counts.existing} existing`] : []),
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
  ].join(", ");
  const clean = `${counted(files.length, "Dockerfile")}, no ${settled === "" ? "" : "open "}findings`;
  const where = files.length === 1 ? "1 file" : `${withFindings} of ${files.length} files`;
  const parts = [
    open !== "" ? `${open} in ${where}` : files.length === 0 ? "no Dockerfiles" : clean,
    settled,
    report.base?.fixed ? `${report.base.fixed} fixed` : "",
    problems.length > 0 ? counted(problems.length, "problem") : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
