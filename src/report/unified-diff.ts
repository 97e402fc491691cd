import { structuredPatch } from "diff";
import { visibleText } from "./foreign-text.ts";
import { palette } from "./palette.ts";
import { tokensIn } from "./secret-ranges.ts";

const contextLines = 3;
/** Lines that may differ before the comparison is given up: it takes time with the square of them. */
const mostEdits = 2_000;

/**
 * What changed, as the hunks of a unified diff. The values of secrets are replaced; a carriage return is not shown.
 * @param secrets values that nobody is to see.
 */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  secrets: readonly string[],
  colour: boolean,
): string {
  const hidden = secrets.flatMap((value) => value.split("\n")).filter((value) => value.trim() !== "");
  const paint = palette(colour);
  const name = visibleText(path);
  const lines = [paint.strong(`--- a/${name}`), paint.strong(`+++ b/${name}`)];
  const patch = structuredPatch("", "", before, after, "", "", { context: contextLines, maxEditLength: mostEdits });
  if (!patch) return `${[...lines, "The texts differ in too many lines to be compared."].join("\n")}\n`;
  for (const hunk of patch.hunks) {
    const { oldStart, oldLines, newStart, newLines } = hunk;
    lines.push(paint.faint(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`));
    for (const line of hunk.lines) {
      const text = `${line.slice(0, 1)}${line.startsWith("\\") ? line.slice(1) : concealed(line.slice(1), hidden)}`;
      lines.push(line.startsWith("-") ? paint.removed(text) : line.startsWith("+") ? paint.added(text) : text);
    }
  }
  return `${lines.join("\n")}\n`;
}

function concealed(line: string, secrets: readonly string[]): string {
  let text = line.replace(/\r$/, "");
  for (const value of secrets) text = text.replaceAll(value, "***");
  for (const { start, end } of tokensIn(text).toReversed()) text = `${text.slice(0, start)}***${text.slice(end)}`;
  return visibleText(text);
}
