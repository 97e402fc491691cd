import type { Finding } from "../model/finding.ts";
import type { Palette } from "./palette.ts";
import { lastLine } from "./place.ts";

/** The column of line numbers beside the source lines of one finding. */
export interface Gutter {
  /** Columns that it takes. */
  readonly width: number;
  /** `  12 │ `, or without a number for a line that is not in the source. */
  at(line?: number, sign?: string): string;
}

/** As wide as the largest line number that the finding and its fix show. */
export function gutterFor(finding: Finding, paint: Palette): Gutter {
  const fixed = (finding.fix?.edits ?? []).reduce((largest, edit) => Math.max(largest, edit.span.end.line), 0);
  const digits = String(Math.max(fixed, lastLine(finding.span))).length;
  return {
    width: digits + 5,
    at: (line, sign = "│") => `${paint.faint(`  ${String(line ?? "").padStart(digits)} ${sign}`)} `,
  };
}
