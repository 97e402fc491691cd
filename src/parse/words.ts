import { Refusal } from "./refusal.ts";
import { isSpace, isWordBreak, skipSpace } from "./white-space.ts";

/** A stretch of a logical line: `text` is what BuildKit makes of it, `start` and `end` are indexes into the line. */
export interface LineWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words separated by blanks, quotes meaning nothing: FROM, COPY, ADD, EXPOSE, VOLUME. */
export function plainWords(line: string, start: number, end: number): LineWord[] {
  const words: LineWord[] = [];
  let index = start;
  while (index < end) {
    while (index < end && isWordBreak(line.charAt(index))) index++;
    const from = index;
    while (index < end && !isWordBreak(line.charAt(index))) index++;
    if (index > from) words.push({ text: line.slice(from, index), start: from, end: index });
  }
  return words;
}

/** Words separated by blanks outside quotes: ENV, LABEL, ARG. Quotes and escapes stay in the text. */
function quotedWords(line: string, start: number, end: number, escapeCharacter: string): LineWord[] {
  const words: LineWord[] = [];
  let index = start;
  while (index < end) {
    if (isSpace(line.charAt(index))) {
      index++;
      continue;
    }
    const word = readQuotedWord(line, index, end, escapeCharacter);
    if (word.text !== "") words.push(word);
    index = word.end;
  }
  return words;
}

function readQuotedWord(line: string, start: number, end: number, escapeCharacter: string): LineWord {
  let text = "";
  let quote = "";
  let index = start;
  for (; index < end; index++) {
    const character = line.charAt(index);
    if (quote === "" && isSpace(character)) break;
    if (character === escapeCharacter && quote !== "'") {
      if (index + 1 === end) continue;
      text += character + line.charAt(++index);
      continue;
    }
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') {
      quote = character;
    }
    text += character;
  }
  return { text, start, end: index };
}

export interface LinePair {
  readonly key: LineWord;
  readonly value: LineWord | undefined;
  readonly start: number;
  readonly end: number;
}

/** `name=value …`, or the old `NAME value to the end of the line`. @throws Refusal as BuildKit does. */
export function nameValuePairs(
  keyword: string,
  line: string,
  start: number,
  end: number,
  escapeCharacter: string,
): LinePair[] {
  const words = quotedWords(line, start, end, escapeCharacter);
  const first = words[0];
  if (first === undefined) throw new Refusal(`${keyword} requires at least one argument`);
  if (!first.text.includes("=")) return [oldNameValue(keyword, line, start, end)];
  return words.map((word) => {
    if (!word.text.includes("=")) {
      throw new Refusal(`Syntax error - can't find = in "${word.text}". Must be of the form: name=value`, word);
    }
    return splitPair(keyword, word);
  });
}

function oldNameValue(keyword: string, line: string, start: number, end: number): LinePair {
  let keyEnd = start;
  while (keyEnd < end && !isWordBreak(line.charAt(keyEnd))) keyEnd++;
  let valueStart = keyEnd;
  while (valueStart < end && isWordBreak(line.charAt(valueStart))) valueStart++;
  if (keyEnd === end) throw new Refusal(`${keyword} must have two arguments`);
  return {
    key: { text: line.slice(start, keyEnd), start, end: keyEnd },
    value: { text: line.slice(valueStart, end), start: valueStart, end },
    start,
    end,
  };
}

/** `NAME` or `NAME=value`, several of them: ARG. */
export function optionalPairs(
  keyword: string,
  line: string,
  start: number,
  end: number,
  escapeCharacter: string,
): LinePair[] {
  const words = quotedWords(line, start, end, escapeCharacter);
  if (words.length === 0) throw new Refusal(`${keyword} requires at least one argument`);
  return words.map((word) => splitPair(keyword, word));
}

function splitPair(keyword: string, word: LineWord): LinePair {
  const equals = word.text.indexOf("=");
  if (equals === 0) throw new Refusal(`${keyword} names can not be blank`, word);
  const { start, end } = word;
  if (equals === -1) return { key: word, value: undefined, start, end };
  // A dropped escape at the end of the line can only stand behind the `=`, so the key's width is its text's.
  const key = { text: word.text.slice(0, equals), start, end: start + equals };
  return { key, value: { text: word.text.slice(equals + 1), start: start + equals + 1, end }, start, end };
}

/**
 * A JSON array of strings, as the exec form wants it. Undefined when the text is no JSON array, which makes it shell form.
 * @throws Refusal for an array that holds anything but strings.
 */
export function jsonStrings(line: string, start: number, end: number): LineWord[] | undefined {
  const from = skipSpace(line, start);
  if (line.charAt(from) !== "[") return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(line.slice(from, end));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  const places = stringPlaces(line, from, end);
  return parsed.map((item: unknown, index) => {
    if (typeof item !== "string") {
      throw new Refusal("when using JSON array syntax, arrays must be comprised of strings only", { start: from, end });
    }
    const place = places[index] ?? { start: from, end };
    return { text: item, ...place };
  });
}

/** Where the strings of a valid JSON array stand, quotes included. */
function stringPlaces(line: string, start: number, end: number): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  for (let index = start; index < end; index++) {
    if (line.charAt(index) !== '"') continue;
    const from = index++;
    while (index < end && line.charAt(index) !== '"') index += line.charAt(index) === "\\" ? 2 : 1;
    places.push({ start: from, end: index + 1 });
  }
  return places;
}
