import {
  type ArgInstruction,
  type Directives,
  type Dockerfile,
  type FromInstruction,
  type Instruction,
  type ParsedStage,
  type Rejection,
  spanInText,
} from "../model/dockerfile.ts";
import { type SourceFile, type Span, spanBetween } from "../model/source.ts";
import { readDirectives } from "./directives.ts";
import { type LogicalLine, readLogicalLines } from "./logical-lines.ts";
import { readInstruction } from "./read-instruction.ts";
import { Refusal } from "./refusal.ts";
import { SecondReading } from "./second-reading.ts";

/**
 * Reads a Dockerfile as BuildKit does. Never throws: what BuildKit refuses is in `rejections`, with BuildKit's words, and the
 * instructions that can be read are there all the same.
 */
export function parseDockerfile(source: SourceFile): Dockerfile {
  const rejections: Rejection[] = [];
  const reject = (message: string, span: Span) => rejections.push({ message, span, needsBuildArguments: false });
  const directives = directivesOf(source, reject);
  const { lines, comments, tooLong } = readLogicalLines(source, directives.escape);
  const stages = new StageCollector(source);
  const second = new SecondReading(lines.map((line) => line.text));
  for (const [index, line] of lines.entries()) {
    try {
      if (line.unterminated !== undefined) throw new Refusal("unterminated heredoc");
      const instruction = readInstruction(source, line, directives.escape);
      const image = instruction.keyword === "FROM" ? instruction.image.text : undefined;
      second.compare(index, instruction.keyword, image);
      stages.add(instruction);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reject(error.message, spanOf(source, line, error));
    }
  }
  if (tooLong !== undefined) {
    reject("dockerfile line greater than max allowed size of 65535", startOfLine(source, tooLong));
  } else if (lines.length === 0) {
    reject("file with no instructions", startOfLine(source, 1));
  } else if (stages.stages.length === 0 && rejections.length === 0) {
    reject("dockerfile contains no stages to build", startOfLine(source, 1));
  }
  return { source, directives, globalArgs: stages.globalArgs, stages: stages.finish(), comments, rejections };
}

function directivesOf(source: SourceFile, reject: (message: string, span: Span) => void): Directives {
  try {
    return readDirectives(source);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reject(error.message, spanBetween(source, error.range?.start ?? 0, error.range?.end ?? 0));
    return { escape: "\\", syntax: undefined, all: [] };
  }
}

function spanOf(source: SourceFile, line: LogicalLine, refusal: Refusal): Span {
  if (!refusal.range) return spanBetween(source, line.startOffset, line.endOffset);
  return spanInText(source, line.pieces, refusal.range.start, refusal.range.end);
}

function startOfLine(source: SourceFile, line: number): Span {
  const start = source.lineStarts[line - 1] ?? 0;
  return spanBetween(source, start, start);
}

/** Gathers instructions into stages as they come. */
class StageCollector {
  readonly globalArgs: ArgInstruction[] = [];
  readonly stages: { from: FromInstruction; instructions: Instruction[] }[] = [];
  private readonly source: SourceFile;

  constructor(source: SourceFile) {
    this.source = source;
  }

  /** @throws Refusal for an instruction before the first FROM that is no ARG. */
  add(instruction: Instruction | FromInstruction): void {
    const current = this.stages.at(-1);
    if (instruction.keyword === "FROM") {
      this.stages.push({ from: instruction, instructions: [] });
    } else if (current) {
      current.instructions.push(instruction);
    } else if (instruction.keyword === "ARG") {
      this.globalArgs.push(instruction);
    } else {
      throw new Refusal("no build stage in current context");
    }
  }

  finish(): ParsedStage[] {
    return this.stages.map(({ from, instructions }, index) => {
      const end = (instructions.at(-1) ?? from).span.end;
      const name = from.name?.text;
      return {
        index,
        name,
        id: name?.toLowerCase() ?? `stage-${index}`,
        from,
        instructions,
        span: spanBetween(this.source, from.span.start.offset, end.offset),
      };
    });
  }
}
