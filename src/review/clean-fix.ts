import { applyEdits, type Finding, type Fix } from "../model/finding.ts";
import type { FileReport } from "../model/report.ts";

/**
 * Judges a fix by applying it: one finding of its rule less, and no rule finds more than before. Findings are counted by rule, not
 * told apart by fingerprint, because a fix changes the text that fingerprints of other findings stand on. `judge` gives the findings
 * of a text, of every status, by the policy that the file was judged by.
 */
export function cleanFixJudge(judge: (path: string, text: string) => readonly Finding[]) {
  return ({ source, findings }: FileReport, { edits }: Fix, { rule }: Finding): boolean => {
    const before = countByRule(findings);
    const after = countByRule(judge(source.path, applyEdits(source.text, edits)));
    const isLess = (after.get(rule) ?? 0) < (before.get(rule) ?? 0);
    return isLess && [...after].every(([other, count]) => count <= (before.get(other) ?? 0));
  };
}

function countByRule(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}
