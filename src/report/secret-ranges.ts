import { concealableIn } from "../knowledge/secret-literals.ts";
import { userInformationIn } from "../knowledge/secret-urls.ts";
import type { Finding } from "../model/finding.ts";
import { lineText, type SourceFile, type Span, textIn } from "../model/source.ts";
import { lastLine } from "./place.ts";

/** A half-open stretch of a text, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A longer span is an instruction, not a value; in UTF-16 code units. */
const longestValue = 8192;

/** The rule whose findings stand where a secret's value may be written out. */
const literalSecretRule = "secret-outside-mount";

const secretName = "(?:token|secret|passw(?:or)?d|passphrase|pwd|key|auth|credentials?)";
const literal = "(\"[^\"\\n]{0,4096}\"?|'[^'\\n]{0,4096}'?|[^\\s\"']+)";
/** A telling name with a literal behind it, which is in group 1. */
const namedValues: readonly RegExp[] = [
  // NPM_TOKEN=…, X-Auth-Token: …, --password=…
  new RegExp(`${secretName}\\w{0,32}["']?[ \\t]{0,8}[=:][ \\t]{0,8}${literal}`, "gi"),
  // --password …, :_authToken …, ENV API_KEY …
  new RegExp(`(?:--?|:_|^\\s{0,80}ENV[ \\t]{1,8})[\\w-]{0,64}${secretName}\\w{0,32}[ \\t]{1,8}${literal}`, "gi"),
];
/** A word of letters and digits that no person would write by hand. */
const opaqueWord = /(?<![\w/.:-])([A-Za-z0-9_+-]{16,}={0,2})(?![\w/.:-])/g;

/**
 * Stretches of a file that no output may show: known token formats everywhere, and where a rule has found a secret, the
 * literals of those lines. Sorted, not overlapping. This is the last guard: a message never quotes the value by itself.
 */
export function secretRanges(source: SourceFile, findings: readonly Finding[]): Range[] {
  const suspects = findings.filter((finding) => finding.rule === literalSecretRule).map((finding) => finding.span);
  return merged([
    ...tokensIn(source.text),
    ...suspects.flatMap((span) => ownValue(source, span)),
    ...linesOf(suspects).flatMap((line) => literalsOn(source, line)),
  ]);
}

/** Token formats in a text that is not the file's own, such as the new lines of a fix. */
export function tokensIn(text: string): Range[] {
  return merged([...concealableIn(text), ...userInformationIn(text)]);
}

/** Index of the first range that ends behind an offset. */
export function firstEndingBehind(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function matches(text: string, pattern: RegExp, accepts: (value: string) => boolean = () => true): Range[] {
  const ranges: Range[] = [];
  for (const match of text.matchAll(pattern)) {
    const value = match[1] ?? "";
    const start = match.index + match[0].lastIndexOf(value);
    if (value !== "" && accepts(value)) ranges.push({ start, end: start + value.length });
  }
  return ranges;
}

/** The value of a pair, or the word itself where it is no name, path or URL, when a finding points right at it. */
function ownValue(source: SourceFile, span: Span): Range[] {
  if (span.end.offset - span.start.offset > longestValue) return [];
  const text = textIn(source, span);
  // NAME=value, --name=value, or a one-letter option with its value right behind it.
  const pair = /^(?:[\w.-]+=|-\w(?=[^\s=]{3}))/.exec(text)?.[0].length;
  const isName = /\s|=|:\/\/|^[-/.~]/.test(text) || /^(?:[A-Z_][A-Z0-9_]*|[a-z_]+)$/.test(text);
  if ((pair === undefined && isName) || !isLiteral(text.slice(pair ?? 0))) return [];
  return [{ start: span.start.offset + (pair ?? 0), end: span.end.offset }];
}

/** The lines that the spans touch, each once. */
function linesOf(spans: readonly Span[]): number[] {
  const lines: number[] = [];
  let next = 1;
  for (const span of spans.toSorted((a, b) => a.start.offset - b.start.offset)) {
    for (let line = Math.max(next, span.start.line); line <= lastLine(span); line += 1) lines.push(line);
    next = Math.max(next, lastLine(span) + 1);
  }
  return lines;
}

/** Named values and opaque words of one line. */
function literalsOn(source: SourceFile, line: number): Range[] {
  const at = source.lineStarts[line - 1] ?? source.text.length;
  const text = lineText(source, line);
  const found = [
    ...namedValues.flatMap((pattern) => matches(text, pattern, isLiteral)),
    ...matches(text, opaqueWord, (word) => /\d/.test(word) && /[a-z]/i.test(word)),
  ];
  return found.map(({ start, end }) => ({ start: at + start, end: at + end }));
}

/** Not a variable, a shell operator, another option or the name of a scheme: something that was typed out. */
function isLiteral(value: string): boolean {
  if (/^["']?(?:bearer|basic|token)$/i.test(value)) return false;
  return !/^["']?(?:\$|&&|\|\||;|\\|-)/.test(value) && !/^["']?["']?$/.test(value);
}

function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      result.push(range);
    }
  }
  return result;
}
