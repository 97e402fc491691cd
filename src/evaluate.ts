import { unverifiedProblems } from "./build/build-problems.ts";
import { type WaiverInput, waiverSubjects, withWaivers } from "./check/file-waivers.ts";
import { inlineByKey, inOuterFiles, problemInOuterFile } from "./check/inline-dockerfiles.ts";
import { type Judgement, judgeDockerfile, targetsFor } from "./check/judge-dockerfile.ts";
import { markExisting, markUntouched } from "./check/new-findings.ts";
import { outdatedRules } from "./check/outdated-rules.ts";
import { policyWaiverReports } from "./check/policy-waivers.ts";
import { repositoryFindings } from "./check/repository-findings.ts";
import { type Change, type ComparedBase, concernsFile, type FileVersion, filesLeftAlone } from "./model/change.ts";
import type { Finding } from "./model/finding.ts";
import { reaches } from "./model/level.ts";
import type { Policy, UnappliedPart } from "./model/policy.ts";
import type { Conclusion, Counts, FileReport, Problem, Report, ReportBase } from "./model/report.ts";
import type { RepositoryFacts } from "./model/repository-facts.ts";
import { type SourceFile, sourceFile } from "./model/source.ts";
import { type Timed, untimed } from "./model/timing.ts";
import { matchesAny } from "./policy/glob.ts";
import { FactsByDockerfile } from "./repository/dockerfile-facts.ts";
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
  const judged = judgeAll({ files: change.files, facts }, judgement);
  const before = change.base && judgeBase(change.base, judgement).files;
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
    ...change.problems,
    ...policy.notApplied.map(unappliedProblem),
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
    problems,
  };
}

interface Judged {
  readonly files: readonly FileReport[];
  readonly problems: readonly Problem[];
}

/** The Dockerfiles of one commit, and what the rest of the repository says of them there. */
interface JudgedVersion {
  readonly files: readonly FileVersion[];
  readonly facts: RepositoryFacts | undefined;
}

function judgeBase(base: ComparedBase, judgement: Judgement): Judged {
  const repository =
    base.repository ?? (judgement.change.repository && filesLeftAlone(judgement.change.repository, base));
  const facts = repository && readRepositoryFacts(repository);
  // Only the head was built.
  const change = { ...judgement.change, built: undefined };
  return judgeAll({ files: filesAtBase(base, judgement.change.files), facts }, { ...judgement, change });
}

function judgeAll(version: JudgedVersion, judgement: Judgement): Judged {
  const { facts } = version;
  const { change, policy, rules } = judgement;
  const files: FileReport[] = [];
  const problems: Problem[] = [];
  const repository = facts && new FactsByDockerfile(facts);
  const isChosen = (path: string) => matchesAny(path, policy.files.include) && !matchesAny(path, policy.files.exclude);
  const keep = (judged: ReturnType<typeof judgeDockerfile>, source: SourceFile) => {
    files.push({ ...judged.file, source });
    problems.push(...judged.problems);
  };
  for (const { path, text } of [...version.files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (!isChosen(path)) continue;
    const source = sourceFile(path, text);
    keep(judgeDockerfile(source, judgement, targetsFor(path, policy, change.target), repository), source);
  }
  for (const { key, source: outer, text } of facts?.inlineDockerfiles ?? []) {
    const { path } = outer;
    if (!isChosen(path) || !concernsFile(change, path)) continue;
    const judged = judgeDockerfile(
      sourceFile(key, text),
      judgement,
      targetsFor(path, policy, change.target),
      repository,
    );
    // Waivers and the comparison go by the path; its places are the text's own until the end.
    keep(judged, sourceFile(path, text));
  }
  if (facts) {
    const graphs = new Map(
      files.flatMap(({ graph }) => (graph ? [[graph.dockerfile.source.path, graph] as const] : [])),
    );
    const isJudged = (path: string) => concernsFile(change, path);
    const found = repositoryFindings({ facts, graphs, isJudged }, rules, policy.rules);
    files.push(...found.files.filter(({ source }) => isChosen(source.path)));
    problems.push(...found.problems);
  }
  return { files, problems };
}

function byPath(a: FileReport, b: FileReport): number {
  return a.source.path < b.source.path ? -1 : a.source.path > b.source.path ? 1 : 0;
}

/** Waivers that the change adds wait for a review where the policy asks for one; those of the base count. */
function waiveFiles(
  head: readonly FileReport[],
  before: readonly FileReport[] | undefined,
  { base, waiverReview }: Change,
  input: Omit<WaiverInput, "accepted">,
): { head: readonly FileReport[]; base: readonly FileReport[] | undefined; used: ReadonlySet<unknown> } {
  const all = { ...input, accepted: undefined };
  const waits = input.policy.inlineWaivers === "approved" && waiverReview === "pending";
  const known = new Map(before?.map((file) => [file.source.path, new Set(waiverSubjects(file, input.rules))]));
  const previousPaths = new Map(base?.changed.map(({ path, previousPath }) => [path, previousPath]));
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

/** The Dockerfiles of the base: those that were read there, and those of the head that the change leaves alone. */
function filesAtBase(base: ComparedBase, head: readonly FileVersion[]): FileVersion[] {
  const known = new Set([...base.files.map(({ path }) => path), ...base.changed.map(({ path }) => path)]);
  return [...base.files, ...head.filter(({ path }) => !known.has(path))];
}

function unappliedProblem({ part, incomplete }: UnappliedPart): Problem {
  const message = `This version does not carry out \`${part}\` of the policy yet. ${incomplete ? "What it asks for was not judged." : "Everything is judged as if it were not there."}`;
  return { code: "policy-not-applied", message, path: undefined, span: undefined, incomplete };
}

function concludeFrom(findings: readonly Finding[], problems: readonly Problem[], policy: Policy): Conclusion {
  if (findings.some(({ status, level }) => status === "open" && reaches(level, policy.failOn))) return "blocked";
  return problems.some((problem) => problem.incomplete) ? "incomplete" : "passed";
}

function countFindings(findings: readonly Finding[]): Counts {
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
