import { describe, expect, it } from "vitest";
import { applyEdits, type Edit, withLineEnds } from "../../src/model/finding.ts";
import { sourceFile, spanBetween } from "../../src/model/source.ts";

const text = "FROM golang\nFROM alpine\n";
const source = sourceFile("Dockerfile", text);

function edit(start: number, end: number, replacement: string): Edit {
  return { span: spanBetween(source, start, end), text: replacement };
}

describe("applyEdits", () => {
  it("applies edits in file order, whatever their order in the list", () => {
    expect(applyEdits(text, [edit(17, 23, "debian"), edit(5, 11, "rust")])).toBe("FROM rust\nFROM debian\n");
  });

  it("makes an edit once that several fixes ask for, an insertion too", () => {
    const naming = edit(11, 11, " AS build");
    const base = edit(17, 23, "build");
    expect(applyEdits(text, [naming, base, naming, edit(11, 11, " AS build"), base])).toBe(
      "FROM golang AS build\nFROM build\n",
    );
  });

  it("makes an edit once that others at its place stand between", () => {
    const inserted = [edit(11, 11, " # a"), edit(11, 11, " AS build"), edit(11, 11, " # a")];
    expect(applyEdits(text, inserted)).toBe("FROM golang # a AS build\nFROM alpine\n");
    expect(applyEdits(text, inserted.toReversed())).toBe(applyEdits(text, inserted));
  });

  it("refuses edits that overlap", () => {
    expect(() => applyEdits(text, [edit(5, 11, "rust"), edit(9, 14, "x")])).toThrow(RangeError);
    expect(() => applyEdits(text, [edit(5, 11, "rust"), edit(5, 11, "zig")])).toThrow(RangeError);
  });
});

describe("withLineEnds", () => {
  it("ends new lines as the file ends its own", () => {
    const added = [edit(0, 0, "# a\n# b\r\n")];
    expect(withLineEnds("FROM golang\r\n", added)[0]?.text).toBe("# a\r\n# b\r\n");
    for (const unix of [text, "FROM golang", "\nFROM golang\r\n", ""]) expect(withLineEnds(unix, added)).toBe(added);
  });
});
