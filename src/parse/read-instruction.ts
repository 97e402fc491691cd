import type { FromInstruction, Instruction, Word } from "../model/dockerfile.ts";
import { spanInText } from "../model/dockerfile.ts";
import type { SourceFile } from "../model/source.ts";
import { readCommandInstruction } from "./command-instructions.ts";
import { checkFlags, didYouMean, type LineFlag, splitLine } from "./flags.ts";
import { heredocMark } from "./heredocs.ts";
import { InstructionContext } from "./instruction-context.ts";
import type { LogicalLine } from "./logical-lines.ts";
import { Refusal } from "./refusal.ts";
import { jsonStrings, type LinePair, type LineWord, nameValuePairs, optionalPairs, plainWords } from "./words.ts";

const keywords = [
  ["FROM", "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "COPY", "ADD", "ARG", "ENV", "LABEL"],
  ["USER", "WORKDIR", "STOPSIGNAL", "MAINTAINER", "EXPOSE", "VOLUME", "ONBUILD"],
].flat();

/** Reads one logical line by BuildKit's rules. @throws Refusal with BuildKit's words for what BuildKit refuses. */
export function readInstruction(
  source: SourceFile,
  line: LogicalLine,
  escapeCharacter: string,
): Instruction | FromInstruction {
  const split = splitLine(line.text);
  return readSplit(new InstructionContext(source, line, split, escapeCharacter));
}

function readSplit(context: InstructionContext): Instruction | FromInstruction {
  const { keyword } = context;
  switch (keyword) {
    case "FROM":
      return readFrom(context);
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
    case "SHELL":
      return readCommandInstruction(context, keyword);
    case "COPY":
    case "ADD":
      return readCopy(context, keyword);
    case "ENV":
    case "LABEL": {
      checkFlags(keyword, context.flags);
      const pairs = nameValuePairs(keyword, context.text, context.start, context.end, context.escapeCharacter);
      return { ...context.common(), keyword, pairs: pairs.map((pair) => keyValue(context, pair)) };
    }
    case "ARG": {
      const pairs = optionalPairs(keyword, context.text, context.start, context.end, context.escapeCharacter);
      return { ...context.common(), keyword, pairs: pairs.map((pair) => keyValue(context, pair)) };
    }
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
    case "MAINTAINER":
      if (context.start === context.end) throw new Refusal(`${keyword} requires exactly one argument`);
      if (keyword !== "STOPSIGNAL") checkFlags(keyword, context.flags);
      return { ...context.common(), keyword, argument: context.word(context.rest()) };
    case "EXPOSE":
    case "VOLUME":
      return readWords(context, keyword);
    case "ONBUILD":
      return readOnbuild(context);
    default:
      throw new Refusal(`unknown instruction: ${context.writtenKeyword}${didYouMean(keyword, keywords)}`, {
        start: 0,
        end: keyword.length,
      });
  }
}

function readFrom(context: InstructionContext): FromInstruction {
  const words = plainWords(context.text, context.start, context.end);
  const [image, as, name] = words;
  if (!image || (words.length !== 1 && !(words.length === 3 && as?.text.toLowerCase() === "as"))) {
    throw new Refusal("FROM requires either one or three arguments");
  }
  if (name && !/^[a-z][a-z0-9-_.]*$/.test(name.text.toLowerCase())) {
    throw new Refusal(
      `invalid name for build stage: "${name.text}", name can't start with a number or contain symbols`,
      name,
    );
  }
  checkFlags("FROM", context.flags);
  return {
    ...context.common(),
    keyword: "FROM",
    image: context.word(image),
    name: name && context.word(name),
    platform: context.common().flags.find((flag) => flag.name === "platform"),
  };
}

function readCopy(context: InstructionContext, keyword: "COPY" | "ADD"): Instruction {
  const json = jsonStrings(context.text, context.start, context.end);
  const words = json ?? plainWords(context.text, context.start, context.end);
  const destination = words.at(-1);
  if (!destination || words.length < 2) {
    throw new Refusal(
      `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  }
  checkFlags(keyword, context.flags);
  if (isHeredoc(destination)) throw new Refusal(`${keyword} cannot accept a heredoc as a destination`, destination);
  const from = context.flags.find((flag) => flag.name === "from" && flag.value !== "");
  return {
    ...context.common(),
    keyword,
    form: json ? "exec" : "shell",
    sources: words.slice(0, -1).flatMap((word) => (isHeredoc(word) ? [] : context.word(word))),
    destination: context.word(destination),
    from: from && flagWord(context, from),
  };
}

function isHeredoc(word: LineWord): boolean {
  if (!word.text.includes("<<")) return false;
  try {
    return heredocMark(word.text) !== undefined;
  } catch {
    return false;
  }
}

function flagWord(context: InstructionContext, flag: LineFlag): Word {
  const start = flag.valueStart ?? flag.start;
  return { text: flag.value ?? "", span: spanInText(context.source, context.pieces, start, flag.end) };
}

function readWords(context: InstructionContext, keyword: "EXPOSE" | "VOLUME"): Instruction {
  const json = keyword === "VOLUME" ? jsonStrings(context.text, context.start, context.end) : undefined;
  const words = json ?? plainWords(context.text, context.start, context.end);
  if (words.length === 0) throw new Refusal(`${keyword} requires at least one argument`);
  checkFlags(keyword, context.flags);
  const blank = words.find((word) => word.text.trim() === "");
  if (blank) throw new Refusal(`${keyword} specified can not be an empty string`, blank);
  return { ...context.common(), keyword, words: words.map((word) => context.word(word)) };
}

function readOnbuild(context: InstructionContext): Instruction {
  if (context.start === context.end) throw new Refusal("ONBUILD requires at least one argument");
  checkFlags("ONBUILD", context.flags);
  const trigger = context.nested();
  if (trigger.keyword === "ONBUILD") throw new Refusal("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (trigger.keyword === "FROM" || trigger.keyword === "MAINTAINER") {
    throw new Refusal(`${trigger.keyword} isn't allowed as an ONBUILD trigger`);
  }
  const instruction = readSplit(trigger);
  if (instruction.keyword === "FROM") throw new Refusal("FROM isn't allowed as an ONBUILD trigger");
  return { ...context.common(), keyword: "ONBUILD", trigger: instruction };
}

function keyValue(context: InstructionContext, pair: LinePair) {
  const span = (range: { start: number; end: number }) =>
    spanInText(context.source, context.pieces, range.start, range.end);
  return {
    key: pair.key.text,
    value: pair.value?.text,
    span: span(pair),
    keySpan: span(pair.key),
    valueSpan: pair.value && span(pair.value),
  };
}
