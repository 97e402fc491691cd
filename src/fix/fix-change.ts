import { withText } from "../check/judge-text.ts";
import type { Change } from "../model/change.ts";
import { applyEdits, type Edit, type Finding } from "../model/finding.ts";
import type { FileReport, Report } from "../model/report.ts";
import { cleanFixJudge } from "../review/clean-fix.ts";

export interface FixChoice {
  /** Whether fixes count that may change what the build gives. */
  readonly unsafe: boolean;
  /** The only rule whose findings are fixed; undefined for every rule. */
  readonly rule: string | undefined;
}

export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** The rule of each finding that was fixed, in the order in which it was. */
  readonly rules: readonly string[];
}

export interface FixedChange {
  /** What is left, judged on the fixed texts. */
  readonly report: Report;
  readonly files: readonly FixedFile[];
}

/** Every fix that is applied leaves fewer findings; this many of one file bound the work on a hostile one. */
const mostFixes = 500;

/** How a change is judged as a whole, and one file of it with other texts. */
export interface FixJudge {
  readonly whole: (change: Change) => Report;
  readonly texts: (change: Change) => (path: string, text: string) => FileReport | undefined;
}

/**
 * Applies one fix after the other and judges after each: one that does not remove its finding, or brings another, is not applied.
 * Only open findings are fixed. Pure: `judge` is the judgement by the policy.
 */
export function fixChange(change: Change, choice: FixChoice, judge: FixJudge): FixedChange {
  const files: FixedFile[] = [];
  let fixed = change;
  let judgeText = judge.texts(change);
  const paths = judge
    .whole(change)
    .files.filter(({ findings }) => findings.some((finding) => isWanted(finding, choice)));
  for (const path of new Set(paths.map(({ source }) => source.path))) {
    const before = textAt(fixed, path);
    const file = before === undefined ? undefined : fixFile(path, before, choice, judgeText);
    if (!file) continue;
    files.push(file);
    fixed = withText(fixed, path, file.after);
    // Other files are judged by what this one says, if it says anything of them.
    if (fixed.repository?.texts.has(path)) judgeText = judge.texts(fixed);
  }
  return { report: judge.whole(fixed), files };
}

function fixFile(
  path: string,
  before: string,
  choice: FixChoice,
  judgeText: (path: string, text: string) => FileReport | undefined,
): FixedFile | undefined {
  const rules: string[] = [];
  let text = before;
  const judged = (current: string) => judgeText(path, current);
  const isClean = cleanFixJudge((_, current) => judged(current)?.findings ?? []);
  const refused = new Set<string>();
  for (let tried = 0; tried < mostFixes; tried += 1) {
    const report = judged(text);
    const finding = report?.findings.find((each) => isWanted(each, choice) && !refused.has(keyOf(each)));
    if (!report || !finding?.fix) break;
    const edits = finding.fix.edits.map((edit) => withLineEnds(edit, text));
    if (isApplicable(text, edits) && isClean(report, { ...finding.fix, edits }, finding)) {
      const without = countOf(report, finding.rule);
      text = applyEdits(text, edits);
      const gone = without - countOf(judged(text), finding.rule);
      rules.push(...Array.from({ length: gone }, () => finding.rule));
    } else refused.add(keyOf(finding));
  }
  return text === before ? undefined : { path, before, after: text, rules };
}

/** Whether the fix of a finding is to be applied. */
function isWanted({ status, rule, fix }: Finding, choice: FixChoice): boolean {
  const isChosen = choice.rule === undefined || rule === choice.rule;
  return status === "open" && isChosen && fix !== undefined && (fix.safe || choice.unsafe);
}

function keyOf({ rule, fingerprint }: Finding): string {
  return `${rule} ${fingerprint}`;
}

function countOf(report: FileReport | undefined, rule: string): number {
  return report?.findings.filter((finding) => finding.rule === rule).length ?? 0;
}

function isApplicable(text: string, edits: readonly Edit[]): boolean {
  try {
    return applyEdits(text, edits) !== text;
  } catch {
    return false;
  }
}

/** New lines end as the first line of the text does. */
function withLineEnds(edit: Edit, text: string): Edit {
  const first = text.indexOf("\n");
  if (first < 1 || text[first - 1] !== "\r") return edit;
  return { ...edit, text: edit.text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n") };
}

function textAt({ files, repository }: Change, path: string): string | undefined {
  return files.find((file) => file.path === path)?.text ?? repository?.texts.get(path);
}
