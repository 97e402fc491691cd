import type { Finding } from "../model/finding.ts";
import type { PolicyExplanation } from "../model/policy-explanation.ts";
import type { Problem, Report } from "../model/report.ts";
import type { SourceFile } from "../model/source.ts";
import { findingText, placeText } from "./finding-text.ts";
import { visibleText } from "./foreign-text.ts";
import { outcome } from "./outcome.ts";
import { type Palette, palette } from "./palette.ts";
import { filesInOrder, findingsInOrder, openFindings } from "./place.ts";
import { explanationHead, findingReasons } from "./policy-explanation-text.ts";
import { secretRanges } from "./secret-ranges.ts";
import { proseLines } from "./wrap.ts";

export interface TextOptions {
  /** Whether to write ANSI colours. */
  readonly colour: boolean;
  /** Columns of the terminal; 80 where not known. */
  readonly width?: number | undefined;
  /** What can be done of it, one line each. */
  readonly nextSteps?: readonly string[];
}

const defaultWidth = 80;

/**
 * The report for a terminal: open findings by file and position, each with its source lines, then the problems, then one
 * line that says it all. Existing and waived findings are counted in that line only.
 * @param policy with it, all findings are shown, each with the reason for its level and its status, below a head that names the policy.
 */
export function renderText(report: Report, options: TextOptions, policy?: PolicyExplanation): string {
  const paint = palette(options.colour);
  const width = options.width ?? defaultWidth;
  const explained = new Set<string>();
  const explanation = (rule: string): string[] => {
    // Rules of the policy and of BuildKit, such as `acme/own-registry`, have no page of ours.
    if (explained.has(rule) || rule.includes("/")) return [];
    explained.add(rule);
    return [`more: stagegate rules ${rule}`];
  };
  const findings = filesInOrder(report).flatMap(({ source, findings }) => {
    const shown = policy === undefined ? openFindings({ findings }) : findingsInOrder(findings);
    const secrets = shown.length > 0 ? secretRanges(source, findings) : [];
    const file = { source, secrets, paint, width };
    const reasons = (finding: Finding) => (policy === undefined ? [] : findingReasons(finding, policy));
    return shown.map((finding) => findingText(file, finding, [...reasons(finding), ...explanation(finding.rule)]));
  });
  const head = policy === undefined ? [] : [explanationHead(report, policy, paint)];
  const problems = report.problems.map((problem) => problemText(problem, paint, width));
  const steps = options.nextSteps?.length ? [options.nextSteps.join("\n")] : [];
  return `${[...head, ...findings, ...problems, ...steps, outcomeLine(report, paint)].join("\n\n")}\n`;
}

/** Findings of one file as they stand in {@link renderText}, by position, whatever their status. */
export function renderFindings(source: SourceFile, findings: readonly Finding[], options: TextOptions): string {
  const secrets = secretRanges(source, findings);
  const file = { source, secrets, paint: palette(options.colour), width: options.width ?? defaultWidth };
  return findingsInOrder(findings)
    .map((finding) => findingText(file, finding))
    .join("\n\n");
}

function problemText({ code, message, path, span }: Problem, paint: Palette, width: number): string {
  const place = path === undefined ? "" : span === undefined ? visibleText(path) : placeText(path, span);
  const head = `${place === "" ? "" : `${paint.strong(place)}  `}${paint.problem("problem")}  ${code}`;
  return [head, ...proseLines(message, width, "  ")].join("\n");
}

function outcomeLine(report: Report, paint: Palette): string {
  const colour = { passed: paint.passed, blocked: paint.level.error, incomplete: paint.problem }[report.conclusion];
  return `${outcome(report)} · ${paint.strong(colour(report.conclusion))}`;
}
