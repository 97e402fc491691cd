import type { Hunk } from "../../model/change.ts";

/**
 * The hunks of a difference in git's unified form, as GitHub's API gives it: from the first `@@` on. Lines end with LF alone:
 * what is behind another end of line is the text of a file, which may look like anything.
 */
export function patchHunks(patch: string): Hunk[] {
  return patch.split("\n").flatMap((line) => {
    const [, oldStart, oldLines = "1", newStart, newLines = "1"] =
      /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/.exec(line) ?? [];
    if (oldStart === undefined) return [];
    return [
      {
        oldStart: Number(oldStart),
        oldLines: Number(oldLines),
        newStart: Number(newStart),
        newLines: Number(newLines),
      },
    ];
  });
}
