import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { sourceOffset } from "../../src/model/dockerfile.ts";
import { sourceFile, textIn } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { buildKitTraps } from "./buildkit-traps.ts";

function parse(text: string) {
  return parseDockerfile(sourceFile("Dockerfile", text));
}

/** The reading in one line, in the shape of the table: `FROM@1; RUN@2-4 --mount=… | bases ["a"]`. */
function readingOf(text: string, wantsKeys: boolean): string {
  const graph = buildGraph(parse(text));
  const rejection = graph.rejections.find(({ needsBuildArguments }) => !needsBuildArguments);
  if (rejection) return rejection.message;
  const { globalArgs, stages } = graph.dockerfile;
  const instructions = [...globalArgs, ...stages.flatMap((stage) => [stage.from, ...stage.instructions])];
  const listed = instructions.map(({ keyword, span, flags }) => {
    const lines = span.start.line === span.end.line ? span.start.line : `${span.start.line}-${span.end.line}`;
    return [`${keyword}@${lines}`, ...flags.map((flag) => `--${flag.name}=${flag.value}`)].join(" ");
  });
  const keys = instructions.flatMap((instruction) =>
    "pairs" in instruction ? [instruction.pairs.map(({ key, value }) => `${key}=${value ?? "null"}`)] : [],
  );
  const bases = graph.stages.map((stage) => stage.baseName);
  const parts = [listed.join("; "), `bases ${JSON.stringify(bases)}`];
  return [...parts, ...(wantsKeys ? [`keys ${JSON.stringify(keys)}`] : [])].join(" | ");
}

describe("files on which readers go wrong", () => {
  it.each(buildKitTraps)("$title", ({ dockerfile, reading }) => {
    if (!reading.startsWith("ERROR ")) {
      expect(readingOf(dockerfile, reading.includes("| keys"))).toBe(reading);
      return;
    }
    const message = reading.replace(/^ERROR (?:dockerfile parse error on line \d+: )?/, "").replace(/ \| .*$/, "");
    expect(readingOf(dockerfile, false)).toBe(message);
  });
});

describe("what BuildKit refuses", () => {
  it.each([
    ["FROM a b\n", "FROM requires either one or three arguments", 1],
    ["FROM a AS 1b\n", 'invalid name for build stage: "1b", name can\'t start with a number or contain symbols', 1],
    [
      "FROM a\nCOPY x\n",
      "COPY requires at least two arguments, but only one was provided. Destination could not be determined",
      2,
    ],
    ["FROM a\nCOPY --chwon=1 a b\n", "unknown flag: --chwon (did you mean chown?)", 2],
    ["FROM a\nCOPY --from=b --from=c a b\n", "duplicate flag specified: --from", 2],
    ["FROM a\nADD --from=b a b\n", "unknown flag: --from", 2],
    ["FROM a\nENV A\n", "ENV must have two arguments", 2],
    ["FROM a\nENV A=1 B\n", 'Syntax error - can\'t find = in "B". Must be of the form: name=value', 2],
    ["FROM a\nARG =1\n", "ARG names can not be blank", 2],
    ["FROM a\nCMD [1]\n", "when using JSON array syntax, arrays must be comprised of strings only", 2],
    ["FROM a\nSHELL /bin/bash -c\n", "SHELL requires the arguments to be in JSON form", 2],
    ["FROM a\nONBUILD ONBUILD RUN x\n", "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed", 2],
    ["FROM a\nONBUILD FROM x\n", "FROM isn't allowed as an ONBUILD trigger", 2],
    ["FROM a\nHEALTHCHECK NONE x\n", "HEALTHCHECK NONE takes no arguments", 2],
    ["FROM a\nHEALTHCHECK CURL x\n", 'unknown type "CURL" in HEALTHCHECK (try CMD)', 2],
    ["FROM a\nRUN --mount=type=secrt,id=x y\n", 'unsupported mount type "secrt" (did you mean secret?)', 2],
    [
      "FROM a\nRUN --mount=type=bind,from=$X y\n",
      "'from' doesn't support variable expansion, define alias stage instead",
      2,
    ],
    ["FROM a\nRUN --mount=type=secret y\n", "invalid secret mount. one of source, target required", 2],
    [`FROM a\nRUN ${"x".repeat(65_536)}\n`, "dockerfile line greater than max allowed size of 65535", 2],
    ["# escape=x\nFROM a\n", "invalid escape token 'x' does not match ` or \\", 1],
    ["FROM a\nUSER\n", "USER requires exactly one argument", 2],
  ])("%j", (text, message, line) => {
    const [rejection] = parse(text).rejections;
    expect(rejection?.message).toBe(message);
    expect(rejection?.span.start.line).toBe(line);
  });

  it("takes a line of exactly 65,535 bytes", () => {
    expect(parse(`FROM a\nRUN ${"x".repeat(65_531)}\n`).rejections).toEqual([]);
  });
});

describe("positions", () => {
  it("lead back to the source through continuations and comments", () => {
    const text = "FROM a AS b\r\nCOPY --from=b \\\r\n  # why\r\n  /x \\\r\n  /y\r\n";
    const [copy] = parse(text).stages[0]?.instructions ?? [];
    if (copy?.keyword !== "COPY") throw new Error("no COPY");
    const source = sourceFile("Dockerfile", text);
    expect(copy.from && textIn(source, copy.from.span)).toBe("b");
    expect(copy.sources.map((word) => textIn(source, word.span))).toEqual(["/x"]);
    expect(textIn(source, copy.destination.span)).toBe("/y");
    expect(copy.destination.span.start).toMatchObject({ line: 5, column: 3 });
    expect(copy.span.end).toMatchObject({ line: 5, column: 5 });
  });

  it("count from behind a byte order mark", () => {
    expect(parse("\uFEFFFROM a\n").stages[0]?.from.keywordSpan.start).toMatchObject({ line: 1, offset: 1 });
  });

  const fragment = fc.oneof(
    fc.constantFrom("FROM a AS b", "RUN x", "COPY --from=b /x /y", "ENV A=1 B='x y'", "ARG V=${W:-1}", "USER root"),
    fc.constantFrom("RUN <<EOF", "EOF", "<<-\tX", "# c", "\\", "`", "# escape=`", "ONBUILD RUN y", 'CMD ["a", "b"]'),
    fc.constantFrom(" \\\n", "\n", "\r\n", "\r", "\t", "\f", "\u00a0", '"', "'", "$", "${", "}", "--mount=type=cache,"),
    fc.string({ unit: "binary", maxLength: 6 }),
  );

  it("of any text lie inside it, and each character of a logical line stands where it says", () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 30 }), (fragments) => {
        const text = fragments.join("");
        const dockerfile = parse(text);
        buildGraph(dockerfile);
        for (const stage of dockerfile.stages) {
          for (const instruction of [stage.from, ...stage.instructions]) {
            for (let index = 0; index < instruction.text.length; index++) {
              expect(text.charAt(sourceOffset(instruction.pieces, index))).toBe(instruction.text.charAt(index));
            }
            expect(instruction.span.start.offset).toBeLessThanOrEqual(instruction.span.end.offset);
          }
        }
        expect(parse(text)).toEqual(dockerfile);
      }),
      { numRuns: 500 },
    );
  });
});
