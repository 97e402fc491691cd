import type { Finding } from "../model/finding.ts";
import { type ExpectedFinding, isPassed, type PolicyTestResult, type PolicyTestRun } from "../model/policy-test.ts";
import { visibleText } from "./foreign-text.ts";
import { counted } from "./outcome.ts";
import { type Palette, palette } from "./palette.ts";
import type { TextOptions } from "./text.ts";
import { proseLines } from "./wrap.ts";

const defaultWidth = 80;

/** What came of a policy's tests: the failed ones with what differs, the custom rules that no test has seen, and the count. */
export function renderPolicyTests(source: string, { results, unseen }: PolicyTestRun, options: TextOptions): string {
  const paint = palette(options.colour);
  const width = options.width ?? defaultWidth;
  const failed = results.filter((result) => !isPassed(result));
  const parts = [
    ...failed.map((result) => failedTest(result, paint, width)),
    ...(unseen.length === 0 ? [] : [unseenRules(unseen, paint, width)]),
    `${visibleText(source)}: ${counted(results.length - failed.length, "test")} passed, ${
      failed.length === 0 ? "0 failed" : paint.level.error(`${failed.length} failed`)
    }`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function failedTest({ name, missing, surplus, problems }: PolicyTestResult, paint: Palette, width: number): string {
  return [
    `${paint.level.error("✗")} ${paint.strong(visibleText(name))}`,
    ...missing.map((one) => `  ${paint.removed(`- ${expectedText(one)}`)}  expected, and not found`),
    ...surplus.flatMap((finding) => surplusLines(finding, paint, width)),
    ...problems.flatMap((problem) => proseLines(`could not be judged: ${problem}`, width, "  ")),
  ].join("\n");
}

function expectedText({ rule, line, status }: ExpectedFinding): string {
  return [rule, line === undefined ? "" : `on line ${line}`, status === "waived" ? "(waived)" : ""]
    .filter(Boolean)
    .join(" ");
}

function surplusLines({ rule, level, span, message }: Finding, paint: Palette, width: number): string[] {
  const head = `  ${paint.added(`+ ${rule} on line ${span.start.line}`)}  found, and not expected (${level})`;
  return [head, ...proseLines(message, width, "      ")];
}

function unseenRules(unseen: readonly string[], paint: Palette, width: number): string {
  const text = `No test has a finding of ${unseen.join(", ")}. A rule that was never seen to find anything may never do.`;
  return proseLines(text, width, "")
    .map((line) => paint.level.notice(line))
    .join("\n");
}
