import { checkSync } from "recheck";

/** What recheck says of an expression. `unknown`: it did not come to an end in its time. */
export interface Verdict {
  readonly status: "linear" | "super-linear" | "unknown";
  /** Degree and a hostile text, or why nothing is known. */
  readonly detail: string;
}

const largestCount = 3;

/**
 * Whether an expression can take more than linear time. Counted repetitions are analysed with small counts: they bound what they
 * repeat, so they cost a factor and never a degree, and large ones only blow the automaton up.
 *
 * @param timeout milliseconds.
 */
export function judgeExpression(expression: string, timeout: number): Verdict {
  const end = expression.lastIndexOf("/");
  const flags = expression.slice(end + 1).replace(/[dg]/g, "");
  const result = checkSync(withSmallCounts(expression.slice(1, end)), flags, { timeout, randomSeed: 1 });
  if (result.status === "safe") return { status: "linear", detail: "" };
  if (result.status === "unknown") return { status: "unknown", detail: JSON.stringify(result.error) };
  const { type, summary } = result.complexity;
  return { status: "super-linear", detail: `${type}, ${summary}: ${result.attack.pattern}` };
}

/** `{8,200}` becomes `{3,4}` and `{40}` becomes `{3}`; an open `{8,}` stays open. */
export function withSmallCounts(pattern: string): string {
  return pattern.replace(
    /(\\.|\[(?:\\.|[^\]\\])*\])|\{(\d+)(?:(,)(\d*))?\}/gs,
    (whole, kept: string | undefined, least: string, comma: string | undefined, most: string | undefined) => {
      if (kept !== undefined) return whole;
      const low = Math.min(Number(least), largestCount);
      if (comma === undefined) return `{${low}}`;
      return most === "" || most === undefined ? `{${low},}` : `{${low},${Math.min(Number(most), low + 1)}}`;
    },
  );
}
