import { type Piece, sourceOffset, spanInText } from "../model/dockerfile.ts";
import { type SourceFile, type Span, spanBetween } from "../model/source.ts";
import type { YamlScalar } from "./yaml/yaml-value.ts";

/** A text that stands in a file in some other spelling: indented, escaped or folded. */
export interface EmbeddedText {
  readonly source: SourceFile;
  readonly text: string;
  /** Where the pieces of `text` stand in the source, in order. */
  readonly pieces: readonly Piece[];
}

/** The stretch of the source that `text[start..end)` stands for. */
export function spanWithin({ source, pieces }: EmbeddedText, start: number, end: number): Span {
  return spanInText(source, pieces, start, end);
}

/** A part of an embedded text. */
export function partOf(embedded: EmbeddedText, start: number, end: number): EmbeddedText {
  const pieces: Piece[] = [{ at: 0, offset: sourceOffset(embedded.pieces, start) }];
  for (const { at, offset } of embedded.pieces) {
    if (at > start && at < end) pieces.push({ at: at - start, offset });
  }
  return { source: embedded.source, text: embedded.text.slice(start, end), pieces };
}

/** A stretch of the source as it stands there. */
export function embeddedAt(source: SourceFile, start: number, end: number): EmbeddedText {
  return { source, text: source.text.slice(start, end), pieces: [{ at: 0, offset: start }] };
}

/** The lines of the text that hold something, trimmed. */
export function linesWithin(embedded: EmbeddedText): EmbeddedText[] {
  const lines: EmbeddedText[] = [];
  const { text } = embedded;
  let piece = 0;
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end);
    const from = start + line.length - line.trimStart().length;
    const to = start + line.trimEnd().length;
    if (from < to) {
      while ((embedded.pieces[piece + 1]?.at ?? text.length + 1) <= from) piece += 1;
      const last = embedded.pieces[piece];
      const pieces: Piece[] = [{ at: 0, offset: last ? last.offset + from - last.at : 0 }];
      for (let next = piece + 1; (embedded.pieces[next]?.at ?? to) < to; next += 1) {
        const inner = embedded.pieces[next];
        if (inner) pieces.push({ at: inner.at - from, offset: inner.offset });
      }
      lines.push({ source: embedded.source, text: text.slice(from, to), pieces });
    }
    start = end + 1;
  }
  return lines;
}

/** A scalar of a YAML file with the places of its characters; what cannot be placed stands where the rest of it does. */
export function embeddedScalar(source: SourceFile, scalar: YamlScalar): EmbeddedText {
  const written = source.text;
  const pieces: Piece[] = [];
  const { text, style } = scalar;
  let at = 0;
  let offset = style === "block" ? contentStart(written, scalar) : scalar.start;
  const place = (length: number) => {
    const last = pieces.at(-1);
    if (!last || last.offset + at - last.at !== offset) pieces.push({ at, offset });
    at += 1;
    offset += length;
  };
  while (at < text.length && offset < scalar.end) {
    const character = written.charAt(offset);
    if (style === "double" && character === "\\") place(escapeLength(written, offset));
    else if (style === "single" && character === "'" && written.charAt(offset + 1) === "'") place(2);
    else if (character === text.charAt(at)) place(1);
    // A line break that was folded into a blank, or blanks and quotes that are not part of the value.
    else if (character === "\n" && text.charAt(at) === " ") place(1);
    else offset += 1;
  }
  if (pieces.length === 0) pieces.push({ at: 0, offset: scalar.start });
  return { source, text, pieces: withinSource(pieces, text, written.length) };
}

/** Behind the header line of a block scalar: `|`, `>-`, `|2 # comment`. */
function contentStart(written: string, { start, end }: YamlScalar): number {
  const newline = written.indexOf("\n", start);
  return newline === -1 || newline >= end ? end : newline + 1;
}

function escapeLength(written: string, offset: number): number {
  switch (written.charAt(offset + 1)) {
    case "x":
      return 4;
    case "u":
      return 6;
    case "U":
      return 10;
    default:
      return 2;
  }
}

/** An escape may be shorter than what it stands for: no piece may run over the end of the file. */
function withinSource(pieces: readonly Piece[], text: string, length: number): Piece[] {
  return pieces.map(({ at, offset }, index) => {
    const size = (pieces[index + 1]?.at ?? text.length) - at;
    return { at, offset: Math.max(0, Math.min(offset, length - size)) };
  });
}

export function spanOfScalar(source: SourceFile, { start, end }: Pick<YamlScalar, "start" | "end">): Span {
  return spanBetween(source, start, end);
}
