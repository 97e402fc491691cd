import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, type Edit } from "../../src/model/finding.ts";
import { sourceFile, spanBetween } from "../../src/model/source.ts";
import { literalBlock } from "../../src/report/markdown.ts";
import { type Replacement, replacementFor } from "../../src/review/replacement.ts";
import { readMarkdown } from "../report/markdown-reader.ts";

/** Each edit: what it replaces (its first occurrence), and what by. */
function replacement(text: string, ...edits: readonly (readonly [before: string, after: string])[]) {
  const source = sourceFile("Dockerfile", text);
  const found = edits.map(([before, after]): Edit => {
    const at = text.indexOf(before);
    return { span: spanBetween(source, at, at + before.length), text: after };
  });
  return replacementFor(source, found);
}

/** What GitHub does: the lines of the block take the place of the comment's lines, whatever ends them. */
function applyBlock(text: string, { first, last }: Pick<Replacement, "first" | "last">, content: string): string {
  const lines = content === "" ? [] : content.replace(/\n$/, "").split("\n");
  return text
    .split("\n")
    .toSpliced(first - 1, last - first + 1, ...lines)
    .join("\n");
}

describe("replacementFor", () => {
  const text = "FROM alpine\n  RUN a \\\n    && b\nCMD c\n";

  it.each<[string, (readonly [string, string])[], Replacement | undefined]>([
    ["a word on a line", [["alpine", "scratch"]], { first: 1, last: 1, lines: ["FROM scratch"] }],
    ["an indented line", [["&& b", "&& d"]], { first: 3, last: 3, lines: ["    && d"] }],
    [
      "all lines between two edits",
      [
        ["alpine", "x"],
        ["b", "d"],
      ],
      { first: 1, last: 3, lines: ["FROM x", "  RUN a \\", "    && d"] },
    ],
    ["a deleted line", [["FROM alpine\n", ""]], { first: 1, last: 1, lines: [] }],
    ["the last line deleted", [["CMD c\n", ""]], { first: 4, last: 4, lines: [] }],
    ["a line put in front", [["CMD", "USER 1\nCMD"]], { first: 4, last: 4, lines: ["USER 1", "CMD c"] }],
    ["a line put behind", [["CMD c\n", "CMD c\nUSER 1\n"]], { first: 4, last: 4, lines: ["CMD c", "USER 1"] }],
    ["two lines joined", [[" \\\n    &&", " &&"]], { first: 2, last: 3, lines: ["  RUN a && b"] }],
    ["nothing that changes", [["CMD", "CMD"]], undefined],
    ["lines that become blank ones", [["CMD c", ""]], undefined],
    ["a last line that loses its end", [["c\n", "c"]], undefined],
    [
      "edits that overlap",
      [
        ["CMD c", "x"],
        ["CMD", "y"],
      ],
      undefined,
    ],
  ])("%s", (_, edits, expected) => {
    expect(replacement(text, ...edits)).toEqual(expected);
  });

  it("keeps CRLF, and gives up where a fix would mix it with LF", () => {
    expect(replacement("FROM a\r\nCMD b\r\n", ["CMD", "USER 1\r\nCMD"])).toEqual({
      first: 2,
      last: 2,
      lines: ["USER 1\r", "CMD b\r"],
    });
    expect(replacement("FROM a\r\nCMD b\r\n", ["CMD", "USER 1\nCMD"])).toBeUndefined();
    expect(replacement("FROM a\r\nCMD b", ["FROM a\r\nCMD b", "FROM c\r\nCMD d"])).toEqual({
      first: 1,
      last: 2,
      lines: ["FROM c\r", "CMD d"],
    });
  });

  it("leaves the end of a file without line end alone", () => {
    expect(replacement("FROM a\nCMD b", ["b", "c"])).toEqual({ first: 2, last: 2, lines: ["CMD c"] });
    expect(replacement("FROM a\nCMD b", ["b", "b\n"])).toBeUndefined();
    expect(replacement("FROM a\nCMD b", ["\nCMD b", ""])).toBeUndefined();
  });

  it("gives up on what cannot be judged at a glance", () => {
    const long = `FROM a\n${"RUN b\n".repeat(40)}CMD c\n`;
    expect(replacement(long, ["a", "x"], ["CMD", "ENTRYPOINT"])).toBeUndefined();
    expect(replacement(text, ["alpine", "x".repeat(20_000)])).toBeUndefined();
    expect(replacement(text, ["alpine", "x\n".repeat(40)])).toBeUndefined();
  });

  const line = fc.constantFrom("FROM a", "RUN b \\", "", "  && c", "```", "````suggestion", "\tx ", "# <b>", "> q");
  const file = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 8 }),
    end: fc.constantFrom("\n", "\r\n"),
    final: fc.boolean(),
  });
  const edit = fc.record({ at: fc.nat(60), length: fc.nat(20), parts: fc.array(line, { maxLength: 4 }) });

  it("is what the edits give, once GitHub has applied it", () => {
    let given = 0;
    fc.assert(
      fc.property(file, fc.array(edit, { minLength: 1, maxLength: 3 }), ({ lines, end, final }, sketches) => {
        const text = lines.join(end) + (final ? end : "");
        const source = sourceFile("Dockerfile", text);
        let done = 0;
        const edits = sketches
          .toSorted((a, b) => a.at - b.at)
          .map(({ at, length, parts }): Edit => {
            const start = Math.min(text.length, Math.max(done, at));
            done = Math.min(text.length, start + length);
            return { span: spanBetween(source, start, done), text: parts.join(end) };
          });
        const found = replacementFor(source, edits);
        const block = found && literalBlock(found.lines, "suggestion");
        if (found === undefined || block === undefined) return;
        given += 1;
        const [read, ...others] = readMarkdown(`Before\n\n${block}`).blocks;
        expect(others).toEqual([]);
        expect(read?.language).toBe("suggestion");
        // The reader knows no CR; what is in the block itself has them.
        const [fence = ""] = /^`+/.exec(block) ?? [];
        const content = block.slice(`${fence}suggestion\n`.length, -fence.length);
        expect(read?.content).toBe(content.replaceAll("\r\n", "\n"));
        expect(applyBlock(text, found, content)).toBe(applyEdits(text, edits));
      }),
      { numRuns: 2000 },
    );
    expect(given).toBeGreaterThan(500);
  });
});
