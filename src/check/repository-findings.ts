import type { Finding } from "../model/finding.ts";
import { lighterLevel } from "../model/level.ts";
import type { RuleSetting } from "../model/policy.ts";
import type { FileReport, Problem } from "../model/report.ts";
import { compareSpans } from "../model/source.ts";
import type { RepositoryDraft, RepositoryView, Rule } from "../rules/rule.ts";
import { concealed, secretValuesIn } from "../secrets/concealment.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** What rules say of the files that build Dockerfiles, one report a file. These have no stage graph. */
export function repositoryFindings(
  view: RepositoryView,
  rules: readonly Rule[],
  settings: ReadonlyMap<string, RuleSetting>,
): { readonly files: readonly FileReport[]; readonly problems: readonly Problem[] } {
  const byPath = new Map<string, Levelled[]>();
  const problems: Problem[] = [];
  for (const rule of rules) {
    const setting = settings.get(rule.id);
    const level = setting?.level ?? "off";
    if (level === "off" || !rule.checkRepository) continue;
    try {
      for (const draft of rule.checkRepository(view, setting?.options)) {
        const known = byPath.get(draft.path) ?? [];
        known.push({ ...draft, rule: rule.id, level: lighterLevel(level, draft.level ?? level) });
        byPath.set(draft.path, known);
      }
    } catch (error) {
      const message = `The rule ${rule.id} could not judge the files that build (${error instanceof Error ? error.message : error}). Please report it.`;
      problems.push({ code: "rule-failed", message, path: undefined, span: undefined, incomplete: true });
    }
  }
  const files = [...byPath].flatMap(([path, drafts]): FileReport[] => {
    const source = view.facts.sources.get(path);
    return source ? [{ source, graph: undefined, findings: findingsFrom(path, drafts, source.text) }] : [];
  });
  return { files, problems };
}

type Levelled = RepositoryDraft & Pick<Finding, "rule" | "level">;

function findingsFrom(path: string, drafts: readonly Levelled[], text: string): Finding[] {
  const values = secretValuesIn(text);
  const ordinals = new Map<string, number>();
  const inOrder = [...drafts].sort((a, b) => compareSpans(a.at, b.at) || (a.message < b.message ? -1 : 1));
  return inOrder.map(({ rule, level, message, at, subject }) => {
    const key = [rule, path, subject].join("\0");
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    const fingerprint = fingerprintOf(`${key}\0${ordinal}`);
    const rest = { span: at, related: [], stage: undefined, fix: undefined, fingerprint };
    return { rule, level, status: "open", message: concealed(message, values), ...rest };
  });
}
