import { type Fix, withLineEnds } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import { type FindingLevel, lighterLevel } from "../model/level.ts";
import type { RuleSetting } from "../model/policy.ts";
import type { Problem } from "../model/report.ts";
import type { Draft, Rule } from "../rules/rule.ts";

/** A draft with the rule that it comes from and the level that it has under the policy. */
export interface LevelledDraft extends Draft {
  readonly rule: string;
  readonly level: FindingLevel;
}

export interface RuleRun {
  readonly drafts: readonly LevelledDraft[];
  readonly problems: readonly Problem[];
}

/**
 * Runs the rules that the policy has on. A rule that breaks is a problem of ours: the others go on, and the file does not pass
 * unjudged.
 *
 * @param today ISO date.
 */
export function runRules(
  graph: BuildGraph,
  rules: readonly Rule[],
  settings: ReadonlyMap<string, RuleSetting>,
  today: string,
): RuleRun {
  const drafts: LevelledDraft[] = [];
  const problems: Problem[] = [];
  const refused = graph.rejections.some((rejection) => !rejection.needsBuildArguments);
  for (const rule of rules) {
    const setting = settings.get(rule.id);
    const level = rule.mandatory ? rule.level : (setting?.level ?? "off");
    // Nothing of a file that BuildKit refuses is built, so nothing more is to be said of it.
    if (level === "off" || (refused && !rule.mandatory)) continue;
    try {
      for (const draft of rule.check(graph, setting?.options, today)) {
        const fix = draft.fix && inFile(graph, draft.fix);
        drafts.push({ ...draft, fix, rule: rule.id, level: lighterLevel(level, draft.level ?? level) });
      }
    } catch (error) {
      problems.push({
        code: "rule-failed",
        message: `The rule ${rule.id} could not judge this file (${error instanceof Error ? error.message : error}). Please report it.`,
        path: graph.dockerfile.source.path,
        span: undefined,
        incomplete: true,
      });
    }
  }
  return { drafts, problems };
}

/** Rules end the lines that they add with LF; in a file that ends its own with CRLF they are to look like the others. */
function inFile({ dockerfile }: BuildGraph, fix: Fix): Fix {
  return { ...fix, edits: withLineEnds(dockerfile.source.text, fix.edits) };
}
