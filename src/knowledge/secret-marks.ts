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

/**
 * The formats whose marks stand in a text, in their own order: no other can be found in it, nor in any of its parts. Whoever
 * searches many parts asks this once for all of them.
 */
export function formatsMarkedIn(text: string): readonly SecretFormat[] {
  const found = new Set<SecretFormat>();
  let before = letters;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const marks = before < letters && code < letters ? marksByStart[before * letters + code] : undefined;
    before = code;
    if (marks === undefined) continue;
    for (const mark of marks) {
      if (!text.startsWith(mark.text, index - 1)) continue;
      for (const format of mark.formats) found.add(format);
    }
  }
  return found.size === 0 ? [] : SECRET_FORMATS.filter((format) => found.has(format));
}

/** @throws RangeError for a mark that is shorter than two characters of ASCII. */
function indexMarks(formats: readonly SecretFormat[]): readonly (readonly Mark[] | undefined)[] {
  const byText = Map.groupBy(
    formats.flatMap((format) => format.marks.map((text) => ({ text, format }))),
    ({ text }) => text,
  );
  const index: (Mark[] | undefined)[] = new Array(letters * letters).fill(undefined);
  for (const [text, marked] of byText) {
    const [first, second] = [text.charCodeAt(0), text.charCodeAt(1)];
    if (!(first < letters && second < letters)) throw new RangeError(`the mark ${text} is too short to be looked for`);
    const mark = { text, formats: marked.map(({ format }) => format) };
    const place = first * letters + second;
    const known = index[place];
    if (known) known.push(mark);
    else index[place] = [mark];
  }
  return index;
}
