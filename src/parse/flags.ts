import { distance } from "fastest-levenshtein";
import { Refusal } from "./refusal.ts";
import { isSpace, isWordBreak, skipSpace, trimmedEnd } from "./white-space.ts";
import type { LineWord } from "./words.ts";

/** A flag as it stands in a logical line, quotes and escapes removed. */
export interface LineFlag extends LineWord {
  readonly name: string;
  readonly value: string | undefined;
  /** Where the value stands, behind the `=`. */
  readonly valueStart: number | undefined;
}

/** Keyword, flags and the place of what follows them. */
export interface SplitLine {
  /** As written. */
  readonly keyword: string;
  readonly keywordEnd: number;
  readonly flags: readonly LineFlag[];
  readonly argumentsStart: number;
  /** Behind the last character that is not white space. */
  readonly argumentsEnd: number;
}

/** Flags stand before the first word that does not start with `--`; a word `--` ends them. */
export function splitLine(line: string): SplitLine {
  const end = trimmedEnd(line);
  let keywordEnd = 0;
  while (keywordEnd < end && !isWordBreak(line.charAt(keywordEnd))) keywordEnd++;
  const flags: LineFlag[] = [];
  let index = skipSpace(line, keywordEnd);
  while (index < end && line.startsWith("--", index)) {
    const word = readFlagWord(line, index, end);
    index = word.end;
    if (word.text === "--") break;
    flags.push(word);
    index = skipSpace(line, index);
  }
  const argumentsStart = Math.min(skipSpace(line, index), end);
  return { keyword: line.slice(0, keywordEnd), keywordEnd, flags, argumentsStart, argumentsEnd: end };
}

function readFlagWord(line: string, start: number, end: number): LineFlag {
  let text = "";
  let quote = "";
  let valueStart: number | undefined;
  let index = start;
  for (; index < end; index++) {
    let character = line.charAt(index);
    if (quote === "" && isSpace(character)) break;
    if (quote !== "" ? character === quote : character === "'" || character === '"') {
      quote = quote === "" ? character : "";
      continue;
    }
    if (character === "\\") {
      if (index + 1 === end) continue;
      character = line.charAt(++index);
    }
    if (character === "=" && valueStart === undefined) valueStart = index + 1;
    text += character;
  }
  const equals = text.indexOf("=");
  const name = text.slice(2, equals === -1 ? undefined : equals);
  return { text, start, end: index, name, value: equals === -1 ? undefined : text.slice(equals + 1), valueStart };
}

type FlagKind = "boolean" | "string" | "strings";

/** The flags that BuildKit knows, by instruction. */
const knownFlags: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  FROM: { platform: "string" },
  ADD: {
    chown: "string",
    chmod: "string",
    link: "boolean",
    "keep-git-dir": "boolean",
    checksum: "string",
    unpack: "boolean",
    exclude: "strings",
  },
  COPY: { chown: "string", from: "string", chmod: "string", link: "boolean", parents: "boolean", exclude: "strings" },
  RUN: { mount: "strings", network: "string", security: "string", device: "strings" },
  HEALTHCHECK: {
    interval: "string",
    timeout: "string",
    "start-period": "string",
    "start-interval": "string",
    retries: "string",
  },
};

/** @throws Refusal for an unknown or doubled flag, a missing value, or a value that is no boolean where one is wanted. */
export function checkFlags(keyword: string, flags: readonly LineFlag[]): void {
  const known = knownFlags[keyword] ?? {};
  const seen = new Set<string>();
  for (const flag of flags) {
    const kind = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
    if (kind === undefined) {
      throw new Refusal(`unknown flag: --${flag.name}${didYouMean(flag.name, Object.keys(known))}`, flag);
    }
    if (seen.has(flag.name) && kind !== "strings") throw new Refusal(`duplicate flag specified: --${flag.name}`, flag);
    seen.add(flag.name);
    if (kind === "boolean") checkBoolean(flag);
    else if (flag.value === undefined) throw new Refusal(`missing a value on flag: --${flag.name}`, flag);
  }
}

function checkBoolean(flag: LineFlag): void {
  if (flag.value === "") throw new Refusal(`missing a value on flag: --${flag.name}`, flag);
  if (flag.value !== undefined && !/^(?:true|false)$/i.test(flag.value)) {
    throw new Refusal(`expecting boolean value for flag --${flag.name}, not: ${flag.value}`, flag);
  }
}

/** ` (did you mean X?)` for the nearest known word at a distance of at most 3, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  let best: string | undefined;
  let bestDistance = 4;
  for (const candidate of known) {
    const candidateDistance = distance(word.toLowerCase().slice(0, 64), candidate.toLowerCase());
    if (candidateDistance < bestDistance && candidateDistance < candidate.length) {
      best = candidate;
      bestDistance = candidateDistance;
    }
  }
  return best === undefined ? "" : ` (did you mean ${best}?)`;
}
