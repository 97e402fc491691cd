import { visibleText } from "./foreign-text.ts";

/**
 * What GitHub makes something of wherever it stands in a text: mentions, formulas, URLs, references to issues, emoji names.
 * Backslashes and entities do not stop these, since they are looked for in the rendered text; a code span does.
 */
const live = /[@$]|:\/\/|www\.|#\d|GH-\d|:[\w+-]{1,64}:/i;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "`": "&#96;",
};
const opening = new Set("([{<\"'`");
const closing = new Set(")]}>\"'`.,;:!?");

/**
 * Foreign text as plain text of one line of GitHub Markdown, also in a table cell or as the text of a link. Words that GitHub
 * would bring to life become code spans.
 */
export function escapeMarkdown(text: string): string {
  const line = visibleText(text.replace(/[\t\n\v\f\r ]+/g, " ").trim());
  // Pipes and brackets stay outside code, where nothing could keep them from ending a cell or the text of a link.
  const escaped = line.replace(/[^ |[\]]+|[|[\]]/g, (word) => (live.test(word) ? liveWord(word) : escapedText(word)));
  // What would start a list, a heading's underline or a table's second line.
  return escaped.replace(/^(?:[-+=:]|\d{1,9}(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** The live part in a code span, brackets and punctuation around it outside. */
function liveWord(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && opening.has(word[start] ?? "")) start += 1;
  while (end > start && closing.has(word[end - 1] ?? "")) end -= 1;
  if (start === end) return codeSpan(word);
  return escapedText(word.slice(0, start)) + codeSpan(word.slice(start, end)) + escapedText(word.slice(end));
}

function escapedText(text: string): string {
  return text.replace(/[&<>|`]|[\\*_~#![\](){}]/g, (character) => entities[character] ?? `\\${character}`);
}

/** Foreign text as code in one line of Markdown, outside tables and the text of links. */
export function codeSpan(text: string): string {
  const line = withoutMarkers(visibleText(text.replace(/[\t\n\v\f\r]+/g, " ")));
  if (/^ *$/.test(line)) return "` `";
  const fence = "`".repeat(longestRun(line) + 1);
  const needsSpace = /^[` ]|[` ]$/.test(line);
  return needsSpace ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/**
 * The same in a table cell. A cell ends at a pipe, in code too, unless a backslash stands before it; what already has one
 * there cannot be written as code and comes back as plain text.
 */
export function cellCodeSpan(text: string): string {
  if (/\\(?=\|)/.test(text)) return escapeMarkdown(text);
  return codeSpan(text).replaceAll("|", "\\|");
}

/** A message: foreign text in which pairs of backticks stand around code. For cells, lists and paragraphs. */
export function proseMarkdown(text: string): string {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return escapeMarkdown(text);
  return parts
    .map((part, index) => (index % 2 === 1 ? codePart(part) : textPart(part)))
    .filter((part) => part !== "")
    .reduce((line, part) => (line.endsWith("`") && part.startsWith("`") ? `${line}\u200b${part}` : line + part), "")
    .trim();
}

function codePart(part: string): string {
  return part.trim() === "" || part.includes("|") ? escapeMarkdown(part) : codeSpan(part);
}

/** Escaped, with a space at either end where there was white space. */
function textPart(part: string): string {
  const escaped = escapeMarkdown(part);
  if (escaped === "") return part === "" ? "" : " ";
  return `${/^\s/.test(part) ? " " : ""}${escaped}${/\s$/.test(part) ? " " : ""}`;
}

/** Foreign text as a block of code. `language` is ours. */
export function fencedBlock(text: string, language: string): string {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, "").split("\t").map(visibleText).join("\t"));
  while (lines.at(-1) === "") lines.pop();
  const body = withoutMarkers(lines.join("\n"));
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body}${body === "" ? "" : "\n"}${fence}`;
}

/**
 * Lines of a file, each with its CR where it has one, as a block of code that says exactly them, as a suggestion must. Undefined
 * for lines that cannot be shown as they are: hidden characters, and what looks like a marker of ours.
 */
export function literalBlock(lines: readonly string[], language: string): string | undefined {
  const body = lines.map((line) => `${line}\n`).join("");
  const isShown = (line: string) =>
    line
      .replace(/\r$/, "")
      .split("\t")
      .every((part) => visibleText(part) === part) && withoutMarkers(line) === line;
  if (!lines.every(isShown)) return undefined;
  const fence = "`".repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${language}\n${body}${fence}`;
}

/** Our own comments carry hidden markers; foreign text must not hold what looks like one, even in code. */
function withoutMarkers(code: string): string {
  return code.replaceAll("<!--", "<!\u200b--");
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
