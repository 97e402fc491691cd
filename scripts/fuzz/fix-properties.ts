import { fixChange } from "../../src/fix/fix-change.ts";
import { applyEdits, type Finding, type Fix } from "../../src/model/finding.ts";
import type { FileReport } from "../../src/model/report.ts";
import type { Subject } from "./subject.ts";

/** A file with more fixes has only so many of them tried. */
const mostFixes = 6;

/** The first fix that cannot be applied, or whose text BuildKit would refuse or that has a new error; undefined when all are sound. */
export function unsoundFix(subject: Subject): string | undefined {
  const withFix = subject.file.findings.filter(({ fix }) => fix !== undefined).slice(0, mostFixes);
  for (const finding of withFix) {
    const trouble = finding.fix && troubleWith(subject, finding, finding.fix);
    if (trouble) return `${finding.rule} at line ${finding.span.start.line}, "${finding.fix?.title}": ${trouble}`;
  }
  return undefined;
}

function troubleWith({ text, file, judge }: Subject, finding: Finding, fix: Fix): string | undefined {
  let fixed: string;
  try {
    fixed = applyEdits(text, fix.edits);
  } catch (error) {
    return String(error);
  }
  if (fixed === text) return "it changes nothing";
  const { file: after } = judge(fixed);
  const refusal = newRefusal(file, after);
  if (refusal !== undefined) return `BuildKit would refuse the result: ${refusal}\n${fixed}`;
  // Once a reference or the arguments are right, what follows from them is judged, and was not before.
  if (finding.rule === "invalid-stage-reference" || finding.rule === "mistaken-inline-comment") return undefined;
  const errors = newErrors(file, after).filter((rule) => rule !== finding.rule);
  return errors.length === 0 ? undefined : `new errors of ${errors.join(", ")}\n${fixed}`;
}

/** Why BuildKit refuses the file now, where it did not before. */
function newRefusal(before: FileReport, after: FileReport): string | undefined {
  const refusal = ({ graph }: FileReport) => graph?.rejections.find(({ needsBuildArguments }) => !needsBuildArguments);
  return refusal(before) === undefined ? refusal(after)?.message : undefined;
}

/** Rules with more errors than before. */
function newErrors(before: FileReport, after: FileReport): string[] {
  const count = ({ findings }: FileReport, rule: string) =>
    findings.filter((finding) => finding.rule === rule && finding.level === "error").length;
  const ids = new Set(after.findings.map(({ rule }) => rule));
  return [...ids].filter((rule) => count(after, rule) > count(before, rule));
}

/** What `stagegate fix` leaves behind must be sound too, and nothing of it worse than before. */
export function unsoundFixing({ text, file, judge }: Subject): string | undefined {
  if (!file.findings.some(({ fix }) => fix !== undefined)) return undefined;
  const path = file.source.path;
  const change = { head: { sha: undefined, ref: undefined }, files: [{ path, text }], problems: [], target: undefined };
  const choice = { unsafe: true, rule: undefined };
  const fixed = fixChange(change, choice, {
    whole: ({ files }) => judge(files[0]?.text ?? "").report,
    texts: () => (_, tried) => judge(tried).file,
  });
  const after = judge(fixed.files[0]?.after ?? text).file;
  const refusal = newRefusal(file, after);
  if (refusal !== undefined) return `BuildKit would refuse the result: ${refusal}`;
  if (after.findings.length > file.findings.length)
    return `${file.findings.length} findings became ${after.findings.length}`;
  const errors = newErrors(file, after);
  return errors.length === 0 ? undefined : `new errors of ${errors.join(", ")}`;
}
