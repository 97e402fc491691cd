import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What has been judged before. `accepted`: with the reason for which more than linear time, or nothing known, is fine. */
export interface JudgedExpressions {
  readonly linear: readonly string[];
  readonly accepted: Readonly<Record<string, string>>;
}

export const recordPath = join(import.meta.dirname, "../../__tests__/regular-expressions.json");

export function judgedExpressions(): JudgedExpressions {
  return JSON.parse(readFileSync(recordPath, "utf8")) as JudgedExpressions;
}
