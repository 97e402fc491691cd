import { buildkitDrafts } from "../build/buildkit-checks.ts";
import { buildGraph } from "../graph/build-graph.ts";
import type { TargetOptions } from "../graph/targets.ts";
import type { Change } from "../model/change.ts";
import type { CustomFailure } from "../model/custom-rule.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { Policy } from "../model/policy.ts";
import type { FileReport, Problem } from "../model/report.ts";
import type { SourceFile } from "../model/source.ts";
import { type Timed, untimed } from "../model/timing.ts";
import { parseDockerfile } from "../parse/parse-dockerfile.ts";
import { matchesAny } from "../policy/glob.ts";
import type { FactsByDockerfile } from "../repository/dockerfile-facts.ts";
import type { Rule } from "../rules/rule.ts";
import { findingsOf } from "./passes.ts";
import { runRules } from "./run-rules.ts";

/** Bounds of what is judged; what lies beyond is a problem and never a pass. In UTF-16 units and stages of one file. */
const limits = { textLength: 1_048_576, stages: 1_000 };

/** What Dockerfiles are judged by. */
export interface Judgement {
  readonly change: Change;
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  readonly today: string;
  readonly timed?: Timed | undefined;
}

/** Judges one Dockerfile, whatever stands around it. What cannot be judged is a problem, and never a pass. */
export function judgeDockerfile(
  source: SourceFile,
  { change, policy, rules, today, timed = untimed }: Judgement,
  targets: TargetOptions,
  facts: FactsByDockerfile | undefined,
): { file: FileReport; problems: readonly Problem[] } {
  const { path } = source;
  const unjudged = (code: Problem["code"], message: string) => ({
    file: { source, graph: undefined, findings: [] },
    problems: [{ code, message, path, span: undefined, incomplete: true }],
  });
  if (source.text.length > limits.textLength) {
    return unjudged(
      "file-too-large",
      `Not judged: more than ${limits.textLength} characters. Split the file or exclude it.`,
    );
  }
  const dockerfile = timed("parse", () => parseDockerfile(source));
  if (dockerfile.stages.length > limits.stages) {
    return unjudged("too-many-stages", `Not judged: more than ${limits.stages} stages. Split the file or exclude it.`);
  }
  const built = change.built?.filter((result) => result.dockerfile === path);
  const images = change.images?.filter((image) => image.dockerfile === path);
  const repository = facts?.of(path, dockerfile);
  const judged = timed("parse", () => buildGraph(dockerfile, { ...targets, repository }));
  const graph = { ...judged, built, images };
  const { drafts, problems } = runRules(graph, rules, policy.rules, today);
  const custom = isRefused(graph) ? undefined : policy.custom.run(graph);
  const file = {
    source,
    graph,
    findings: findingsOf(graph, [...drafts, ...buildkitDrafts(graph, drafts), ...(custom?.drafts ?? [])], rules),
  };
  const failures = custom?.failures.map((failure) => customFailure(failure, path)) ?? [];
  const unread = unreadScripts(graph);
  // A report holds thousands of graphs, of which it needs no more than the stages.
  graph.derived.forget();
  return { file, problems: [...problems, ...failures, ...unread] };
}

/** Nothing of a file that BuildKit refuses is built, so nothing more is to be said of it. */
function isRefused({ rejections }: BuildGraph): boolean {
  return rejections.some(({ needsBuildArguments }) => !needsBuildArguments);
}

function customFailure({ rule, at, reason }: CustomFailure, path: string): Problem {
  const message = `The rule ${rule} of the policy could not judge this: ${reason}.`;
  return { code: "rule-failed", message, path, span: at, incomplete: true };
}

/** Commands that hide behind depth or size must never buy a pass. */
function unreadScripts({ dockerfile, stages, complete }: BuildGraph): Problem[] {
  const scripts = stages.flatMap(({ steps }) =>
    steps
      .filter(({ script }) => script?.complete === false)
      .map(({ instruction, script }) => ({
        code: "script-unreadable" as const,
        message: `Not judged in full: a part of this ${instruction.keyword} is ${script?.syntaxErrors.at(-1)?.message ?? "not to be read"}. Split it, or copy the script in as a file.`,
        path: dockerfile.source.path,
        span: instruction.span,
        incomplete: true,
      })),
  );
  if (complete || scripts.length > 0) return scripts;
  const message = "Not judged in full: its variables expand to more text than can be read. Write shorter values.";
  return [{ code: "script-unreadable", message, path: dockerfile.source.path, span: undefined, incomplete: true }];
}

/** The caller's target wins, then the first entry of the policy whose globs match. */
export function targetsFor(path: string, policy: Policy, target: string | undefined): TargetOptions {
  const entry = policy.targets.find(({ files }) => matchesAny(path, files));
  return { ships: target === undefined ? entry?.ships : [target], test: entry?.test };
}
