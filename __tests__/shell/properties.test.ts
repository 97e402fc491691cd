import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommandInstruction } from "../../src/model/dockerfile.ts";
import { sourceFile, textIn } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { readScript } from "../../src/shell/read-script.ts";
import { spansOf, surroundings } from "./script-reader.ts";

/** Pieces that make trouble when they meet. */
const fragments = [
  ..."abX1 \t\n\\'\"`$(){}[]<>|&;#!*?=-+~/@%,:.é😀\r",
  ..."if|then|elif|else|fi|for|in|while|do|done|case|esac|function|f()|{ |; }|[[ | ]]|((|))|!|time|coproc|select".split(
    "|",
  ),
  ..."$(|${|$((|`|<(|<<EOF|<<-'E'|<<<|\nEOF\n|2>&1|&&|\\\n|\\\n# c\n|;;|$A|${A|:-|##*/|{a,b}|$'|A=|A+=(|\\\"".split(
    "|",
  ),
  ..."sh -c '|bash -c \"|eval |sudo |env A=1 |xargs |find . -exec | \\; |su x -c |export |unset A|trap ".split("|"),
].filter((fragment) => fragment !== "");

const script = fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join(""));
const environment = surroundings({ A: "x 'y", B: "", C: undefined });

function instructionOf(text: string): CommandInstruction {
  const { text: whole } = sourceFile("Dockerfile", `RUN ${text}`);
  const span = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
  return {
    keyword: "RUN",
    form: "shell",
    text: whole,
    scriptStart: 4,
    pieces: [{ at: 0, offset: 0 }],
    arguments: [],
    heredocs: [],
    flags: [],
    span,
    keywordSpan: span,
  };
}

describe("any text", () => {
  it("is read without throwing, and everything stands where it says", () => {
    fc.assert(
      fc.property(script, (text) => {
        const instruction = instructionOf(text);
        const source = sourceFile("Dockerfile", instruction.text);
        const read = readScript(source, instruction, environment);
        for (const { span, text: expected } of spansOf(read)) {
          expect(span.start.offset).toBeGreaterThanOrEqual(Math.min(4, source.text.length));
          expect(span.end.offset).toBeLessThanOrEqual(source.text.length);
          expect(span.end.offset).toBeGreaterThanOrEqual(span.start.offset);
          // Between backticks a backslash in front of another one is no part of the word.
          if (expected !== undefined && !(text.includes("`") && textIn(source, span).includes("\\"))) {
            expect(textIn(source, span)).toBe(expected);
          }
        }
        for (const [index, command] of read.commands.entries()) {
          if (command.pipedFrom !== undefined) expect(command.pipedFrom).toBeLessThan(index);
          const before = read.commands[index - 1]?.span.start.offset ?? 0;
          expect(command.span.start.offset).toBeGreaterThanOrEqual(before);
        }
        for (const { message } of read.syntaxErrors) expect(message).not.toBe("the script cannot be read");
      }),
      { numRuns: 3_000 },
    );
  });

  it("stands where it says in a whole Dockerfile, too", () => {
    fc.assert(
      fc.property(script, fc.constantFrom("RUN ", "CMD ", "RUN <<EOF\n", "HEALTHCHECK CMD "), (text, head) => {
        const source = sourceFile("Dockerfile", `FROM a\n${head}${text}\nEOF\nUSER x\n`);
        for (const stage of parseDockerfile(source).stages) {
          for (const instruction of stage.instructions) {
            if (!("scriptStart" in instruction)) continue;
            const read = readScript(source, instruction, environment);
            for (const { span, text: expected } of spansOf(read)) {
              expect(span.start.offset).toBeGreaterThanOrEqual(instruction.span.start.offset);
              expect(span.end.offset).toBeLessThanOrEqual(instruction.span.end.offset);
              const written = textIn(source, span);
              // Continuations and comments inside a word are not part of its text, a carriage return may not be.
              const isRewritten = /\\[ \t]*\r*\n|\r/.test(written) || (text.includes("`") && written.includes("\\"));
              if (expected !== undefined && !isRewritten) expect(written).toBe(expected);
            }
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives the same twice", () => {
    fc.assert(
      fc.property(script, (text) => {
        const instruction = instructionOf(text);
        const read = () => readScript(sourceFile("Dockerfile", instruction.text), instruction, environment);
        expect(read()).toEqual(read());
      }),
      { numRuns: 300 },
    );
  });

  it("is the same command in exec form as in shell form, when it is plain", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9./=-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const read = (text: string) => {
          const source = sourceFile("Dockerfile", `FROM a\nRUN ${text}\n`);
          const instruction = parseDockerfile(source).stages[0]?.instructions[0];
          if (instruction === undefined || !("scriptStart" in instruction)) throw new Error("no RUN");
          return readScript(source, instruction, environment).commands.map((command) => ({
            name: command.name,
            arguments: command.arguments.map(({ value, fields }) => ({ value, fields })),
            assignments: command.assignments.map(({ name, value }) => ({ name, value: value?.value })),
          }));
        };
        const [first = "", ...rest] = words;
        // `x=y` in front is an assignment for a shell and a program's name without one, and reserved words are no commands.
        const program = `/bin/${first.replaceAll("=", "")}`;
        expect(read(JSON.stringify([program, ...rest]))).toEqual(read([program, ...rest].join(" ")));
      }),
    );
  });
});
