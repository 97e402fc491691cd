import type { LevelledDraft } from "../check/run-rules.ts";
import type { BuildCheck } from "../model/build-result.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";
import { type Span, spanBetween } from "../model/source.ts";

/**
 * Rules of ours that say the same, and more, as a check of BuildKit.
 * https://docs.docker.com/reference/build-checks/
 */
const ours: Readonly<Record<string, readonly string[]>> = {
  DuplicateStageName: ["duplicate-stage-name"],
  InvalidDefaultArgInFrom: ["invalid-dockerfile"],
  SecretsUsedInArgOrEnv: ["secret-outside-mount"],
  UndefinedArgInFrom: ["invalid-dockerfile"],
};

/**
 * What BuildKit's own checks say of a file, as findings `buildkit/<Rule>` at their lines. None where a finding of ours says the same
 * of the same lines.
 */
export function buildkitDrafts(graph: BuildGraph, drafts: readonly LevelledDraft[]): LevelledDraft[] {
  const checks = (graph.built ?? []).flatMap((result) => result.checks);
  const each = new Map(checks.map((check) => [JSON.stringify(check), check]));
  return [...each.values()].flatMap((check): LevelledDraft[] => {
    const at = spanOf(graph, check);
    if (at === undefined || drafts.some((draft) => saysTheSame(draft, check, at))) return [];
    const message = /[.?!]$/.test(check.message) ? check.message : `${check.message}.`;
    return [{ rule: `buildkit/${check.rule}`, level: "warning", at, stage: stageAt(graph, at)?.index, message }];
  });
}

function saysTheSame({ rule, at }: LevelledDraft, { rule: check }: BuildCheck, place: Span): boolean {
  const same = Object.hasOwn(ours, check) && ours[check]?.includes(rule);
  return same === true && at.start.line <= place.end.line && place.start.line <= at.end.line;
}

/** The lines that the check names, where the file has them; the first FROM for one that names none. */
function spanOf({ dockerfile, stages }: BuildGraph, { lines }: BuildCheck): Span | undefined {
  if (lines === undefined) return stages[0]?.from.span;
  const { source } = dockerfile;
  const start = source.lineStarts[lines.first - 1];
  if (start === undefined || lines.last < lines.first) return undefined;
  const end = (source.lineStarts[lines.last] ?? source.text.length + 1) - 1;
  return spanBetween(source, start, Math.max(start, end));
}

function stageAt({ stages }: BuildGraph, at: Span): Stage | undefined {
  return stages.find(({ span }) => span.start.line <= at.start.line && at.start.line <= span.end.line);
}
