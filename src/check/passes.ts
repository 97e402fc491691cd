import type { Finding } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import { compareSpans } from "../model/source.ts";
import type { Rule } from "../rules/rule.ts";
import { concealed, secretValuesIn } from "../secrets/concealment.ts";
import { Fingerprints } from "./fingerprint.ts";
import type { LevelledDraft } from "./run-rules.ts";

/** Drafts of one file become its findings: each pass is a pure function from a list to a list. */
export function findingsOf(
  graph: BuildGraph,
  drafts: readonly LevelledDraft[],
  rules: readonly Rule[],
): readonly Finding[] {
  return withFingerprints(graph, concealSecrets(graph, supersede(dropRepeated(inOrder(drafts)), rules)));
}

/** By position, then rule, then message, so that the same file always gives the same list. */
function inOrder(drafts: readonly LevelledDraft[]): LevelledDraft[] {
  return [...drafts].sort(
    (a, b) => compareSpans(a.at, b.at) || compareText(a.rule, b.rule) || compareText(a.message, b.message),
  );
}

/** The same rule says the same of the same place once. */
function dropRepeated(drafts: readonly LevelledDraft[]): LevelledDraft[] {
  const seen = new Set<string>();
  return drafts.filter(({ rule, at, message }) => {
    const key = JSON.stringify([rule, at.start.offset, at.end.offset, message]);
    return !seen.has(key) && seen.add(key);
  });
}

/** One cause gives one finding: what a rule on a stage says takes the place of what the rules it supersedes say there. */
function supersede(drafts: readonly LevelledDraft[], rules: readonly Rule[]): LevelledDraft[] {
  const superseded = new Set<string>();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  for (const { rule, stage } of drafts) {
    for (const other of byId.get(rule)?.supersedes ?? []) superseded.add(`${other} ${stage}`);
  }
  return drafts.filter(({ rule, stage }) => !superseded.has(`${rule} ${stage}`));
}

/** The last guard: whatever a rule quotes, no finding carries the value of a secret; a fix that would need it is left out. */
function concealSecrets(graph: BuildGraph, drafts: readonly LevelledDraft[]): readonly LevelledDraft[] {
  const values = drafts.length === 0 ? [] : secretValuesIn(graph.dockerfile.source.text);
  if (values.length === 0) return drafts;
  return drafts.map((draft) => ({
    ...draft,
    message: concealed(draft.message, values),
    related: draft.related?.map(({ span, message }) => ({ span, message: concealed(message, values) })) ?? [],
    ...(draft.output ? { output: draft.output.map((line) => concealed(line, values)) } : {}),
    fix: draft.fix?.edits.some(({ text }) => concealed(text, values) !== text) ? undefined : draft.fix,
  }));
}

function withFingerprints(graph: BuildGraph, drafts: readonly LevelledDraft[]): Finding[] {
  if (drafts.length === 0) return [];
  const fingerprints = new Fingerprints(graph);
  return drafts.map(({ rule, level, message, at, related, output, stage, fix, wasBefore }) => ({
    rule,
    level,
    status: "open",
    message,
    span: at,
    related: related ?? [],
    ...(output ? { output } : {}),
    ...(wasBefore ? { wasBefore } : {}),
    stage,
    fix,
    fingerprint: fingerprints.next(rule, at),
  }));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
