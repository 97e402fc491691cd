import type { Finding } from "../model/finding.ts";
import { compareLevels } from "../model/level.ts";
import type { Report } from "../model/report.ts";
import { literalGlob } from "../policy/glob.ts";

/** A waiver of the policy that is to be written. */
export interface AcceptedRule {
  readonly rule: string;
  /** Globs, each for one file. */
  readonly files: readonly string[];
}

export interface Baseline {
  /** One entry a rule, by rule; more where it is found in more files than an entry can name. */
  readonly accepted: readonly AcceptedRule[];
  /** How many findings they are for. */
  readonly findings: number;
  /** Open findings that no waiver can cover, the heaviest first. */
  readonly left: readonly { readonly path: string; readonly finding: Finding }[];
}

/** Of one waiver, as the schema has it. */
const mostFiles = 200;

/** @param waivable ids of the rules that a policy can waive. */
export function baselineOf({ files }: Report, waivable: ReadonlySet<string>): Baseline {
  const globs = new Map<string, Set<string>>();
  const left: { path: string; finding: Finding }[] = [];
  let findings = 0;
  for (const { source, findings: found } of files) {
    const glob = literalGlob(source.path);
    for (const finding of found.filter(({ status }) => status === "open")) {
      if (glob === undefined || !waivable.has(finding.rule)) {
        left.push({ path: source.path, finding });
        continue;
      }
      globs.set(finding.rule, (globs.get(finding.rule) ?? new Set()).add(glob));
      findings += 1;
    }
  }
  const accepted = [...globs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([rule, all]) => inParts([...all].sort(), mostFiles).map((part) => ({ rule, files: part })));
  return { accepted, findings, left: left.sort((a, b) => compareLevels(a.finding.level, b.finding.level)) };
}

function inParts<Item>(items: readonly Item[], most: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  );
}
