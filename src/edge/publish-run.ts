import { appendFileSync } from "node:fs";
import { endGroup, error, info, notice, setOutput, startGroup, warning } from "@actions/core";
import type { TargetResult } from "../model/build-result.ts";
import type { FindingLevel } from "../model/level.ts";
import type { Problem, Report } from "../model/report.ts";
import { waiverRules } from "../policy/waiver-rules.ts";
import { type Annotation, renderAnnotations } from "../report/annotations.ts";
import { buildMarkdown } from "../report/build-table.ts";
import { shortened, visibleText } from "../report/foreign-text.ts";
import { stagesJson } from "../report/graph-json.ts";
import { renderJson } from "../report/json.ts";
import { escapeMarkdown } from "../report/markdown.ts";
import { outcome } from "../report/outcome.ts";
import { policyDifferenceText } from "../report/policy-difference.ts";
import { renderSarif } from "../report/sarif.ts";
import { renderSummary, type SummaryOptions } from "../report/summary.ts";
import { renderText } from "../report/text.ts";
import { rules } from "../rules/index.ts";
import { logText } from "./log-text.ts";
import { writeReport } from "./report-file.ts";
import { reasonOf } from "./text-file.ts";

export interface Surfaces {
  /** What becomes an annotation of the step: findings and problems, problems alone, or nothing. */
  readonly annotations: "all" | "problems" | "none";
  /** Where the findings are instead; undefined where they are annotations of the step. */
  readonly note?: string | undefined;
  /** Where the JSON report goes. */
  readonly reportPath: string;
  /** Where the SARIF report goes; undefined for nowhere. */
  readonly sarifPath: string | undefined;
  /** GITHUB_STEP_SUMMARY. */
  readonly summaryPath: string | undefined;
  readonly links: SummaryOptions["links"];
  /** What was built; undefined where nothing was asked for. */
  readonly builds?: readonly TargetResult[] | undefined;
  /** What is to be said behind the outcome, for example why nothing blocks. */
  readonly remark: string | undefined;
}

/** Bytes; beyond 1 MiB GitHub drops the summary of a step. */
const summaryLimit = 1_000_000;
/** Characters; the outputs of a job hold 1 MiB together. */
const stagesLimit = 400_000;
/** The runner shows ten annotations of a type for a step. One error is the verdict, one notice what is not shown. */
const budget: Readonly<Record<FindingLevel, number>> = { error: 9, warning: 10, notice: 9 };
const mostProblems = 5;
const longestProblem = 4000;

/** Shows the outcome on every surface that needs no permission. None of them can change the verdict. */
export function publishRun(report: Report, surfaces: Surfaces): void {
  startGroup("Report");
  info(logText(renderText(report, { colour: false, width: 120 })));
  if (report.policyDifference) info(logText(policyDifferenceText(report.policyDifference)));
  endGroup();
  const note = annotate(report, surfaces);
  const summary = renderSummary(report, { limit: summaryLimit, links: surfaces.links });
  attempt("The job summary", () => {
    const builds = buildMarkdown(surfaces.builds ?? []);
    if (surfaces.summaryPath) appendFileSync(surfaces.summaryPath, `${summary.markdown}${builds && `\n${builds}\n`}`);
  });
  const written = attempt("The report file", () => writeReport(surfaces.reportPath, renderJson(report)));
  setOutputs(report, { report: written ? surfaces.reportPath : "", sarif: writeSarif(report, surfaces.sarifPath) });
  sayVerdict(report, [note, surfaces.remark]);
}

/** Says that nothing could be judged, and why. */
export function publishFailure(reasons: readonly string[], summaryPath: string | undefined): void {
  const list = reasons.map((reason) => `- ${escapeMarkdown(shortened(reason, longestProblem))}\n`).join("");
  attempt("The job summary", () => {
    if (summaryPath) appendFileSync(summaryPath, `## ⭕ Stagegate: incomplete\n\nNothing was judged.\n\n${list}`);
  });
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : "";
  error(`Stagegate: incomplete. Nothing was judged: ${visibleText(reasons[0] ?? "")}${more}`);
}

/** Findings and problems as annotations; returns what the budget leaves out, or where the findings are. */
function annotate(report: Report, { annotations: wanted, note: elsewhere }: Surfaces): string | undefined {
  if (wanted === "none") return "All findings are in the job summary.";
  const problems = report.problems
    .toSorted((a, b) => Number(b.incomplete) - Number(a.incomplete))
    .slice(0, mostProblems);
  const isHeavy = (problem: Problem) => problem.incomplete;
  const { annotations, note } = renderAnnotations(report, {
    error: budget.error,
    warning: budget.warning - problems.filter(isHeavy).length,
    notice: budget.notice - problems.filter((problem) => !isHeavy(problem)).length,
  });
  for (const annotation of wanted === "all" ? annotations : []) emit(annotation);
  for (const { code, message, path, span, incomplete } of problems) {
    const properties = {
      title: code,
      ...(path === undefined ? {} : { file: path }),
      ...(span === undefined ? {} : { startLine: span.start.line }),
    };
    issue[incomplete ? "warning" : "notice"](shortened(visibleText(message), longestProblem), properties);
  }
  return wanted === "all" ? note : elsewhere;
}

const issue: Readonly<Record<FindingLevel, typeof error>> = { error, warning, notice };

function emit({ level, message, ...properties }: Annotation): void {
  issue[level](message, properties);
}

/** Returns where it is; empty when it is nowhere. */
function writeSarif(report: Report, path: string | undefined): string {
  if (path === undefined) return "";
  return attempt("The SARIF file", () => writeReport(path, renderSarif(report, [...rules, ...waiverRules])))
    ? path
    : "";
}

function setOutputs({ conclusion, counts, files }: Report, paths: { report: string; sarif: string }): void {
  setOutput("conclusion", conclusion);
  setOutput("errors", counts.error);
  setOutput("warnings", counts.warning);
  setOutput("notices", counts.notice);
  setOutput("report", paths.report);
  setOutput("sarif", paths.sarif);
  const stages = files.map(({ source, graph }) => ({ path: source.path, stages: graph ? stagesJson(graph) : [] }));
  const text = JSON.stringify(stages);
  if (text.length <= stagesLimit) {
    setOutput("stages", text);
  } else {
    setOutput("stages", "[]");
    info(`The output stages is left empty: it would have ${text.length} characters. The report file has the stages.`);
  }
}

/** The last line. As an error it is what the run shows first, and takes the tenth of the errors that the runner shows. */
function sayVerdict(report: Report, remarks: readonly (string | undefined)[]): void {
  const unjudged =
    report.conclusion === "incomplete" ? report.problems.find((problem) => problem.incomplete) : undefined;
  const reason = unjudged && visibleText([unjudged.path, unjudged.message].filter(Boolean).join(": "));
  const more = [reason, ...remarks].filter((remark) => remark !== undefined);
  const text = [`Stagegate: ${report.conclusion}. ${outcome(report)}.`, ...more].join(" ");
  if (report.conclusion !== "passed") error(text);
  else if (more.length > 0) notice(text);
  else info(logText(text));
}

function attempt(what: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (failure) {
    warning(`${what} could not be written: ${reasonOf(failure)}.`);
    return false;
  }
}
