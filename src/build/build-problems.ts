import type { TargetResult } from "../model/build-result.ts";
import type { Problem } from "../model/report.ts";

/** What was to be built, and of which nothing can be said: never a pass. An inline Dockerfile goes by its key. */
export function unverifiedProblems(results: readonly TargetResult[]): Problem[] {
  return results.flatMap(({ outcome, reason, name, dockerfile }) => {
    if (outcome !== "unverified") return [];
    const message = `Could not verify ${name}: ${(reason ?? "nothing is known of its build").replace(/\.$/, "")}.`;
    return [{ code: "not-built" as const, message, path: dockerfile, span: undefined, incomplete: true }];
  });
}
