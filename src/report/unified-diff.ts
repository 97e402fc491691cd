import { visibleText } from "./foreign-text.ts";
import { palette } from "./palette.ts";
import { tokensIn } from "./secret-ranges.ts";

const contextLines = 3;

/**
 * What changed as one hunk of a unified diff, from the first line that differs to the last. The values of secrets are replaced.
 * @param secrets values that nobody is to see.
 */
export function unifiedDiff(
  path: string,
  before: string,
  after: string,
  secrets: readonly string[],
  colour: boolean,
): string {
  const old = before.split("\n");
  const fresh = after.split("\n");
  const shorter = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < shorter && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const start = Math.max(0, head - contextLines);
  const rest = Math.max(0, tail - contextLines);
  const hidden = secrets.flatMap((value) => value.split("\n")).filter((value) => value.trim() !== "");
  const paint = palette(colour);
  const shown = (lines: readonly string[], mark: string) => lines.map((line) => mark + concealed(line, hidden));
  const name = visibleText(path);
  const size = (lines: readonly string[]) => `${start + 1},${lines.length - rest - start}`;
  return `${[
    paint.strong(`--- a/${name}`),
    paint.strong(`+++ b/${name}`),
    paint.faint(`@@ -${size(old)} +${size(fresh)} @@`),
    ...shown(old.slice(start, head), " "),
    ...shown(old.slice(head, old.length - tail), "-").map(paint.removed),
    ...shown(fresh.slice(head, fresh.length - tail), "+").map(paint.added),
    ...shown(old.slice(old.length - tail, old.length - rest), " "),
  ].join("\n")}\n`;
}

function concealed(line: string, secrets: readonly string[]): string {
  let text = line.replace(/\r$/, "");
  for (const value of secrets) text = text.replaceAll(value, "***");
  for (const { start, end } of tokensIn(text).toReversed()) text = `${text.slice(0, start)}***${text.slice(end)}`;
  return visibleText(text);
}
