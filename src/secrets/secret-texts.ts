import type { SecretFormat } from "../knowledge/secret-formats.ts";
import { findSecretLiterals } from "../knowledge/secret-literals.ts";
import { formatsMarkedIn } from "../knowledge/secret-marks.ts";
import { secretOptions } from "../knowledge/secret-options.ts";
import { credentialsInUrl } from "../knowledge/secret-urls.ts";
import type { SecretValue } from "../knowledge/secret-values.ts";
import { type FromInstruction, type Instruction, spanInText } from "../model/dockerfile.ts";
import type { BuildGraph, Stage, Step } from "../model/graph.ts";
import { compareSpans, type Span, spanBetween } from "../model/source.ts";

/** A secret that stands in the text of an instruction, or is put there from a variable. */
export interface SecretText {
  readonly span: Span;
  /** What holds it, as the subject of a sentence: `A GitHub token`, `A password in a URL`, `The option --password`. */
  readonly what: string;
  readonly value: SecretValue | "token";
  /** Variables that it is made from. */
  readonly variables: readonly string[];
}

/** Secrets in the text of one step: known token formats first, then URLs, then options and headers; each place once. */
export function secretTexts(graph: BuildGraph, step: Step): readonly SecretText[] {
  return graph.derived.once(secretTexts, step, () => readTexts(graph, step));
}

function readTexts(graph: BuildGraph, step: Step): SecretText[] {
  const found: SecretText[] = [];
  for (const texts of [literalsIn(graph, step.instruction), urlsIn(graph, step.instruction), optionsIn(step)]) {
    if (texts.length === 0) continue;
    found.push(...apartFrom(found, texts));
    found.sort((a, b) => compareSpans(a.span, b.span));
  }
  return found;
}

/** Those of the texts that overlap neither what is found, which is in file order, nor one another. */
function apartFrom(found: readonly SecretText[], texts: readonly SecretText[]): SecretText[] {
  const apart: SecretText[] = [];
  let next = 0;
  let end = 0;
  for (const text of [...texts].sort((a, b) => compareSpans(a.span, b.span))) {
    const { start } = text.span;
    while ((found[next]?.span.end.offset ?? Number.POSITIVE_INFINITY) <= start.offset) next++;
    const following = found[next];
    if (start.offset < end || (following && following.span.start.offset < text.span.end.offset)) continue;
    end = text.span.end.offset;
    apart.push(text);
  }
  return apart;
}

/** Tokens and URLs with credentials in the global ARGs and FROM lines, which belong to no step. */
export function secretTextsOutsideStages(graph: BuildGraph): { text: SecretText; stage: Stage | undefined }[] {
  const outside = [
    ...graph.dockerfile.globalArgs.map((instruction) => ({ instruction, stage: undefined })),
    ...graph.stages.map((stage) => ({ instruction: stage.from, stage })),
  ];
  return outside.flatMap(({ instruction, stage }) =>
    [...literalsIn(graph, instruction), ...urlsIn(graph, instruction)].map((text) => ({ text, stage })),
  );
}

function literalsIn(graph: BuildGraph, instruction: Instruction | FromInstruction): SecretText[] {
  const formats = graph.derived.once(literalsIn, graph.dockerfile, () => formatsIn(graph));
  return eachText(graph, instruction, (text, spanOf) =>
    findSecretLiterals(text, formats).map(({ kind, start, end }) => ({
      span: spanOf(start, end),
      what: `${/^[AEIOU]/.test(kind) ? "An" : "A"} ${kind}`,
      value: "token",
      variables: [],
    })),
  );
}

/** Of a whole file: nearly all are sought for in no instruction of it. */
function formatsIn({ dockerfile, stages }: BuildGraph): readonly SecretFormat[] {
  const instructions = [
    ...dockerfile.globalArgs,
    ...stages.flatMap(({ from, steps }) => [from, ...steps.map(({ instruction }) => instruction)]),
  ];
  return formatsMarkedIn(
    instructions.flatMap(({ text, heredocs }) => [text, ...heredocs.map(({ content }) => content)]).join("\n"),
  );
}

function urlsIn(graph: BuildGraph, instruction: Instruction | FromInstruction): SecretText[] {
  return eachText(graph, instruction, (text, spanOf) =>
    credentialsInUrl(text).map(({ start, end, variables, value }) => ({
      span: spanOf(start, end),
      what: "The credential in this URL",
      value,
      variables,
    })),
  );
}

function optionsIn({ instruction, script }: Step): SecretText[] {
  if (instruction.keyword !== "RUN" || !script) return [];
  return script.commands.flatMap((command) =>
    secretOptions(command, script.commands).map(({ word, option, variables, value }) => ({
      span: word.span,
      what: `The value of ${option} for ${command.name === "" ? "this command" : command.name}`,
      value,
      variables,
    })),
  );
}

type SpanOf = (start: number, end: number) => Span;

/** The logical line and the heredoc bodies, each with its way back to the source. */
function eachText(
  graph: BuildGraph,
  instruction: Instruction | FromInstruction,
  search: (text: string, spanOf: SpanOf) => SecretText[],
): SecretText[] {
  const { source } = graph.dockerfile;
  const found = search(instruction.text, (start, end) => spanInText(source, instruction.pieces, start, end));
  for (const { content, span } of instruction.heredocs) {
    const { offset } = span.start;
    found.push(...search(content, (start, end) => spanBetween(source, offset + start, offset + end)));
  }
  return found;
}
