import type { LiteralPart, WordPart } from "unbash";

/** A word may become at most so many: far beyond any real list, far below what `{a,b}{a,b}{a,b}…` asks for. */
export const maximumWords = 256;

type Parts = readonly WordPart[];

/** `lib{a,b}` as the parts of `liba` and of `libb`. Undefined when there are too many, or braces that hold other braces and variables. */
export function expandBraces(parts: Parts): readonly Parts[] | undefined {
  let words: WordPart[][] = [[]];
  for (const part of parts) {
    const alternatives = part.type === "BraceExpansion" ? alternativesOf(part) : [[part]];
    if (alternatives === undefined || words.length * alternatives.length > maximumWords) return undefined;
    words = words.flatMap((word) => alternatives.map((alternative) => [...word, ...alternative]));
  }
  return words.some(changesName) ? undefined : words;
}

/** `{$A,b}c` is `$Ac bc`: another variable than the one that the parser saw. */
function changesName(parts: Parts): boolean {
  return parts.some((part, index) => {
    const next = parts[index + 1];
    return (
      part.type === "SimpleExpansion" && next?.type === "Literal" && /^\w/.test(next.text) && next.pos !== part.end
    );
  });
}

function alternativesOf(part: Extract<WordPart, { type: "BraceExpansion" }>): Parts[] | undefined {
  if (part.parts !== undefined) return splitAtCommas(part.parts);
  const texts = /[\\'"$`]/.test(part.text) ? undefined : bracedTexts(part.text, 0);
  return texts?.map((text) => [literal(text, part)]);
}

function literal(text: string, { pos, end }: { pos: number; end: number }): LiteralPart {
  return { type: "Literal", pos, end, value: text, text };
}

/** `{$A,"b c"}`. */
function splitAtCommas(parts: Parts): Parts[] | undefined {
  const alternatives: WordPart[][] = [[]];
  for (const part of parts) {
    if (part.type !== "Literal") {
      alternatives.at(-1)?.push(part);
      continue;
    }
    if (part.text !== part.value || /[{}]/.test(part.text)) return undefined;
    for (const [index, text] of part.text.split(",").entries()) {
      if (index > 0) alternatives.push([]);
      if (text !== "") alternatives.at(-1)?.push(literal(text, part));
    }
  }
  return alternatives.length > 1 ? alternatives : undefined;
}

/** What a text with braces and nothing else special in it expands to; undefined when that is too much. */
function bracedTexts(text: string, depth: number): string[] | undefined {
  const open = depth > 8 ? -1 : text.indexOf("{");
  if (open === -1) return depth > 8 ? undefined : [text];
  const { close, commas } = matchingBrace(text, open);
  if (close === -1) return [text];
  const inner = text.slice(open + 1, close);
  const alternatives = commas.length > 0 ? listItems(text, open, close, commas, depth) : sequence(inner);
  const tails = bracedTexts(text.slice(close + 1), depth + 1);
  if (alternatives === undefined || tails === undefined) return undefined;
  if (alternatives.length * tails.length > maximumWords) return undefined;
  const head = text.slice(0, open);
  return alternatives.flatMap((item) => tails.map((tail) => head + item + tail));
}

function listItems(text: string, open: number, close: number, commas: number[], depth: number): string[] | undefined {
  const items: string[] = [];
  let start = open + 1;
  for (const end of [...commas, close]) {
    const expanded = bracedTexts(text.slice(start, end), depth + 1);
    if (expanded === undefined || items.length + expanded.length > maximumWords) return undefined;
    items.push(...expanded);
    start = end + 1;
  }
  return items;
}

function matchingBrace(text: string, open: number): { close: number; commas: number[] } {
  const commas: number[] = [];
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === "{") depth++;
    else if (character === "," && depth === 1) commas.push(index);
    else if (character === "}" && --depth === 0) return { close: index, commas };
  }
  return { close: -1, commas };
}

/** `1..10`, `01..10..3`, `a..e`; anything else stays in its braces. */
function sequence(inner: string): string[] | undefined {
  const match = /^(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.(-?\d{1,9}))?$/.exec(inner);
  const [, first = "", last = "", increment = "1"] = match ?? [];
  const numeric = /\d/.test(first);
  if (!match || numeric !== /\d/.test(last)) return [`{${inner}}`];
  const start = numeric ? Number(first) : first.charCodeAt(0);
  const stop = numeric ? Number(last) : last.charCodeAt(0);
  const step = Math.abs(Number(increment)) || 1;
  if (Math.abs(stop - start) / step >= maximumWords) return undefined;
  const width = /^-?0\d/.test(first) || /^-?0\d/.test(last) ? Math.max(first.length, last.length) : 0;
  const items: string[] = [];
  for (let value = start; start <= stop ? value <= stop : value >= stop; value += start <= stop ? step : -step) {
    items.push(numeric ? padded(value, width) : String.fromCharCode(value));
  }
  return items;
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value));
  return value < 0 ? `-${digits.padStart(width - 1, "0")}` : digits.padStart(width, "0");
}
