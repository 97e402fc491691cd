import type { Span } from "../model/source.ts";
import { shortened } from "./foreign-text.ts";
import { cellCodeSpan, escapeMarkdown } from "./markdown.ts";
import { lastLine, lineRange } from "./place.ts";

/** Where files can be seen: `https://github.com`, `owner/name`, a commit. */
export interface Links {
  readonly server: string;
  readonly repository: string;
  readonly sha: string;
  /** Address of the folder that holds the rules' pages, with a slash at its end; without it rules are only named. */
  readonly rulePages?: string | undefined;
}

const longestPath = 200;

/** `path:line`, linked to the lines where links are given. */
export function placeMarkdown(path: string, span: Span | undefined, links: Links | undefined): string {
  const line = span === undefined ? "" : `:${span.start.line}`;
  return linked(escapeMarkdown(`${shortened(path, longestPath)}${line}`), path, span, links);
}

/** `line 7` or `lines 7-9`, linked. */
export function linesMarkdown(path: string, span: Span, links: Links | undefined): string {
  return linked(lineRange(span), path, span, links);
}

/** The number of the first line alone, linked: for a column that says it is one. */
export function lineNumberMarkdown(path: string, span: Span, links: Links | undefined): string {
  return linked(String(span.start.line), path, span, links);
}

/** The name of a rule, linked to its page where it has one: rules of a policy and of BuildKit, such as `acme/x`, have none. */
export function ruleMarkdown(rule: string, links: Links | undefined): string {
  const name = cellCodeSpan(rule);
  const hasPage = links?.rulePages !== undefined && /^[a-z\d-]{1,100}$/.test(rule);
  return hasPage ? `[${name}](${links.rulePages}${rule}.md)` : name;
}

/** A text of ours linked to an address that the surroundings gave; the text alone where that is none. */
export function addressMarkdown(text: string, address: string | undefined): string {
  if (address === undefined || !/^https?:\/\/[^/\s]/.test(address)) return text;
  const url = address
    .toWellFormed()
    .replace(/[^\w:/?#&=.~%+-]/gu, (character) =>
      /[!'()*]/.test(character)
        ? `%${character.charCodeAt(0).toString(16).toUpperCase()}`
        : encodeURIComponent(character),
    );
  return `[${text}](${url})`;
}

function linked(text: string, path: string, span: Span | undefined, links: Links | undefined): string {
  return links === undefined ? text : `[${text}](${fileUrl(path, span, links)})`;
}

/** Every character that Markdown or a URL gives a meaning is percent-encoded in each segment of the path. */
function fileUrl(path: string, span: Span | undefined, { server, repository, sha }: Links): string {
  const encoded = (text: string) =>
    encodeURIComponent(text.toWellFormed()).replace(
      /[!'()*]/g,
      (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const segments = [...repository.split("/"), "blob", sha, ...path.split("/")].map(encoded);
  const last = span === undefined ? 0 : lastLine(span);
  const lines = span === undefined ? "" : `#L${span.start.line}${last > span.start.line ? `-L${last}` : ""}`;
  return `${server.replace(/\/$/, "")}/${segments.join("/")}${lines}`;
}
