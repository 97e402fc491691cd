import { type ScriptText, ScriptTextBuilder } from "./script-text.ts";

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/**
 * The strings of a JSON array that begins behind `start`, decoded, each character with its place. The caller knows that the
 * text is a valid array of strings; of any other text it gives what looks like strings.
 */
export function jsonStringTexts(line: ScriptText, start: number): ScriptText[] {
  const strings: ScriptText[] = [];
  const { text } = line;
  for (let quote = text.indexOf('"', start); quote !== -1; ) {
    const builder = new ScriptTextBuilder(line.source);
    let index = quote + 1;
    let plain = index;
    while (index < text.length && text.charAt(index) !== '"') {
      if (text.charAt(index) !== "\\") {
        index++;
        continue;
      }
      builder.copy(line, plain, index);
      const end = Math.min(index + (text.charAt(index + 1) === "u" ? 6 : 2), text.length);
      builder.replace(decoded(text.slice(index + 1, end)), line, index, end);
      index = end;
      plain = end;
    }
    builder.copy(line, plain, index);
    strings.push(builder.finish());
    quote = text.indexOf('"', index + 1);
  }
  return strings;
}

function decoded(sequence: string): string {
  if (sequence.startsWith("u")) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
  return escapes[sequence] ?? sequence;
}
