import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SourceFile, sourceFile, spanBetween } from "../../src/model/source.ts";
import { displayWidth } from "../../src/report/display-width.ts";
import { excerpt } from "../../src/report/excerpt.ts";
import { spanOf } from "./report-builder.ts";

function drawn(source: SourceFile, text: string, width = 40): string[] {
  return excerpt(source, spanOf(source, text), [], width).map((line) => line.text);
}

describe("excerpt", () => {
  it("underlines a part of a line", () => {
    const source = sourceFile("Dockerfile", "FROM a\nCOPY . /app\n");
    expect(excerpt(source, spanOf(source, "/app"), [], 40)).toEqual([
      { number: 2, text: "COPY . /app", kind: "source" },
      { number: undefined, text: "       ^^^^", kind: "underline" },
    ]);
  });

  it("aligns tabs, wide characters, combining marks and emoji", () => {
    const tabs = sourceFile("Dockerfile", "\tCOPY\tx y");
    expect(drawn(tabs, "x")).toEqual(["    COPY    x y", "            ^"]);
    const wide = sourceFile("Dockerfile", 'LABEL 설명="한글" key=1');
    expect(drawn(wide, "key")).toEqual(['LABEL 설명="한글" key=1', "                  ^^^"]);
    expect(drawn(wide, "한글")).toEqual(['LABEL 설명="한글" key=1', "            ^^^^"]);
    const marks = sourceFile("Dockerfile", "# e\u0301te\u0301 ⚠️ 🙂 x");
    expect(drawn(marks, "x")).toEqual(["# e\u0301te\u0301 ⚠️ 🙂 x", "           ^"]);
  });

  it("spells out hidden characters and underlines what is shown of them", () => {
    const source = sourceFile("Dockerfile", "RUN \u202ex\u001b[1m y");
    expect(drawn(source, "\u202ex")).toEqual(["RUN <U+202E>x␛[1m y", "    ^^^^^^^^^"]);
  });

  it("leaves the carriage return of a line end out, and shows any other", () => {
    const source = sourceFile("Dockerfile", "FROM a\rb\r\nUSER x\r\n");
    expect(drawn(source, "b")).toEqual(["FROM a␍b", "       ^"]);
    expect(drawn(source, "USER x\r\n")).toEqual(["USER x", "^^^^^^"]);
  });

  it("cuts a long line around the span", () => {
    const source = sourceFile("Dockerfile", `RUN ${"abcdefgh ".repeat(40)}needle ${"ijklmnop ".repeat(40)}`);
    expect(drawn(source, "RUN")).toEqual(["RUN abcdefgh abcdefgh abcdefgh abcdefgh…", "^^^"]);
    expect(drawn(source, "needle")).toEqual(["… abcdefgh needle ijklmnop ijklmnop ijk…", "           ^^^^^^"]);
    expect(drawn(source, source.text)).toEqual(["RUN abcdefgh abcdefgh abcdefgh abcdefgh…", "^".repeat(40)]);
  });

  it("leaves no empty room behind the end of a long line", () => {
    const source = sourceFile("Dockerfile", `RUN ${"abcdefgh ".repeat(40)}needle`);
    expect(drawn(source, "needle")).toEqual([
      "…defgh abcdefgh abcdefgh abcdefgh needle",
      "                                  ^^^^^^",
    ]);
  });

  it("marks one column for an empty span", () => {
    const source = sourceFile("Dockerfile", "FROM a\n");
    expect(excerpt(source, spanBetween(source, 5, 5), [], 40).map((line) => line.text)).toEqual(["FROM a", "     ^"]);
    expect(excerpt(source, spanBetween(source, 6, 6), [], 40).map((line) => line.text)).toEqual(["FROM a", "      ^"]);
  });

  it("brackets several lines, four at most", () => {
    const lines = ["RUN a \\", "  b \\", "  c \\", "  d \\", "  e"];
    const source = sourceFile("Dockerfile", lines.join("\n"));
    const three = excerpt(source, spanOf(source, lines.slice(0, 3).join("\n")), [], 40);
    expect(three.map(({ number, text }) => [number, text])).toEqual([
      [1, "┌ RUN a \\"],
      [2, "│   b \\"],
      [3, "└   c \\"],
    ]);
    const five = excerpt(source, spanOf(source, source.text), [], 40);
    expect(five.map(({ number, text }) => [number, text])).toEqual([
      [1, "┌ RUN a \\"],
      [2, "│   b \\"],
      [3, "│   c \\"],
      [undefined, "│ …"],
      [5, "└   e"],
    ]);
  });

  it("conceals secrets, also where the cut would go through one", () => {
    const source = sourceFile("Dockerfile", `RUN ${"s".repeat(200)} mark`);
    const lines = excerpt(source, spanOf(source, "mark"), [{ start: 4, end: 204 }], 40);
    expect(lines.map((line) => line.text)).toEqual(["…••• mark", "     ^^^^"]);
  });

  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
    {
      weight: 3,
      arbitrary: fc.constantFrom("\t", "한", "🙂", "⚠️", "\u202e", "\u001b", "e\u0301", "\r", "\n", "\r\n", " "),
    },
    { weight: 1, arbitrary: fc.nat(200).map((count) => "x".repeat(count)) },
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

  it("never grows wider than asked, and shows nothing that a terminal obeys", () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.integer({ min: 20, max: 90 }), (content, a, b, width) => {
        const source = sourceFile("Dockerfile", content);
        const [start, end] = [a % (content.length + 1), b % (content.length + 1)].sort((x, y) => x - y);
        for (const line of excerpt(source, spanBetween(source, start ?? 0, end ?? 0), [], width)) {
          expect(displayWidth(line.text)).toBeLessThanOrEqual(width);
          expect(line.text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u);
        }
      }),
    );
  });

  it("underlines exactly the marked word, wherever it stands", () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 20, max: 90 }), (before, after, width) => {
        const content = `${before}\uE000mark\uE000${after}`;
        const source = sourceFile("Dockerfile", content);
        const start = content.indexOf("\uE000mark\uE000");
        const [shown, underline] = excerpt(source, spanBetween(source, start, start + 6), [], width);
        const columns = /^( *)(\^+)$/.exec(underline?.text ?? "");
        expect(columns?.[2]).toHaveLength(6);
        const prefix = shown?.text.slice(0, shown.text.indexOf("\uE000"));
        expect(displayWidth(prefix ?? "")).toBe(columns?.[1]?.length);
      }),
    );
  });
});
