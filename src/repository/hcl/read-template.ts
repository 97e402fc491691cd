import type { HclScanner } from "./scanner.ts";
import type { HclExpression } from "./syntax.ts";

type ReadExpression = (newlines: boolean) => HclExpression;

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** A quoted string with its `${…}`; the scanner is behind the first quote. */
export function readQuoted(scanner: HclScanner, start: number, readExpression: ReadExpression): HclExpression {
  const parts = new TemplateParts(scanner.position);
  for (;;) {
    const character = scanner.text.charAt(scanner.position);
    if (character === "" || character === "\n") throw scanner.refusal("a string has no end");
    if (character === '"') {
      scanner.position++;
      return parts.finish(start, scanner.position);
    }
    if (character === "\\") {
      parts.add(readEscape(scanner), scanner.position);
    } else if (!readSequence(scanner, parts, readExpression)) {
      scanner.position++;
      parts.add(character, scanner.position);
    }
  }
}

/** A text with `${…}` and no escapes, as in bake files of JSON. */
export function readPlainTemplate(scanner: HclScanner, readExpression: ReadExpression): HclExpression {
  const parts = new TemplateParts(0);
  while (!scanner.isAtEnd) {
    if (readSequence(scanner, parts, readExpression)) continue;
    parts.add(scanner.text.charAt(scanner.position++), scanner.position);
  }
  return parts.finish(0, scanner.position);
}

function readEscape(scanner: HclScanner): string {
  const next = scanner.text.charAt(scanner.position + 1);
  const digits = next === "u" ? 4 : next === "U" ? 8 : 0;
  if (digits > 0) {
    const written = scanner.text.slice(scanner.position + 2, scanner.position + 2 + digits);
    const code = Number.parseInt(written, 16);
    if (!/^[0-9a-fA-F]+$/.test(written) || written.length < digits || code > 0x10ffff)
      throw scanner.refusal("an escape is none");
    scanner.position += 2 + digits;
    return String.fromCodePoint(code);
  }
  const value = escapes[next];
  if (value === undefined) throw scanner.refusal(`\`\\${next}\` is no escape`);
  scanner.position += 2;
  return value;
}

/** `<<EOF` up to the line that holds its word alone; `<<-` takes the common indentation away. */
export function readHeredoc(scanner: HclScanner, start: number, readExpression: ReadExpression): HclExpression {
  const isIndented = scanner.take("-");
  const word = scanner.takeName();
  if (word === undefined) throw scanner.refusal("a heredoc has no word");
  scanner.take("\r");
  scanner.expect("\n");
  const bodyStart = scanner.position;
  const end = heredocEnd(scanner, word);
  const indentation = isIndented ? commonIndentation(scanner.text.slice(bodyStart, end.bodyEnd)) : 0;
  const parts = new TemplateParts(bodyStart);
  for (let isLineStart = true; scanner.position < end.bodyEnd; ) {
    if (isLineStart && indentation > 0 && scanner.text.charAt(scanner.position) !== "\n") {
      scanner.position += indentation;
    }
    isLineStart = false;
    if (readSequence(scanner, parts, readExpression)) continue;
    const character = scanner.text.charAt(scanner.position++);
    parts.add(character, scanner.position);
    isLineStart = character === "\n";
  }
  scanner.position = end.end;
  return parts.finish(start, end.end);
}

function heredocEnd(scanner: HclScanner, word: string): { bodyEnd: number; end: number } {
  const { text } = scanner;
  for (let line = scanner.position; line < text.length; ) {
    const newline = text.indexOf("\n", line);
    const end = newline === -1 ? text.length : newline;
    if (text.slice(line, end).trim() === word) return { bodyEnd: line, end };
    line = end + 1;
  }
  throw scanner.refusal(`the heredoc ${word.slice(0, 40)} has no end`);
}

function commonIndentation(body: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of body.split("\n")) if (line.trim() !== "") least = Math.min(least, line.search(/\S/));
  return Number.isFinite(least) ? least : 0;
}

/** `${…}`, `%{…}` and their escapes; false where none is next. */
function readSequence(scanner: HclScanner, parts: TemplateParts, readExpression: ReadExpression): boolean {
  for (const sign of ["$", "%"]) {
    if (scanner.take(`${sign}${sign}{`)) {
      parts.add(`${sign}{`, scanner.position);
      return true;
    }
  }
  const start = scanner.position;
  if (scanner.take("${")) {
    const trims = scanner.take("~");
    const expression = readExpression(true);
    scanner.skip(true);
    const trimsBehind = scanner.take("~");
    scanner.expect("}");
    parts.push(expression);
    // The blanks that `~` takes away are another text's.
    if (trims || trimsBehind) parts.push({ kind: "opaque", start, end: scanner.position });
    return true;
  }
  if (!scanner.take("%{")) return false;
  const end = scanner.text.indexOf("}", scanner.position);
  if (end === -1) throw scanner.refusal("a directive has no end");
  scanner.position = end + 1;
  parts.push({ kind: "opaque", start, end: end + 1 });
  return true;
}

class TemplateParts {
  private readonly parts: HclExpression[] = [];
  private chunks: string[] = [];
  private start: number;
  private end: number;

  constructor(start: number) {
    this.start = start;
    this.end = start;
  }

  add(text: string, end: number): void {
    this.chunks.push(text);
    this.end = end;
  }

  push(part: HclExpression): void {
    this.flush();
    this.parts.push(part);
    this.start = part.end + 1;
    this.end = this.start;
  }

  finish(start: number, end: number): HclExpression {
    this.flush();
    const [only] = this.parts;
    if (only === undefined) return { kind: "literal", value: "", start, end };
    if (this.parts.length === 1 && only.kind === "literal" && typeof only.value === "string")
      return { ...only, start, end };
    return { kind: "template", parts: this.parts, start, end };
  }

  private flush(): void {
    if (this.chunks.length === 0) return;
    this.parts.push({ kind: "literal", value: this.chunks.join(""), start: this.start, end: this.end });
    this.chunks = [];
  }
}
