import type { FindingLevel } from "../model/level.ts";
import type { Conclusion } from "../model/report.ts";

const levels: Readonly<Record<FindingLevel, string>> = { error: "❌", warning: "⚠️", notice: "ℹ️" };
const verdicts: Readonly<Record<Conclusion, string>> = { passed: "✅", blocked: "❌", incomplete: "⭕" };

/** A level for Markdown: its symbol and its word, which no narrow column parts. */
export function levelMarkdown(level: FindingLevel): string {
  return `${levels[level]}&nbsp;${level}`;
}

/** `✅ Stagegate: passed`. */
export function verdictMarkdown(conclusion: Conclusion): string {
  return `${verdicts[conclusion]} Stagegate: ${conclusion}`;
}
