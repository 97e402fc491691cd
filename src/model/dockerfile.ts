import { type SourceFile, type Span, spanBetween } from "./source.ts";

/** A Dockerfile as written, read by BuildKit's rules. Nothing is substituted yet: that depends on build arguments. */
export interface Dockerfile {
  readonly source: SourceFile;
  readonly directives: Directives;
  /** ARG instructions before the first FROM. */
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly ParsedStage[];
  readonly comments: readonly Comment[];
  /** What BuildKit refuses, first in file order; a refused file may still have stages to show. */
  readonly rejections: readonly Rejection[];
}

export interface Directives {
  readonly escape: "\\" | "`";
  readonly syntax: Directive | undefined;
  readonly all: readonly Directive[];
}

/** `# name=value` above everything else in the file. */
export interface Directive {
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly span: Span;
}

export interface Comment {
  /** Without the `#`, trimmed. */
  readonly text: string;
  readonly span: Span;
}

/** A reason for which BuildKit refuses the file, in BuildKit's own words. */
export interface Rejection {
  readonly message: string;
  readonly span: Span;
  /** True when build arguments from outside would make the file valid, as for `ARG BASE` with `FROM $BASE`. */
  readonly needsBuildArguments: boolean;
}

export interface ParsedStage {
  readonly index: number;
  /** As written; BuildKit compares names in lower case. */
  readonly name: string | undefined;
  /** Lower-case name, or `stage-<index>` as BuildKit calls a stage without one. */
  readonly id: string;
  readonly from: FromInstruction;
  /** Everything behind FROM. */
  readonly instructions: readonly Instruction[];
  /** From FROM to the end of the last instruction. */
  readonly span: Span;
}

/** A stretch of an instruction as written: quotes, escapes and variables are still there. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

export interface Flag {
  /** `from` of `--from=builder`, as written. */
  readonly name: string;
  /** Quotes and escapes removed as BuildKit does; undefined for a flag without `=`. */
  readonly value: string | undefined;
  /** The whole flag. */
  readonly span: Span;
  /** The value behind `=`, quotes included. */
  readonly valueSpan: Span | undefined;
}

export interface Heredoc {
  readonly name: string;
  readonly fileDescriptor: number;
  /** False when a part of the terminator is quoted: BuildKit and the shell then leave variables alone. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are removed. */
  readonly chomp: boolean;
  /** The lines between, as written. */
  readonly content: string;
  /** The lines between, without the terminator's. */
  readonly span: Span;
}

export interface Mount {
  /** `bind`, `cache`, `tmpfs`, `secret` or `ssh`; as written where it holds a variable. */
  readonly type: string;
  /** Options by lower-case key; a key without `=` has an empty value. */
  readonly options: ReadonlyMap<string, string>;
  readonly from: Word | undefined;
  readonly target: string | undefined;
  readonly source: string | undefined;
  readonly id: string | undefined;
  /** `env=` of a secret: the name of the variable that holds it. */
  readonly environment: string | undefined;
  readonly readonly: boolean;
  readonly span: Span;
}

export interface KeyValue {
  readonly key: string;
  /** As written, quotes and variables included; undefined for an ARG without default. */
  readonly value: string | undefined;
  readonly span: Span;
  readonly keySpan: Span;
  readonly valueSpan: Span | undefined;
}

/** The parts that every instruction has. */
export interface InstructionBase {
  /** The first word to the end of the last line, heredocs included. */
  readonly span: Span;
  readonly keywordSpan: Span;
  /** The logical line as BuildKit joins it: no continuations, no comments inside, no heredoc bodies. */
  readonly text: string;
  readonly flags: readonly Flag[];
  readonly heredocs: readonly Heredoc[];
  /** Where the pieces of `text` stand in the source, in order; see {@link sourceOffset}. */
  readonly pieces: readonly Piece[];
}

/** `text` from index `at` on, up to the next piece, stands at `offset` of the source without a gap. */
export interface Piece {
  readonly at: number;
  readonly offset: number;
}

export interface FromInstruction extends InstructionBase {
  readonly keyword: "FROM";
  readonly image: Word;
  readonly name: Word | undefined;
  readonly platform: Flag | undefined;
}

/** An instruction that takes a command, as a shell script or as a JSON array. */
export interface CommandInstruction extends InstructionBase {
  readonly keyword: "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK" | "SHELL";
  readonly form: "shell" | "exec" | "none";
  /** Shell form: the script, a part of `text`, from `scriptStart` to its end. */
  readonly scriptStart: number;
  /** Exec form: the strings of the array. */
  readonly arguments: readonly Word[];
}

export interface RunInstruction extends CommandInstruction {
  readonly keyword: "RUN";
  readonly mounts: readonly Mount[];
  readonly network: string | undefined;
  readonly security: string | undefined;
}

export interface CopyInstruction extends InstructionBase {
  readonly keyword: "COPY" | "ADD";
  readonly form: "shell" | "exec";
  /** File sources; heredoc sources are in `heredocs`. */
  readonly sources: readonly Word[];
  readonly destination: Word;
  /** `--from`, COPY only. */
  readonly from: Word | undefined;
}

export interface ArgInstruction extends InstructionBase {
  readonly keyword: "ARG";
  readonly pairs: readonly KeyValue[];
}

export interface EnvInstruction extends InstructionBase {
  readonly keyword: "ENV" | "LABEL";
  readonly pairs: readonly KeyValue[];
}

/** An instruction whose argument is one string. */
interface TextInstruction extends InstructionBase {
  readonly keyword: "USER" | "WORKDIR" | "STOPSIGNAL" | "MAINTAINER";
  readonly argument: Word;
}

interface WordsInstruction extends InstructionBase {
  readonly keyword: "EXPOSE" | "VOLUME";
  readonly words: readonly Word[];
}

interface OnbuildInstruction extends InstructionBase {
  readonly keyword: "ONBUILD";
  /** Runs in the stage that is built FROM this one. */
  readonly trigger: Instruction;
}

export type Instruction =
  | RunInstruction
  | (CommandInstruction & { readonly keyword: "CMD" | "ENTRYPOINT" | "HEALTHCHECK" | "SHELL" })
  | CopyInstruction
  | ArgInstruction
  | EnvInstruction
  | TextInstruction
  | WordsInstruction
  | OnbuildInstruction;

/** Where the character at `index` of a logical line stands in the source. */
export function sourceOffset(pieces: readonly Piece[], index: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low] ?? { at: 0, offset: 0 };
  return piece.offset + index - piece.at;
}

/** The span of `text[start..end)`; the end is taken behind the last character, so that it stays on that character's line. */
export function spanInText(source: SourceFile, pieces: readonly Piece[], start: number, end: number): Span {
  const from = sourceOffset(pieces, start);
  return spanBetween(source, from, end > start ? sourceOffset(pieces, end - 1) + 1 : from);
}
