import type { Hunk } from "../../model/change.ts";

/** The hunks of a difference in git's unified form, as GitHub's API gives it: from the first `@@` on. */
export function patchHunks(patch: string): Hunk[] {
  return [...patch.matchAll(/^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/gm)].map(
    ([, oldStart, oldLines = "1", newStart, newLines = "1"]) => ({
      oldStart: Number(oldStart),
      oldLines: Number(oldLines),
      newStart: Number(newStart),
      newLines: Number(newLines),
    }),
  );
}
