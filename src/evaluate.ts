import { unverifiedProblems } from "./build/build-problems.ts";
import { type WaiverInput, waiverSubjects, withWaivers } from "./check/file-waivers.ts";
import { inlineByKey, inOuterFiles, problemInOuterFile } from "./check/inline-dockerfiles.ts";
import type { Judgement } from "./check/judge-dockerfile.ts";
import { type Judged, type JudgedVersion, judgeVersion } from "./check/judge-version.ts";
import { markExisting, markUntouched } from "./check/new-findings.ts";
import { outdatedRules } from "./check/outdated-rules.ts";
import { newWaiversWait } from "./check/pending-waivers.ts";
import { policyWaiverReports } from "./check/policy-waivers.ts";
import { type Change, type ComparedBase, concernsFile, filesAtBase, repositoryAtBase } from "./model/change.ts";
import type { Finding } from "./model/finding.ts";
import { reaches } from "./model/level.ts";
import type { Policy } from "./model/policy.ts";
import type { Conclusion, Counts, FileReport, Problem, Report, ReportBase } from "./model/report.ts";
import { type Timed, untimed } from "./model/timing.ts";
import { readRepositoryFacts } from "./repository/read-repository.ts";
import type { Rule } from "./rules/rule.ts";

/**
 * Judges Dockerfiles by a policy. Pure: the same input gives the same report, byte for byte.
 *
 * @param today ISO date by which releases have ended or not.
 * @param timed takes the time of parsing, which changes nothing.
 */
export function evaluate(
  change: Change,
  policy: Policy,
  rules: readonly Rule[],
  version: string,
  today: string,
  timed: Timed = untimed,
): Report {
  const facts = change.repository && readRepositoryFacts(change.repository);
  const judgement = { change, policy, rules, today, timed };
  const concerns = (path: string) => concernsFile(change, path);
  const judged = judgeVersion({ files: change.files, facts, concerns }, judgement);
  const before = change.base && judgeBase(change.base, concerns, judgement).files;
  const waived = waiveFiles(judged.files, before, change, { policy, rules, today });
  const { files: settled, base } = compare(waived.head, waived.base, change.base, policy);
  const about = policyWaiverReports({
    waivers: policy.waivers,
    used: waived.used,
    today,
    whole: change.whole ?? false,
    status: base === undefined ? "open" : "existing",
  });
  const inline = inlineByKey(facts?.inlineDockerfiles ?? []);
  const files = [...inOuterFiles(settled, inline), ...about].sort(byPath);
  const problems = [
    ...change.problems.map((problem) => problemInOuterFile(problem, inline)),
    ...outdatedRules(rules, policy.rules, today),
    ...(facts?.problems ?? []),
    ...[...judged.problems, ...unverifiedProblems(change.built ?? [])].map((problem) =>
      problemInOuterFile(problem, inline),
    ),
  ];
  const findings = files.flatMap((file) => file.findings);
  return {
    version,
    policy: { source: policy.source, digest: policy.digest },
    head: change.head,
    base,
    conclusion: concludeFrom(findings, problems, policy),
    counts: countFindings(findings),
    files,
    images: change.images,
    problems,
  };
}

function judgeBase(base: ComparedBase, concerns: JudgedVersion["concerns"], judgement: Judgement): Judged {
  const repository = repositoryAtBase(base, judgement.change.repository);
  const facts = repository && readRepositoryFacts(repository);
  // Only the head was built.
  const change = { ...judgement.change, built: undefined, images: undefined };
  const files = filesAtBase(base, judgement.change.files);
  return judgeVersion({ files, facts, concerns }, { ...judgement, change });
}

function byPath(a: FileReport, b: FileReport): number {
  return a.source.path < b.source.path ? -1 : a.source.path > b.source.path ? 1 : 0;
}

/** Waivers that the change adds wait for a review where the policy asks for one; those of the base count. */
function waiveFiles(
  head: readonly FileReport[],
  before: readonly FileReport[] | undefined,
  change: Change,
  input: Omit<WaiverInput, "accepted">,
): { head: readonly FileReport[]; base: readonly FileReport[] | undefined; used: ReadonlySet<unknown> } {
  const all = { ...input, accepted: undefined };
  const waits = newWaiversWait(change, input.policy);
  const known = new Map(before?.map((file) => [file.source.path, new Set(waiverSubjects(file, input.rules))]));
  const previousPaths = new Map(change.base?.changed.map(({ path, previousPath }) => [path, previousPath]));
  const accepted = (path: string) => (waits ? (known.get(previousPaths.get(path) ?? path) ?? new Set()) : undefined);
  const settled = head.map((file) => withWaivers(file, { ...input, accepted: accepted(file.source.path) }));
  return {
    head: settled.map(({ file }) => file),
    base: before?.map((file) => withWaivers(file, all).file),
    used: new Set(settled.flatMap(({ used }) => [...used])),
  };
}

/** Settles which findings the change brings. Trouble with the base is no problem of the head: what it hides counts as new. */
function compare(
  files: readonly FileReport[],
  before: readonly FileReport[] | undefined,
  base: ComparedBase | undefined,
  policy: Policy,
): { files: readonly FileReport[]; base: ReportBase | undefined } {
  const scope = policy.scope ?? "new";
  if (base === undefined || before === undefined || scope === "all") return { files, base: undefined };
  if (scope === "changed") {
    return { files: markUntouched(files, base.changed), base: { sha: base.sha, fixed: undefined } };
  }
  const settled = markExisting(files, before, base.changed);
  return { files: settled.files, base: { sha: base.sha, fixed: settled.fixed } };
}

function concludeFrom(findings: readonly Finding[], problems: readonly Problem[], policy: Policy): Conclusion {
  if (findings.some(({ status, level }) => status === "open" && reaches(level, policy.failOn))) return "blocked";
  return problems.some((problem) => problem.incomplete) ? "incomplete" : "passed";
}

/** Open findings by level; existing and waived ones by themselves. */
export function countFindings(findings: readonly Finding[]): Counts {
  const open = findings.filter(({ status }) => status === "open");
  const ofLevel = (level: Finding["level"]) => open.filter((finding) => finding.level === level).length;
  const ofStatus = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  return {
    error: ofLevel("error"),
    warning: ofLevel("warning"),
    notice: ofLevel("notice"),
    existing: ofStatus("existing"),
    waived: ofStatus("waived"),
  };
}
