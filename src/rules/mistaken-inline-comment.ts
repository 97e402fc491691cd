import { type Instruction, sourceOffset, spanInText } from "../model/dockerfile.ts";
import type { Fix } from "../model/finding.ts";
import type { BuildGraph } from "../model/graph.ts";
import { type SourceFile, type Span, spanBetween, textIn } from "../model/source.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "mistaken-inline-comment",
  level: "error",
  group: "stages",
  summary: "A `#` behind an instruction that is taken for arguments.",
  why: `In a Dockerfile a comment starts a line. Behind an instruction \`#\` and the words after it are arguments: COPY then looks
for files of these names, EXPOSE for ports, and USER or WORKDIR take the whole text for their value. In RUN the shell does know
comments.`,
  examples: [
    {
      title: "COPY takes the note for sources",
      dockerfile: "FROM node:22-slim\nCOPY package.json ./  # changes rarely\nRUN npm ci\n",
      lines: [2],
      fixed: "FROM node:22-slim\n# changes rarely\nCOPY package.json ./\nRUN npm ci\n",
    },
    {
      title: "EXPOSE takes the note for ports",
      dockerfile: "FROM nginx:1.27\nEXPOSE 80 # http\n",
      lines: [2],
      fixed: "FROM nginx:1.27\n# http\nEXPOSE 80\n",
    },
    {
      title: "USER takes the note for the name",
      dockerfile: "FROM alpine:3.20\nUSER app # not root\n",
      lines: [2],
      fixed: "FROM alpine:3.20\n# not root\nUSER app\n",
    },
    {
      title: "The shell knows comments",
      dockerfile: "FROM node:22-slim\nRUN npm ci # from the lock file\n",
      lines: [],
    },
    {
      title: "A `#` inside a word is part of the word",
      dockerfile: "FROM alpine:3.20\nADD https://example.com/repo.git#v1.2 /src\nENV COLOUR=#fff\nCOPY c#/ /src/\n",
      lines: [],
    },
    {
      title: "Comments between continued lines",
      dockerfile: "FROM alpine:3.20\nCOPY a \\\n  # the second\n  b /x/\n",
      lines: [],
    },
  ],
  *check(graph) {
    for (const { instruction, stage } of allInstructions(graph)) {
      const note = noteIn(instruction);
      if (note === undefined) continue;
      const { source } = graph.dockerfile;
      const at = spanInText(source, instruction.pieces, note, trimmedLength(instruction.text));
      yield {
        at,
        stage,
        message: `A Dockerfile has no comments behind an instruction: ${instruction.keyword} takes these words for arguments. Put the note on a line of its own above.`,
        fix: moveAbove(source, instruction, note, at),
      };
    }
  },
});

function* allInstructions({
  dockerfile,
}: BuildGraph): Iterable<{ instruction: Instruction; stage: number | undefined }> {
  for (const instruction of dockerfile.globalArgs) yield { instruction, stage: undefined };
  for (const stage of dockerfile.stages) {
    for (const instruction of stage.instructions) yield { instruction, stage: stage.index };
  }
}

/** Where, in the logical line, a word behind the first argument starts with `#`. */
function noteIn(instruction: Instruction): number | undefined {
  switch (instruction.keyword) {
    case "COPY":
    case "ADD":
      if (instruction.form === "exec") return undefined;
      break;
    case "EXPOSE":
    case "VOLUME":
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
    case "ARG":
      break;
    default:
      return undefined;
  }
  if (!instruction.text.includes("#")) return undefined;
  const quoteFree = instruction.text.replace(/"[^"]*"|'[^']*'/g, (quoted) => "_".repeat(quoted.length));
  // What follows a lone `#` inside a word, as in `c#`, is no note; keyword and first argument stand before one.
  const note = quoteFree.search(/(?<=\s)#/);
  return note !== -1 && wordsIn(quoteFree.slice(0, note)) >= 2 ? note : undefined;
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function trimmedLength(text: string): number {
  return text.trimEnd().length;
}

/** Only where the note ends the one line of the instruction: elsewhere it is not certain what was meant. */
function moveAbove(source: SourceFile, instruction: Instruction, note: number, at: Span): Fix | undefined {
  const { span, text, pieces } = instruction;
  if (span.start.line !== span.end.line) return undefined;
  // Without the note BuildKit would miss the destination: the `#` was meant as a path.
  const needsTwo = instruction.keyword === "COPY" || instruction.keyword === "ADD";
  if (needsTwo && wordsIn(text.slice(0, note)) < 3 + instruction.flags.length) return undefined;
  const lineStart = source.lineStarts[span.start.line - 1] ?? 0;
  const indent = source.text.slice(lineStart, span.start.offset);
  const argumentsEnd = sourceOffset(pieces, trimmedLength(text.slice(0, note)));
  return {
    title: "Put the note on the line above",
    safe: true,
    edits: [
      { span: spanBetween(source, lineStart, lineStart), text: `${indent}${textIn(source, at)}\n` },
      { span: spanBetween(source, argumentsEnd, at.end.offset), text: "" },
    ],
  };
}
