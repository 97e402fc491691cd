import {
  type Flag,
  type Heredoc,
  type InstructionBase,
  type Piece,
  sourceOffset,
  spanInText,
  type Word,
} from "../model/dockerfile.ts";
import { type SourceFile, spanBetween } from "../model/source.ts";
import { type LineFlag, type SplitLine, splitLine } from "./flags.ts";
import type { LogicalLine } from "./logical-lines.ts";
import type { LineWord } from "./words.ts";

/** One logical line, split, with its way back to the source. */
export class InstructionContext {
  readonly source: SourceFile;
  readonly escapeCharacter: string;
  readonly writtenKeyword: string;
  /** Upper case. */
  readonly keyword: string;
  readonly flags: readonly LineFlag[];
  /** Where the arguments begin and end in `text`, flags not among them. */
  readonly start: number;
  readonly end: number;
  private readonly line: LogicalLine;
  private readonly split: SplitLine;
  private parts: InstructionBase | undefined;

  constructor(source: SourceFile, line: LogicalLine, split: SplitLine, escapeCharacter: string) {
    this.source = source;
    this.escapeCharacter = escapeCharacter;
    this.line = line;
    this.split = split;
    this.writtenKeyword = split.keyword;
    this.keyword = split.keyword.toUpperCase();
    this.flags = split.flags;
    this.start = split.argumentsStart;
    this.end = split.argumentsEnd;
  }

  get text(): string {
    return this.line.text;
  }

  get pieces(): readonly Piece[] {
    return this.line.pieces;
  }

  get heredocs(): readonly Heredoc[] {
    return this.line.heredocs;
  }

  /** The parts that every instruction has. */
  common(): InstructionBase {
    this.parts ??= {
      span: spanBetween(this.source, this.line.startOffset, this.line.endOffset),
      keywordSpan: spanInText(this.source, this.pieces, 0, this.split.keywordEnd),
      text: this.text,
      flags: this.flags.map((flag) => this.flag(flag)),
      heredocs: this.heredocs,
      pieces: this.pieces,
    };
    return this.parts;
  }

  word(word: LineWord): Word {
    return { text: word.text, span: spanInText(this.source, this.pieces, word.start, word.end) };
  }

  /** All arguments as one word. */
  rest(): LineWord {
    return { text: this.text.slice(this.start, this.end), start: this.start, end: this.end };
  }

  flag(flag: LineFlag): Flag {
    const span = (start: number) => spanInText(this.source, this.pieces, start, flag.end);
    return {
      name: flag.name,
      value: flag.value,
      span: span(flag.start),
      valueSpan: flag.valueStart === undefined ? undefined : span(flag.valueStart),
    };
  }

  /** The instruction behind ONBUILD: the same line, from its arguments on. */
  nested(): InstructionContext {
    const text = this.text.slice(this.start, this.end);
    const startOffset = sourceOffset(this.pieces, this.start);
    const pieces = [{ at: 0, offset: startOffset }];
    for (const piece of this.pieces) {
      if (piece.at > this.start) pieces.push({ at: piece.at - this.start, offset: piece.offset });
    }
    const line = { ...this.line, text, pieces, startOffset };
    return new InstructionContext(this.source, line, splitLine(text), this.escapeCharacter);
  }
}
