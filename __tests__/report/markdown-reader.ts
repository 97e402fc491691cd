import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect } from "vitest";

/** What a reader of GitHub Markdown makes of a text. */
export interface ReadMarkdown {
  readonly links: readonly string[];
  readonly images: number;
  /** Tags and comments, as written. */
  readonly html: readonly string[];
  /** Text outside code. */
  readonly text: string;
  readonly headings: readonly string[];
  /** Cells of each row of each table. */
  readonly rows: readonly number[];
  readonly blocks: readonly { readonly language: string; readonly content: string }[];
}

const parser = new MarkdownIt({ html: true, linkify: true });

export function readMarkdown(markdown: string): ReadMarkdown {
  const tokens = parser.parse(markdown, {});
  const inline = tokens.flatMap((token) => token.children ?? []);
  const html = [...tokens, ...inline].filter(({ type }) => type === "html_block" || type === "html_inline");
  const rows: number[] = [];
  for (const { type } of tokens) {
    if (type === "tr_open") rows.push(0);
    if (type === "td_open" || type === "th_open") rows[rows.length - 1] = (rows.at(-1) ?? 0) + 1;
  }
  return {
    links: inline.flatMap((token) => (token.type === "link_open" ? [String(token.attrGet("href"))] : [])),
    images: inline.filter(({ type }) => type === "image").length,
    html: html.flatMap(({ content }) => content.match(/<[^>]*>?/g) ?? []),
    text: inline.flatMap(({ type, content }) => (type === "text" ? [content] : [])).join("\n"),
    headings: tokens.flatMap(({ type }, index) => (type === "heading_open" ? [tokens[index + 1]?.content ?? ""] : [])),
    rows,
    blocks: tokens.flatMap(({ type, info, content }) => (type === "fence" ? [{ language: info, content }] : [])),
  };
}

const tags = new Set(["<details>", "<summary>", "</summary>", "</details>", "<sub>", "</sub>"]);

/** Nothing foreign acts: no tag, marker, mention, image or address but those that are ours, which begin as given. */
export function expectHarmless(markdown: string, addresses: readonly string[]): ReadMarkdown {
  const read = readMarkdown(markdown);
  expect(markdown).not.toContain("<!--");
  expect(markdown.replace(/[\t\r\n]/g, "")).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
  expect(read.images).toBe(0);
  expect(read.html.filter((tag) => !tags.has(tag))).toEqual([]);
  expect(read.html.filter((tag) => tag === "<details>").length).toBe(
    read.html.filter((tag) => tag === "</details>").length,
  );
  expect(read.links.filter((link) => !addresses.some((address) => link.startsWith(address)))).toEqual([]);
  expect(read.text).not.toMatch(/@[\w-]|:\/\/|www\.|(?:^|[^&\w])#\d|GH-\d|\$|:tada:/i);
  return read;
}

const pieces = fc.constantFrom(
  ..."::error:: ##[add-mask]x ` `` ``` ```` ```suggestion <!-- --> <!--stagegate:v1 @team @acme/team @ #1 GH-1 | \\ \\| || $x$ $ * ** _ ~~".split(
    " ",
  ),
  ..."</details> </summary> <details> <script> <img src=x> https://evil.example www.evil.example ![a](b) [a](b) [a]:b > #".split(
    " ",
  ),
  ...[
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\t",
    " ",
    "    ",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\u0000",
    "\u001b[31m",
    "\ud800",
    ":tada:",
    "한글",
    "- ",
    "1. ",
    "---",
    "| - | - |\n|---|---|\n",
    "a@b.example",
    "x".repeat(10_000),
  ],
);

/** Names and text of somebody who would like to be read as something else. */
export const hostileText = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: pieces }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) }),
    {
      maxLength: 10,
    },
  )
  .map((parts) => parts.join(""));
