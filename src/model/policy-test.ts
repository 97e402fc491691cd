import type { Finding } from "./finding.ts";

/** A test that a policy brings: a Dockerfile, and what the policy must find in it. */
export interface PolicyTest {
  readonly name: string;
  /** Where the Dockerfile is in the repository. */
  readonly path: string;
  readonly text: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly expected: readonly ExpectedFinding[];
  /** Rules that must have no finding. */
  readonly never: readonly string[];
}

export interface ExpectedFinding {
  readonly rule: string;
  readonly line: number | undefined;
  readonly status: "open" | "waived";
}

export interface PolicyTestResult {
  readonly name: string;
  /** Expected, and not found. */
  readonly missing: readonly ExpectedFinding[];
  /** Found, and neither expected nor harmless. */
  readonly surplus: readonly Finding[];
  /** What could not be judged, a sentence each. */
  readonly problems: readonly string[];
}

export interface PolicyTestRun {
  readonly results: readonly PolicyTestResult[];
  /** Custom rules that found something in no test. */
  readonly unseen: readonly string[];
}

export function isPassed({ missing, surplus, problems }: PolicyTestResult): boolean {
  return missing.length + surplus.length + problems.length === 0;
}
