import { visibleText } from "../report/foreign-text.ts";

/**
 * Text for the log of a job. The runner obeys what it finds there: `::command::` at the start of a line, whatever space stands
 * in front, and the older `##[command]` anywhere. Neither survives here, and no character starts a line but LF.
 */
export function logText(text: string): string {
  return text.split("\n").map(logLine).join("\n");
}

function logLine(line: string): string {
  const visible = line.split("\t").map(visibleText).join("\t");
  return visible.replaceAll("##[", "##\u200b[").replace(/^\s*::/u, (start) => `${start.slice(0, -1)}\u200b:`);
}
