import type { Redirection as RedirectionNode } from "unbash";
import type { Redirection, ShellWord } from "../model/shell.ts";
import { type NestedScript, nestedBody } from "./nested-text.ts";
import { readWord } from "./read-word.ts";
import type { Place, Reading } from "./reading.ts";
import { expandedWithin, spanOf } from "./script-text.ts";
import { expandBody } from "./word-expansion.ts";
import { type Substitution, surveyOf } from "./word-survey.ts";

export interface ReadRedirection {
  readonly redirection: Redirection;
  readonly substitutions: readonly Substitution[];
  /** Whether it gives the command its standard input. */
  readonly isInput: boolean;
  /** The text of the standard input, where it is written here. */
  input(): NestedScript | undefined;
}

export function readRedirection(reading: Reading, place: Place, node: RedirectionNode): ReadRedirection {
  const { descriptor } = node;
  const base = {
    operator: node.operator,
    fileDescriptor: descriptor?.type === "FileDescriptor" ? descriptor.value : undefined,
    span: spanOf(place.script, node.pos, node.end),
  };
  if (node.type === "HereDoc") {
    const chomp = node.operator === "<<-";
    const { body, substitutions } = readBody(reading, place, node.body, chomp);
    return {
      redirection: { ...base, target: undefined, body },
      substitutions,
      isInput: isStandardInput(base),
      input: () => nestedBody(place.script, node.body, chomp, reading),
    };
  }
  const target = node.target && readWord(reading, place, node.target);
  return {
    redirection: { ...base, target: target?.word, body: undefined },
    substitutions: target?.substitutions ?? [],
    isInput: node.operator.startsWith("<") && isStandardInput(base),
    input: () => (node.type === "HereString" ? target?.nested() : undefined),
  };
}

function isStandardInput({ fileDescriptor }: Pick<Redirection, "fileDescriptor">): boolean {
  return fileDescriptor === undefined || fileDescriptor === 0;
}

function readBody(
  reading: Reading,
  { script }: Place,
  body: Extract<RedirectionNode, { type: "HereDoc" }>["body"],
  chomp: boolean,
): { body: ShellWord; substitutions: readonly Substitution[] } {
  const survey = surveyOf(body, body.parts === undefined ? "" : body.text);
  const expanded = expandedWithin(script, body.pos, body.end);
  const isKnown = expanded.every((stretch) => stretch.isKnown);
  const variables = [...new Set([...survey.variables, ...expanded.flatMap((stretch) => stretch.variables)])];
  const { value, fields } = isKnown ? expandBody(body, chomp, reading) : { value: undefined, fields: undefined };
  const span = spanOf(script, body.pos, body.end);
  return {
    body: { text: body.text, value, fields, variables, span },
    substitutions: isKnown ? survey.substitutions : [],
  };
}
