import type { Instruction } from "../model/dockerfile.ts";
import { type BuildGraph, chainOf, type Stage, type Step } from "../model/graph.ts";
import { lineText, type SourceFile, textIn } from "../model/source.ts";

/** An instruction with the comments above it. */
export interface Part {
  readonly instruction: Instruction;
  readonly step: Step;
  /** As written; lines end with LF. */
  readonly text: string;
  /** Lines between the instruction before and this one: comments, and empty lines between them. */
  readonly comments: readonly string[];
  /** Whether an empty line stands above it and its comments. */
  readonly isApart: boolean;
  /** False for one of a stage below, which stays where it is. */
  readonly isOwn: boolean;
}

/** The instructions of a stage and of those below it along FROM, lowest first. */
export function stageParts(graph: BuildGraph, stage: Stage): Part[] {
  const { source } = graph.dockerfile;
  return chainOf(graph, stage)
    .reverse()
    .flatMap((link) => {
      const steps = new Map(link.steps.map((step) => [step.instruction, step]));
      return link.instructions.flatMap((instruction, index) => {
        const step = steps.get(instruction);
        const before = link.instructions[index - 1] ?? link.from;
        const between = linesBetween(source, before.span.end.line, instruction.span.start.line);
        const comments = trimmed(between);
        const text = withLineFeeds(textIn(source, instruction.span)).trimEnd();
        const isOwn = link === stage;
        return step ? [{ instruction, step, text, comments, isApart: between[0]?.trim() === "", isOwn }] : [];
      });
    });
}

function linesBetween(source: SourceFile, before: number, behind: number): string[] {
  return Array.from({ length: Math.max(0, behind - before - 1) }, (_, index) =>
    lineText(source, before + 1 + index).trimEnd(),
  );
}

function trimmed(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}

export function withLineFeeds(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
