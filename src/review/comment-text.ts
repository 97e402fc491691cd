import type { Thread } from "./discussion.ts";
import type { PlannedComment } from "./review-plan.ts";

/** In UTF-16 code units, which are never fewer than what GitHub counts: 65,536 characters, the marker included. */
const longestText = 58_000;

/**
 * The text of a planned comment in a thread that is there. A suggestion replaces all lines of its thread, so it is one only on the
 * very lines that it was made for; elsewhere it is shown as code.
 */
export function textIn(thread: Thread, { body, subject, startLine, line }: PlannedComment): string {
  const fits = subject === "line" && thread.line === line && thread.startLine === startLine;
  return within(longestText, fits ? body : withoutSuggestion(body));
}

/** The text of a planned comment where it is placed anew. */
export function textOn(subject: PlannedComment["subject"], { body }: PlannedComment): string {
  return within(longestText, subject === "line" ? body : withoutSuggestion(body));
}

/** What is left in a thread that somebody answered, when there is nothing to do any more. */
export function settledText(text: string, outcome: "fixed" | "waived", head: string): string {
  const said = outcome === "fixed" ? `Fixed in ${head}.` : `Waived as of ${head}.`;
  const about = within(longestText, withoutSuggestion(text.replace(back, "")));
  return `**${said}**\n\n${foldStart}${about}${foldEnd}`;
}

const foldStart = "<details>\n<summary>What this was about</summary>\n\n";
const foldEnd = "\n\n</details>";
const back = /^\*\*Back as of [0-9a-f]{40,64}\.\*\* [^\n]*\n\n/;

/** What a settled thread says when its finding is back, and is now shown without a comment of its own. */
export function returnedText(settled: string, head: string): string {
  const at = settled.indexOf(foldStart);
  const about = at === -1 ? settled : settled.slice(at + foldStart.length, -foldEnd.length);
  const said = `**Back as of ${head}.** The finding is open again; the job summary says where it stands now.`;
  return `${said}\n\n${within(longestText, about)}`;
}

/** Suggestions as plain code. */
function withoutSuggestion(text: string): string {
  return text.replace(/^(`{3,})suggestion$/gm, "$1dockerfile");
}

/** The beginning of a text, cut between paragraphs outside fenced code and folded parts. */
export function within(limit: number, text: string): string {
  if (text.length <= limit) return text;
  const note = "\n\nThis is cut: the job summary has the rest.";
  let end = 0;
  let at = 0;
  let fence: string | undefined;
  let folds = 0;
  for (const line of text.split("\n")) {
    if (at > limit - note.length) break;
    if (line === "" && fence === undefined && folds === 0) end = at;
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined) fence = ticks;
    else if (ticks === line && ticks.length >= fence.length) fence = undefined;
    if (fence === undefined) folds += Number(line.startsWith("<details")) - Number(line.startsWith("</details"));
    at += line.length + 1;
  }
  return text.slice(0, end).trimEnd() + note;
}
