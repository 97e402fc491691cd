import { visibleText } from "./foreign-text.ts";

/** HTML or SVG that was made by {@link element}: what is foreign in it is escaped. */
export interface Markup {
  readonly markup: string;
}

/** Strings are text, and are escaped; what is undefined is left out. */
export type Content = Markup | string | undefined | readonly Content[];

/** `true` is an attribute without a value; `false` and undefined are none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};
const withoutEnd: ReadonlySet<string> = new Set(["meta", "input", "br", "hr"]);

/**
 * Any text as text of HTML or SVG, in an element or in the quotes of an attribute. The only place where text becomes markup. Line
 * ends and tabs stay, other hidden characters are spelled out.
 */
export function escapeMarkup(text: string): string {
  const visible = text.split(/([\n\t])/).map((part) => (part === "\n" || part === "\t" ? part : visibleText(part)));
  return visible.join("").replace(/[&<>"'`]/g, (character) => entities[character] ?? character);
}

/** An element. Its name and the names of its attributes are ours, never anybody else's. */
export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Markup {
  const written = Object.entries(attributes).map(([attribute, value]) => {
    if (value === undefined || value === false) return "";
    return value === true ? ` ${attribute}` : ` ${attribute}="${escapeMarkup(String(value))}"`;
  });
  const start = `<${name}${written.join("")}>`;
  return { markup: withoutEnd.has(name) ? start : `${start}${contentMarkup(content)}</${name}>` };
}

/** Several pieces as one. */
export function fragment(...content: readonly Content[]): Markup {
  return { markup: contentMarkup(content) };
}

/** A text of ours that is no markup to be escaped: a style sheet or a script, which ends at its own end tag only. */
export function rawText(name: "style" | "script", text: string): Markup {
  if (/<\/|<!--/.test(text)) throw new Error(`a ${name} of ours must not hold an end tag`);
  return { markup: `<${name}>${text}</${name}>` };
}

/** A message: text in which pairs of backticks stand around code. */
export function proseMarkup(text: string): Markup {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return fragment(text);
  return fragment(parts.map((part, index) => (index % 2 === 1 && part !== "" ? element("code", {}, part) : part)));
}

function contentMarkup(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string") return escapeMarkup(content);
  if ("markup" in content) return content.markup;
  let text = "";
  for (const part of content) text += contentMarkup(part);
  return text;
}
