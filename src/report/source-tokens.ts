import type { Dockerfile, Instruction } from "../model/dockerfile.ts";
import type { BuildGraph } from "../model/graph.ts";
import type { Span } from "../model/source.ts";
import type { Range } from "./secret-ranges.ts";

/** What a stretch of a Dockerfile is to its reader. `name`: of a stage, in FROM and behind `--from`. */
export type TokenKind = (typeof kinds)[number];

export interface SourceToken extends Range {
  readonly kind: TokenKind;
}

/** The later one wins where two claim the same text. */
const kinds = ["heredoc", "string", "variable", "command", "flag", "name", "keyword", "comment", "directive"] as const;

/**
 * The text of a Dockerfile by what it is, as the parser read it; in order, not overlapping. What is plain text has no token. With the
 * graph also the commands of RUN. Linear in the text.
 */
export function sourceTokens(dockerfile: Dockerfile, graph?: Pick<BuildGraph, "stages">): SourceToken[] {
  const { source, globalArgs, stages, comments, directives } = dockerfile;
  const claims = new Map<TokenKind, Span[]>(kinds.map((kind) => [kind, []]));
  const claim = (kind: TokenKind, span: Span | undefined) => {
    if (span !== undefined) claims.get(kind)?.push(span);
  };
  const scanned: Span[] = [];
  const instruction = (each: Instruction) => {
    scanned.push(each.span);
    claim("keyword", each.keywordSpan);
    for (const flag of each.flags) claim("flag", flag.span);
    for (const heredoc of each.heredocs) claim("heredoc", heredoc.span);
    if (each.keyword === "COPY") claim("name", each.from?.span);
    if (each.keyword === "ONBUILD") claim("keyword", each.trigger.keywordSpan);
  };
  globalArgs.forEach(instruction);
  for (const { from, instructions } of stages) {
    scanned.push(from.span);
    claim("keyword", from.keywordSpan);
    for (const flag of from.flags) claim("flag", flag.span);
    claim("name", from.name?.span);
    instructions.forEach(instruction);
  }
  for (const { steps } of graph?.stages ?? []) {
    for (const { script } of steps) for (const { word } of script?.commands ?? []) claim("command", word?.span);
  }
  for (const { span } of comments) claim("comment", span);
  for (const { span } of directives.all) claim("directive", span);
  const painted = new Uint8Array(source.text.length);
  for (const span of scanned) paintWords(source.text, span, painted);
  for (const [index, kind] of kinds.entries()) {
    for (const span of claims.get(kind) ?? [])
      paint(painted, span.start.offset, span.end.offset, index + 1, source.text);
  }
  return tokensOf(painted);
}

/** Strings in quotes, and variables in and outside them; a quote without its other half is plain text. */
function paintWords(text: string, { start, end }: Span, painted: Uint8Array): void {
  let quote = "";
  let opened = 0;
  const [string, variable] = [kinds.indexOf("string") + 1, kinds.indexOf("variable") + 1];
  const variables: [number, number][] = [];
  for (let at = start.offset; at < end.offset; at += 1) {
    const character = text[at];
    if (character === "\\" && quote !== "'") at += 1;
    else if (character === quote) {
      painted.fill(string, opened, at + 1);
      quote = "";
    } else if (quote === "" && (character === '"' || character === "'")) {
      quote = character;
      opened = at;
    } else if (character === "$" && quote !== "'") {
      const length = variableLength(text, at, end.offset);
      if (length > 1) variables.push([at, at + length]);
      at += Math.max(0, length - 1);
    }
  }
  for (const [from, to] of variables) painted.fill(variable, from, to);
}

/** A longer name is none that anybody reads as one. */
const longestVariable = 256;

/** Characters of `$NAME` or `${NAME…}` up to its brace; 1 where there is no name. */
function variableLength(text: string, at: number, end: number): number {
  const last = Math.min(end, at + longestVariable);
  if (text[at + 1] === "{") {
    for (let index = at + 2; index < last && text[index] !== "\n"; index += 1) {
      if (text[index] === "}") return index + 1 - at;
    }
    return 1;
  }
  let index = at + 1;
  while (index < last && /[A-Za-z0-9_]/.test(text[index] ?? "")) index += 1;
  return index - at;
}

/** Over what was there, line ends aside: a stretch of several lines is one token a line, so that each line stands by itself. */
function paint(painted: Uint8Array, start: number, end: number, value: number, text: string): void {
  for (let at = Math.max(0, start); at < Math.min(end, painted.length); at += 1) {
    if (text.charCodeAt(at) === 10) continue;
    // Inside a heredoc, what is found in it is worth more than that it is one.
    if (value > 1 || painted[at] === 0) painted[at] = value;
  }
}

function tokensOf(painted: Uint8Array): SourceToken[] {
  const tokens: SourceToken[] = [];
  let start = 0;
  for (let at = 1; at <= painted.length; at += 1) {
    if (at < painted.length && painted[at] === painted[start]) continue;
    const kind = kinds[(painted[start] ?? 0) - 1];
    if (kind !== undefined) tokens.push({ start, end: at, kind });
    start = at;
  }
  return tokens;
}
