import { expand } from "./expansion.ts";
import { splitLine } from "./flags.ts";
import { Refusal } from "./refusal.ts";
import { jsonStrings } from "./words.ts";

/** The head of a heredoc, as found in a logical line. */
export interface HeredocMark {
  readonly name: string;
  readonly fileDescriptor: number;
  readonly expand: boolean;
  readonly chomp: boolean;
}

const nothing = (): undefined => undefined;

/**
 * The heredocs that an instruction opens, in order: only RUN, COPY and ADD (or these behind ONBUILD), not in JSON form, and
 * only words that start with `<<`, so a quoted `"<<EOF"` is none.
 */
export function heredocMarks(line: string): HeredocMark[] {
  if (!line.includes("<<") || !canHoldHeredoc(line)) return [];
  let words: readonly string[];
  try {
    words = expand(line, nothing, { escape: "\\", rawQuotes: true, rawEscapes: true, keepUnset: true }).words;
  } catch (error) {
    // BuildKit takes a line that it cannot split, such as one with an unmatched quote, for one without heredocs.
    if (error instanceof Refusal) return [];
    throw error;
  }
  return words.flatMap((word) => heredocMark(word) ?? []);
}

function canHoldHeredoc(line: string, isTrigger = false): boolean {
  const { keyword, argumentsStart, argumentsEnd } = splitLine(line);
  const upper = keyword.toUpperCase();
  if (upper === "ONBUILD") return !isTrigger && canHoldHeredoc(line.slice(argumentsStart, argumentsEnd), true);
  if (upper !== "RUN" && upper !== "COPY" && upper !== "ADD") return false;
  try {
    return jsonStrings(line, argumentsStart, argumentsEnd) === undefined;
  } catch {
    return false;
  }
}

/** Undefined when the word is none, as `<<<text` or `<<one two` are not. */
export function heredocMark(word: string): HeredocMark | undefined {
  const match = /^(\d*)<<(-?)[\t\n\f\r ]*(?![\t\n\f\r ])([^<]*)$/.exec(word);
  const rest = match?.[3];
  if (!match || !rest) return undefined;
  const plain = expand(rest, nothing, { escape: "\\", keepUnset: true }).words;
  if (plain.length !== 1) return undefined;
  const quoted = expand(rest, nothing, { escape: "\\", keepUnset: true, rawQuotes: true }).words;
  const name = plain[0] ?? "";
  return {
    name,
    fileDescriptor: Number.parseInt(match[1] || "0", 10),
    // A quote that did its work is there only when quotes are kept; an escaped one is there both times.
    expand: quoteCount(name) === quoteCount(quoted[0] ?? ""),
    chomp: match[2] === "-",
  };
}

function quoteCount(text: string): number {
  return text.replace(/[^'"]/g, "").length;
}
