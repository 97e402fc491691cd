import type { Comment, Heredoc, Piece } from "../model/dockerfile.ts";
import { type SourceFile, spanBetween } from "../model/source.ts";
import { type HeredocMark, heredocMarks } from "./heredocs.ts";
import { isBlank, skipSpace, trimmedEnd } from "./white-space.ts";

/** One instruction as BuildKit sees it: continuation lines joined, comments and empty lines between them dropped. */
export interface LogicalLine {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly startOffset: number;
  /** Behind the last character that belongs to the instruction, heredocs included. */
  readonly endOffset: number;
  readonly heredocs: readonly Heredoc[];
  /** A heredoc whose terminator does not come. */
  readonly unterminated: string | undefined;
}

export interface LogicalLines {
  readonly lines: readonly LogicalLine[];
  readonly comments: readonly Comment[];
  /** First line of more than 65,535 bytes, which BuildKit's scanner refuses. */
  readonly tooLong: number | undefined;
}

/** BuildKit reads lines of at most this many bytes. */
const maximumLineBytes = 65_535;

/** Source of the rules: moby/buildkit frontend/dockerfile/parser. Lines end at LF; CRs at their end are dropped. */
export function readLogicalLines(source: SourceFile, escapeCharacter: string): LogicalLines {
  return new LineReader(source, escapeCharacter).read();
}

class LineReader {
  private readonly lines: LogicalLine[] = [];
  private readonly comments: Comment[] = [];
  private tooLong: number | undefined;
  /** 0-based number of the next physical line. */
  private next = 0;
  private readonly source: SourceFile;
  private readonly escapeCharacter: string;

  constructor(source: SourceFile, escapeCharacter: string) {
    this.source = source;
    this.escapeCharacter = escapeCharacter;
  }

  read(): LogicalLines {
    for (let line = this.take(); line !== undefined; line = this.take()) {
      this.readInstruction(line);
    }
    return { lines: this.lines, comments: this.comments, tooLong: this.tooLong };
  }

  private readInstruction(first: PhysicalLine): void {
    if (this.takeComment(first)) return;
    const indent = skipSpace(first.text);
    const head = new TextBuilder();
    let continued = this.append(head, first, indent);
    if (!continued && head.text === "") return;
    const startOffset = first.offset + indent;
    let last = first;
    while (continued) {
      const line = this.take();
      if (line === undefined) break;
      if (this.takeComment(line) || isBlank(line.text)) continue;
      continued = this.append(head, line, 0);
      last = line;
    }
    const heredocs: Heredoc[] = [];
    let unterminated: string | undefined;
    let endOffset = last.offset + trimmedEnd(last.text);
    for (const mark of heredocMarks(head.text)) {
      const heredoc = this.takeHeredoc(mark);
      if (heredoc === undefined) {
        unterminated = mark.name;
        break;
      }
      heredocs.push(heredoc.heredoc);
      endOffset = heredoc.endOffset;
    }
    this.lines.push({ text: head.text, pieces: head.pieces, startOffset, endOffset, heredocs, unterminated });
  }

  /** Adds a line without its continuation mark; true when the instruction goes on on the next line. */
  private append(head: TextBuilder, line: PhysicalLine, from: number): boolean {
    const text = line.text;
    let end = text.length;
    while (end > from && (text.charAt(end - 1) === " " || text.charAt(end - 1) === "\t")) end--;
    // An escaped escape at the end, `C:\\`, continues nothing.
    const continues =
      end > from &&
      text.charAt(end - 1) === this.escapeCharacter &&
      (end - 1 === from || text.charAt(end - 2) !== this.escapeCharacter);
    head.add(text.slice(from, continues ? end - 1 : undefined), line.offset + from);
    return continues;
  }

  private takeHeredoc(mark: HeredocMark): { heredoc: Heredoc; endOffset: number } | undefined {
    const start = this.source.lineStarts[this.next] ?? this.source.text.length;
    for (let line = this.take(); line !== undefined; line = this.take()) {
      const text = mark.chomp ? line.text.replace(/^\t+/, "") : line.text;
      if (text !== mark.name) continue;
      const content = this.source.text.slice(start, line.offset);
      const span = spanBetween(this.source, start, line.offset);
      return { heredoc: { ...mark, content, span }, endOffset: line.offset + line.text.length };
    }
    return undefined;
  }

  private takeComment(line: PhysicalLine): boolean {
    const start = skipSpace(line.text);
    if (line.text.charAt(start) !== "#") return false;
    const span = spanBetween(this.source, line.offset + start, line.offset + trimmedEnd(line.text, start));
    this.comments.push({ text: line.text.slice(start + 1).trim(), span });
    return true;
  }

  private take(): PhysicalLine | undefined {
    const { text, lineStarts } = this.source;
    const start = lineStarts[this.next];
    if (start === undefined || start >= text.length || this.tooLong !== undefined) return undefined;
    const end = (lineStarts[this.next + 1] ?? text.length + 1) - 1;
    this.next++;
    if (isTooLong(text, start, end)) {
      this.tooLong = this.next;
      return undefined;
    }
    const offset = this.next === 1 && text.startsWith("\uFEFF") ? 1 : start;
    let contentEnd = end;
    while (contentEnd > offset && text.charAt(contentEnd - 1) === "\r") contentEnd--;
    return { text: text.slice(offset, contentEnd), offset };
  }
}

interface PhysicalLine {
  /** Without the line ending and, on the first line, without a byte order mark. */
  readonly text: string;
  readonly offset: number;
}

function isTooLong(text: string, start: number, end: number): boolean {
  if ((end - start) * 3 <= maximumLineBytes) return false;
  return new TextEncoder().encode(text.slice(start, end)).length > maximumLineBytes;
}

/** Joins pieces of source text and remembers where each came from. */
class TextBuilder {
  text = "";
  readonly pieces: Piece[] = [];

  add(text: string, offset: number): void {
    if (text === "" && this.pieces.length > 0) return;
    this.pieces.push({ at: this.text.length, offset });
    this.text += text;
  }
}
