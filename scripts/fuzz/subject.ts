import { evaluate } from "../../src/evaluate.ts";
import type { Change } from "../../src/model/change.ts";
import type { Policy } from "../../src/model/policy.ts";
import type { FileReport, Report } from "../../src/model/report.ts";
import { rules } from "../../src/rules/index.ts";

/** The day on which everything is judged: results must not change from day to day. */
const today = "2026-11-24";
const path = "Dockerfile";

/** A text with its judgement, which the properties share. */
export interface Subject {
  readonly text: string;
  readonly report: Report;
  readonly file: FileReport;
  /** Judges another text as this one was judged. */
  judge(text: string): { report: Report; file: FileReport };
  /** Judges this text against itself as the base. */
  compared(): Report;
}

/** @throws Error when no report of the file comes out. */
export function subjectOf(text: string, policy: Policy): Subject {
  const judge = (other: string) => {
    const report = evaluate(changeTo(other), policy, rules, "0.0.0", today);
    const file = report.files.find(({ source }) => source.path === path);
    if (file === undefined) throw new Error("the report has no such file");
    return { report, file };
  };
  return {
    text,
    ...judge(text),
    judge,
    compared: () => {
      const base = { sha: "b".repeat(40), files: [{ path, text }], changed: [changed] };
      return evaluate({ ...changeTo(text), base }, { ...policy, scope: "new" }, rules, "0.0.0", today);
    },
  };
}

const changed = { path, previousPath: undefined, status: "modified", hunks: undefined } as const;

function changeTo(text: string): Change {
  return {
    head: { sha: "a".repeat(40), ref: "main" },
    files: [{ path, text }],
    problems: [],
    target: undefined,
  };
}
