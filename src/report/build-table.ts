import { criticalPath, summaryOf } from "../build/build-summary.ts";
import type { TargetResult } from "../model/build-result.ts";
import { shortened, visibleText } from "./foreign-text.ts";
import { cellCodeSpan, escapeMarkdown } from "./markdown.ts";
import { leftOut, table } from "./sections.ts";

const longestStep = 80;
const shownSteps = 8;
/** The summary of a step has its limit. */
const mostRows = 200;

const outcomes: Readonly<Record<TargetResult["outcome"], string>> = {
  built: "built",
  failed: "failed",
  unverified: "could not verify",
};

/** The builds as a Markdown section: each target with its outcome, time, cached steps and slowest step, and the critical path. */
export function buildMarkdown(results: readonly TargetResult[]): string {
  if (results.length === 0) return "";
  const rows = results.slice(0, mostRows).map((result) => {
    const { seconds, steps, cached, slowest } = summaryOf(result);
    const slow = slowest ? `${cellCodeSpan(shortened(slowest.name, longestStep))} ${time(slowest.seconds)}` : "";
    const cells = [escapeMarkdown(result.name), outcomes[result.outcome], time(seconds), `${cached} of ${steps}`, slow];
    return `| ${cells.join(" | ")} |`;
  });
  const head = "| Target | Outcome | Time | Cached steps | Slowest step |\n|---|---|---:|---:|---|";
  const path = criticalPath(results);
  const chain = path.steps
    .slice(-shownSteps)
    .map(({ name, seconds }) => `${cellCodeSpan(shortened(name, longestStep))} ${time(seconds)}`);
  const parts = [
    "### Builds",
    table(head, rows),
    leftOut(results.length - rows.length, "the log lists everything."),
    path.steps.length > 1 ? `Critical path, ${time(path.seconds)}: ${chain.join(" → ")}` : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The same for a terminal. */
export function buildText(results: readonly TargetResult[]): string {
  const lines = results.map((result) => {
    const { seconds, steps, cached, slowest } = summaryOf(result);
    const slow = slowest
      ? `, slowest ${visibleText(shortened(slowest.name, longestStep))} ${time(slowest.seconds)}`
      : "";
    const reason = result.reason === undefined ? "" : `\n  ${visibleText(result.reason)}`;
    return `${visibleText(result.name)}: ${outcomes[result.outcome]}, ${time(seconds)}, ${cached} of ${steps} steps cached${slow}${reason}`;
  });
  const path = criticalPath(results);
  const chain = path.steps.map(
    ({ name, seconds }) => `  ${visibleText(shortened(name, longestStep))}  ${time(seconds)}`,
  );
  return [...lines, ...(path.steps.length > 1 ? [`critical path, ${time(path.seconds)}:`, ...chain] : [])].join("\n");
}

function time(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
