import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/report/display-width.ts";
import { proseLines, wrapText } from "../../src/report/wrap.ts";

describe("wrapText", () => {
  it("breaks between words and keeps the line ends of the text", () => {
    expect(wrapText("one two three four", 9)).toEqual(["one two", "three", "four"]);
    expect(wrapText("one\n\ntwo  three", 20)).toEqual(["one", "", "two three"]);
    expect(wrapText("", 20)).toEqual([""]);
  });

  it("breaks a word that is wider than a line, but no URL", () => {
    expect(wrapText("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
    expect(wrapText("日本語日本語", 5)).toEqual(["日本", "語日", "本語"]);
    expect(wrapText("see https://docs.example/a/b", 10)).toEqual(["see", "https://docs.example/a/b"]);
  });

  it("keeps code between backticks on one line where it fits", () => {
    expect(wrapText("Write `USER 65532` here", 14)).toEqual(["Write", "`USER 65532`", "here"]);
    expect(wrapText("Write `USER 65532 or so` here", 14)).toEqual(["Write `USER", "65532 or so`", "here"]);
    expect(wrapText("One ` alone and more", 10)).toEqual(["One `", "alone and", "more"]);
  });

  it("keeps every word and every width", () => {
    const words = fc.array(fc.stringMatching(/^[a-z한🙂]{1,12}$/u), { maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 40 }), (list, width) => {
        const lines = wrapText(list.join(" "), width);
        expect(lines.join("").replaceAll(" ", "")).toBe(list.join(""));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("proseLines", () => {
  it("hangs the text behind its first words", () => {
    expect(proseLines("one two three four five six", 28, "note: ")).toEqual([
      "note: one two three four",
      "      five six",
    ]);
  });

  it("keeps lines readable on a wide terminal", () => {
    const lines = proseLines("word ".repeat(100), 300, "");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(96);
  });
});
