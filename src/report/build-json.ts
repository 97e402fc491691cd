import { criticalPath, summaryOf } from "../build/build-summary.ts";
import { failingInstruction } from "../build/failing-instruction.ts";
import type { BuildFailure, TargetResult } from "../model/build-result.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { MeasuredImage } from "../model/image-size.ts";
import type { Problem } from "../model/report.ts";
import { imagesJson } from "./image-json.ts";

/** The builds as `stagegate/build@1`, for other programs. Every key is always there; what is absent is null. */
export function renderBuildJson(
  results: readonly TargetResult[],
  problems: readonly Problem[],
  graphs: ReadonlyMap<string, BuildGraph>,
  images: readonly MeasuredImage[] | undefined,
): string {
  const path = criticalPath(results);
  const document = {
    schema: "stagegate/build@1",
    targets: results.map((result) => targetJson(result, graphs.get(result.dockerfile))),
    criticalPath: { seconds: path.seconds, steps: path.steps.map(({ name, seconds }) => ({ name, seconds })) },
    images: imagesJson(images),
    problems: problems.map(({ code, message, path: file }) => ({ code, message, path: file ?? null })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function targetJson(result: TargetResult, graph: BuildGraph | undefined): object {
  const { seconds, steps, cached, slowest } = summaryOf(result);
  const { failure, reason, stage, outcome, purpose, name } = result;
  return {
    path: result.dockerfile.split("\0", 1)[0],
    target: graph?.stages[stage]?.id ?? String(stage),
    name,
    purpose,
    outcome,
    reason: reason ?? null,
    seconds,
    steps,
    cached,
    slowest: slowest ? { name: slowest.name, seconds: slowest.seconds } : null,
    failure: failure ? failureJson(failure, stage, graph) : null,
  };
}

function failureJson(failure: BuildFailure, target: number, graph: BuildGraph | undefined): object {
  const { message, step, lines, exitStatus, log } = failure;
  const span = graph && failingInstruction(graph, target, failure)?.instruction.span;
  return {
    message,
    step: step ?? null,
    startLine: span?.start.line ?? lines?.first ?? null,
    endLine: span?.end.line ?? lines?.last ?? null,
    exitStatus: exitStatus ?? null,
    log,
  };
}
