import { SECRET_FORMATS, type SecretFormat } from "./secret-formats.ts";

/** A mark with the formats that it tells of. */
interface Mark {
  readonly text: string;
  readonly formats: readonly SecretFormat[];
}

/** Characters beyond ASCII stand in no mark. */
const letters = 128;

/** The marks by their first two characters, so that a text is gone through once for all of them. */
const marksByStart = indexMarks(SECRET_FORMATS);
/** Whether there are any, in a table that is small enough to be at hand for every character. */
const starts = new Uint8Array(letters * letters);
for (const place of marksByStart.keys()) starts[place] = 1;

/**
 * The formats whose marks stand in a text, in their own order: no other can be found in it, nor in any of its parts. Whoever
 * searches many parts asks this once for all of them.
 */
export function formatsMarkedIn(text: string): readonly SecretFormat[] {
  const found = new Set<SecretFormat>();
  let before = letters;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const place = before < letters && code < letters ? before * letters + code : 0;
    before = code;
    if (starts[place] === 0) continue;
    for (const mark of marksByStart.get(place) ?? []) {
      if (!text.startsWith(mark.text, index - 1)) continue;
      for (const format of mark.formats) found.add(format);
    }
  }
  return found.size === 0 ? [] : SECRET_FORMATS.filter((format) => found.has(format));
}

/** @throws RangeError for a mark that is shorter than two characters of ASCII. */
function indexMarks(formats: readonly SecretFormat[]): ReadonlyMap<number, readonly Mark[]> {
  const formatsOf = new Map<string, SecretFormat[]>();
  for (const format of formats) {
    for (const text of format.marks) formatsOf.set(text, [...(formatsOf.get(text) ?? []), format]);
  }
  const index = new Map<number, Mark[]>();
  for (const [text, formatsOfMark] of formatsOf) {
    const [first, second] = [text.charCodeAt(0), text.charCodeAt(1)];
    if (!(first < letters && second < letters)) throw new RangeError(`the mark ${text} is too short to be looked for`);
    const mark = { text, formats: formatsOfMark };
    const place = first * letters + second;
    const known = index.get(place);
    if (known) known.push(mark);
    else index.set(place, [mark]);
  }
  return index;
}
