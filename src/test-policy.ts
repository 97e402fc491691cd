import { evaluate } from "./evaluate.ts";
import type { Finding } from "./model/finding.ts";
import { reaches } from "./model/level.ts";
import type { Policy } from "./model/policy.ts";
import type { ExpectedFinding, PolicyTest, PolicyTestResult, PolicyTestRun } from "./model/policy-test.ts";
import type { Rule } from "./rules/rule.ts";

/** Runs the tests of a policy: each Dockerfile is judged by it as a repository of its own. */
export function testPolicy(tests: readonly PolicyTest[], policy: Policy, rules: readonly Rule[]): PolicyTestRun {
  const seen = new Set<string>();
  const results = tests.map((test) => {
    const { path, text } = test;
    const head = { sha: undefined, ref: undefined };
    const change = { head, files: [{ path, text }], problems: [], target: undefined };
    const everywhere = { ...policy, files: { include: ["**"], exclude: [] } };
    const report = evaluate(change, everywhere, rules, "", test.today);
    const findings = report.files.filter(({ source }) => source.path === path).flatMap((file) => file.findings);
    for (const { rule } of findings) seen.add(rule);
    const problems = report.problems.filter(({ incomplete }) => incomplete).map(({ message }) => message);
    return { ...compare(test, findings, policy), problems };
  });
  const unseen = policy.custom.rules.filter(({ id, level }) => level !== "off" && !seen.has(id)).map(({ id }) => id);
  return { results, unseen };
}

/** Each expected finding takes one of those found; of the rest, none may block and none may be of a rule that is never to be. */
function compare(
  { name, expected, never }: PolicyTest,
  findings: readonly Finding[],
  { failOn }: Policy,
): Omit<PolicyTestResult, "problems"> {
  const rest = [...findings];
  const missing: ExpectedFinding[] = [];
  // Those with a line first: one without takes any, also what another could only have had.
  for (const one of [...expected].sort((a, b) => Number(b.line !== undefined) - Number(a.line !== undefined))) {
    const index = rest.findIndex((finding) => isExpected(finding, one));
    if (index === -1) missing.push(one);
    else rest.splice(index, 1);
  }
  const expectedRules = new Set(expected.map(({ rule }) => rule));
  const surplus = rest.filter((finding) => {
    if (never.includes(finding.rule)) return true;
    // A rule that is expected may well have more than one finding.
    return finding.status === "open" && reaches(finding.level, failOn) && !expectedRules.has(finding.rule);
  });
  return { name, missing, surplus };
}

function isExpected({ rule, status, span }: Finding, expected: ExpectedFinding): boolean {
  if (rule !== expected.rule || status !== expected.status) return false;
  return expected.line === undefined || expected.line === span.start.line;
}
