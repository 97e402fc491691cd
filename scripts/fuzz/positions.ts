import type { Dockerfile, Instruction } from "../../src/model/dockerfile.ts";
import { positionAt, type SourceFile, type Span } from "../../src/model/source.ts";
import type { Subject } from "./subject.ts";

/** The first place of a report that does not lie inside its file; undefined when all do. */
export function misplaced({ file, report }: Subject): string | undefined {
  const { source, graph, findings } = file;
  const places: [string, Span | undefined][] = [
    ...findings.flatMap((finding): [string, Span][] => [
      [finding.rule, finding.span],
      ...finding.related.map(({ span }): [string, Span] => [`${finding.rule}, related`, span]),
      ...(finding.fix?.edits ?? []).map(({ span }): [string, Span] => [`${finding.rule}, edit`, span]),
    ]),
    ...report.problems.map(({ code, span }): [string, Span | undefined] => [code, span]),
    ...(graph ? placesOf(graph.dockerfile) : []),
    ...(graph?.edges ?? []).map(({ span }): [string, Span] => ["edge", span]),
    ...(graph?.unbound ?? []).map(({ span }): [string, Span] => ["reference", span]),
    ...(graph?.rejections ?? []).map(({ span }): [string, Span] => ["rejection", span]),
    ...(graph?.stages ?? []).flatMap(({ steps }) =>
      steps.flatMap(({ script }) => (script?.commands ?? []).map(({ span }): [string, Span] => ["command", span])),
    ),
  ];
  for (const [what, span] of places) {
    const trouble = span && troubleWith(source, span);
    if (trouble) return `${what}: ${trouble}`;
  }
  return undefined;
}

function placesOf(dockerfile: Dockerfile): [string, Span][] {
  const { directives, comments, globalArgs, stages } = dockerfile;
  const instructions = [...globalArgs, ...stages.flatMap(({ from, instructions: own }) => [from, ...own])];
  return [
    ...directives.all.map(({ span }): [string, Span] => ["directive", span]),
    ...comments.map(({ span }): [string, Span] => ["comment", span]),
    ...stages.map(({ span }): [string, Span] => ["stage", span]),
    ...instructions.flatMap((instruction): [string, Span][] => [
      [instruction.keyword, instruction.span],
      [`${instruction.keyword}, keyword`, instruction.keywordSpan],
      ...instruction.flags.map(({ span }): [string, Span] => [`${instruction.keyword}, flag`, span]),
      ...instruction.heredocs.map(({ span }): [string, Span] => [`${instruction.keyword}, heredoc`, span]),
      ...(instruction.keyword === "FROM" ? [] : wordsOf(instruction)),
    ]),
  ];
}

function wordsOf(instruction: Instruction): [string, Span][] {
  const { keyword } = instruction;
  if (keyword === "COPY" || keyword === "ADD") {
    return [...instruction.sources, instruction.destination].map(({ span }) => [`${keyword}, path`, span]);
  }
  if ("pairs" in instruction) return instruction.pairs.map(({ span }) => [`${keyword}, pair`, span]);
  if ("words" in instruction) return instruction.words.map(({ span }) => [`${keyword}, word`, span]);
  return "arguments" in instruction ? instruction.arguments.map(({ span }) => [`${keyword}, argument`, span]) : [];
}

function troubleWith(source: SourceFile, { start, end }: Span): string | undefined {
  if (end.offset < start.offset) return `ends at ${end.offset}, before its start at ${start.offset}`;
  for (const position of [start, end]) {
    const { line, column, offset } = position;
    if (offset < 0 || offset > source.text.length) return `offset ${offset} of ${source.text.length}`;
    const right = positionAt(source, offset);
    if (right.line !== line || right.column !== column) {
      return `line ${line} column ${column}, where offset ${offset} is line ${right.line} column ${right.column}`;
    }
  }
  return undefined;
}
