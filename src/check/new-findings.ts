import type { ComparedBase } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";
import type { FileReport } from "../model/report.ts";
import { Fingerprints } from "./fingerprint.ts";

export interface NewOrOld {
  readonly files: readonly FileReport[];
  /** Findings of the base that are gone at the head. */
  readonly fixed: number;
}

/**
 * Tells what a change brings from what was there: a finding whose fingerprint the base has too is `existing`. Fingerprints hold
 * no line and no commit, so moved lines make nothing new, and a finding that a deleted or distant line causes is new. What a
 * renamed file already had keeps the fingerprint under its old path. A rule that compares the two itself says so in the finding.
 */
export function markExisting(
  head: readonly FileReport[],
  base: readonly FileReport[],
  changed: ComparedBase["changed"],
): NewOrOld {
  const before = new Set(base.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint)));
  const previousPaths = new Map(changed.map(({ path, previousPath }) => [path, previousPath]));
  const seen = new Set<string>();
  const files = head.map((file) => {
    const settled = settle(file, previousPaths.get(file.source.path), before);
    for (const { fingerprint } of settled) seen.add(fingerprint);
    return { ...file, findings: settled };
  });
  return { files, fixed: [...before].filter((fingerprint) => !seen.has(fingerprint)).length };
}

/** For `scope: changed`: whatever stands in a file that the change leaves alone was there before. */
export function markUntouched(head: readonly FileReport[], changed: ComparedBase["changed"]): readonly FileReport[] {
  const touched = new Set(changed.map(({ path }) => path));
  return head.map((file) =>
    touched.has(file.source.path)
      ? file
      : {
          ...file,
          findings: file.findings.map((finding) =>
            finding.status === "waived" ? finding : { ...finding, status: "existing" },
          ),
        },
  );
}

function settle(
  { graph, findings }: FileReport,
  previousPath: string | undefined,
  before: ReadonlySet<string>,
): Finding[] {
  const old = previousPath !== undefined && graph ? new Fingerprints(graph, previousPath) : undefined;
  return findings.map((finding) => {
    const fingerprint = old?.next(finding.rule, finding.span) ?? finding.fingerprint;
    if (!before.has(fingerprint) && !finding.wasBefore) return finding;
    return { ...finding, fingerprint, status: finding.status === "waived" ? "waived" : "existing" };
  });
}
