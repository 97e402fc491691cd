import type { Range } from "../report/secret-ranges.ts";

/** A stretch of a policy as its reader sees it. */
export interface PolicyToken extends Range {
  readonly kind: "comment" | "keyword" | "string";
}

/** Keys, comments and quoted texts of a YAML text, line by line. For the eye only: what a policy says, its own reader decides. */
export function policyTokens(text: string): PolicyToken[] {
  const tokens: PolicyToken[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    tokens.push(
      ...lineTokens(line).map(({ kind, ...range }) => ({ kind, start: start + range.start, end: start + range.end })),
    );
    start += line.length + 1;
  }
  return tokens;
}

function lineTokens(line: string): PolicyToken[] {
  const tokens: PolicyToken[] = [];
  let quote: { readonly mark: string; readonly at: number } | undefined;
  let word = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (quote !== undefined) {
      if (character !== quote.mark) continue;
      tokens.push({ kind: "string", start: quote.at, end: at + 1 });
      quote = undefined;
    } else if ((character === '"' || character === "'") && at === word) quote = { mark: character, at };
    else if (character === "#" && (at === 0 || /\s/.test(line[at - 1] ?? ""))) {
      tokens.push({ kind: "comment", start: at, end: line.length });
      break;
    } else if (character === ":" && /^\s?$/.test(line[at + 1] ?? "") && at > word) {
      tokens.push({ kind: "keyword", start: word, end: at });
      word = at + 1;
    }
    if (/[\s,{[\]}]/.test(character) || (character === "-" && at === word)) word = at + 1;
  }
  return tokens;
}
