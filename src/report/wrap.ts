import { characterWidth, displayWidth } from "./display-width.ts";
import { visibleText } from "./foreign-text.ts";

/** Lines of at most `width` terminal columns, hidden characters spelled out; line ends of the text are kept. */
export function wrapText(text: string, width: number): string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of wordsOf(paragraph, width)) {
    for (const part of brokenWord(word, width)) {
      const partWidth = displayWidth(part);
      if (line !== "" && used + 1 + partWidth > width) {
        lines.push(line);
        line = "";
        used = 0;
      }
      used += partWidth + (line === "" ? 0 : 1);
      line = line === "" ? part : `${line} ${part}`;
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** Words, hidden characters spelled out; code between backticks is one word where it fits on a line. */
function wordsOf(paragraph: string, width: number): string[] {
  const words = paragraph.match(/(?:`[^`]*`|[^ \t`]|`)+/g) ?? [];
  return words.flatMap((word) => {
    const visible = visibleText(word.replaceAll("\t", " "));
    return displayWidth(visible) <= width ? visible : visible.split(" ").filter((part) => part !== "");
  });
}

/** A word wider than a line, cut where the line ends; a URL stays whole, so that it can be opened and copied. */
function brokenWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width || /^[("'<`]?https?:\/\//.test(word)) return [word];
  const parts: string[] = [];
  let part = "";
  let used = 0;
  for (const character of word) {
    const columns = characterWidth(character);
    if (used + columns > width && part !== "") {
      parts.push(part);
      part = "";
      used = 0;
    }
    part += character;
    used += columns;
  }
  return [...parts, part];
}

/** Longer lines of prose are hard to read, however wide the terminal is. */
const widestProse = 96;
const narrowestProse = 20;

/** Prose, wrapped to a terminal of `width` columns, with `first` before its first line and as many spaces before the others. */
export function proseLines(text: string, width: number, first: string): string[] {
  const room = Math.max(narrowestProse, Math.min(width, widestProse) - first.length);
  const indent = " ".repeat(first.length);
  return wrapText(text, room).map((line, index) => `${index === 0 ? first : indent}${line}`.trimEnd());
}
