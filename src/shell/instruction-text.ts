import type { CommandInstruction, Heredoc } from "../model/dockerfile.ts";
import type { SourceFile } from "../model/source.ts";
import { jsonStringTexts } from "./json-strings.ts";
import { type ScriptText, ScriptTextBuilder } from "./script-text.ts";

/** What a script is read from. */
export type CommandText = Pick<
  CommandInstruction,
  "keyword" | "form" | "text" | "scriptStart" | "pieces" | "arguments" | "heredocs" | "span"
>;

/** The logical line with its places in the source. */
function lineText(source: SourceFile, instruction: CommandText): ScriptText {
  const builder = new ScriptTextBuilder(source);
  const { text, pieces } = instruction;
  for (const [number, piece] of pieces.entries()) {
    const part = text.slice(piece.at, pieces[number + 1]?.at);
    builder.add(part, piece.offset, piece.offset + part.length);
  }
  return builder.finish();
}

/**
 * Shell form: the script as the shell gets it from BuildKit, heredocs put back behind the line. Where the line is nothing
 * but one heredoc, BuildKit hands over the heredoc's content itself.
 */
export function scriptOf(source: SourceFile, instruction: CommandText): { script: ScriptText; isFile: boolean } {
  const builder = new ScriptTextBuilder(source);
  const [heredoc] = instruction.heredocs;
  const command = instruction.text.slice(instruction.scriptStart);
  if (heredoc && instruction.heredocs.length === 1 && isHeredocAlone(command)) {
    addLines(builder, heredoc);
    return { script: builder.finish(), isFile: heredoc.content.startsWith("#!") };
  }
  // BuildKit takes blanks at the end away.
  builder.copy(lineText(source, instruction), instruction.scriptStart, instruction.text.trimEnd().length);
  for (const { content, name, chomp, span } of instruction.heredocs) {
    builder.add("\n", span.start.offset, span.start.offset);
    builder.add(withoutCarriageReturns(content), span.start.offset, span.end.offset);
    const end = terminatorStart(source, span.end.offset, chomp);
    builder.add(name, end, source.text.startsWith(name, end) ? end + name.length : end);
  }
  return { script: builder.finish(), isFile: false };
}

/** `<<EOF`, `<<-"EOF"`, `3<<EOF`: one word and nothing else. */
function isHeredocAlone(command: string): boolean {
  const match = /^\s*\d*<<-?\s*(\S[^<]*)$/.exec(command);
  if (!match?.[1]) return false;
  const word = match[1].trimEnd();
  let quote = "";
  for (let index = 0; index < word.length; index++) {
    const character = word.charAt(index);
    if (character === "\\" && quote !== "'") index++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (/\s/.test(character)) return false;
  }
  return true;
}

function terminatorStart({ text }: SourceFile, lineStart: number, chomp: boolean): number {
  let start = lineStart;
  while (chomp && text.charAt(start) === "\t") start++;
  return start;
}

/** Adds the content of a heredoc, without the leading tabs where it is written with `<<-`. */
function addLines(builder: ScriptTextBuilder, { content, chomp, span }: Heredoc): void {
  const text = withoutCarriageReturns(content);
  const offset = span.start.offset;
  if (!chomp) {
    builder.add(text, offset, span.end.offset);
    return;
  }
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline + 1;
    while (text.charAt(start) === "\t") start++;
    builder.add(text.slice(start, end), offset + start, offset + end);
    start = end;
  }
}

/** A file saved with CRLF: the carriage return would only hide what the command is. The length stays. */
function withoutCarriageReturns(text: string): string {
  return text.replaceAll("\r\n", " \n");
}

export interface ExecWord {
  /** As written, quotes included where the place is known. */
  readonly written: string;
  readonly value: ScriptText;
  readonly span: CommandInstruction["span"];
}

/** Exec form: the strings of the array, each with the places of its characters. */
export function execWordsOf(source: SourceFile, instruction: CommandText): ExecWord[] {
  const texts = jsonStringTexts(lineText(source, instruction), instruction.scriptStart);
  const usable = texts.length === instruction.arguments.length;
  return instruction.arguments.map(({ text, span }, index) => {
    const value = usable ? texts[index] : undefined;
    const written = source.text.slice(span.start.offset, span.end.offset);
    if (value !== undefined) return { written, value, span };
    const builder = new ScriptTextBuilder(source);
    builder.add(text, span.start.offset, span.end.offset);
    return { written, value: builder.finish(), span };
  });
}
