import type { Finding } from "../model/finding.ts";
import { type BuildGraph, type Stage, shippedStages } from "../model/graph.ts";
import type { Report } from "../model/report.ts";
import { migrateStage } from "./migrate-dockerfile.ts";

/** What a stage that builds and ships at once is found guilty of. */
const offences: ReadonlySet<string> = new Set([
  "single-stage-build",
  "non-minimal-final-base",
  "build-tools-in-final-stage",
  "dev-dependencies-in-final-stage",
  "source-in-final-stage",
]);

/** A notice is for images that are to work in or to build on: they carry tools on purpose. */
function isOffence({ rule, status, level }: Finding): boolean {
  return status === "open" && offences.has(rule) && level !== "notice";
}

/** The first shipped stage that open findings ask to take apart; with a recipe for it where there is one. */
export function migratableStage(graph: BuildGraph, findings: readonly Finding[]): Stage | undefined {
  const asked = shippedStages(graph).filter((stage) =>
    findings.some((finding) => finding.stage === stage.index && isOffence(finding)),
  );
  return asked.find((stage) => "text" in migrateStage(graph, stage, () => undefined)) ?? asked[0];
}

/** The files of a report in which `stagegate fix --migrate` can take a stage apart, by path. */
export function migratableFiles({ files }: Pick<Report, "files">): string[] {
  return files.flatMap(({ source, graph, findings }) =>
    graph && graph.dockerfile.source.path === source.path && isMigratable(graph, findings) ? [source.path] : [],
  );
}

/** Whether `stagegate fix --migrate` can take a stage of the Dockerfile apart. */
function isMigratable(graph: BuildGraph, findings: readonly Finding[]): boolean {
  const stage = migratableStage(graph, findings);
  return stage !== undefined && "text" in migrateStage(graph, stage, () => undefined);
}
