import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth, padded } from "../../src/report/display-width.ts";
import { shortened, visibleText } from "../../src/report/foreign-text.ts";

describe("visibleText", () => {
  it("spells out controls, invisible characters and lone surrogates", () => {
    expect(visibleText("a\u001b[31m\u0000\u007f\u0085")).toBe("a␛[31m␀␡<U+0085>");
    expect(visibleText("\u202e\u2066\u200b\u00ad\ufeff\u2028")).toBe(
      "<U+202E><U+2066><U+200B><U+00AD><U+FEFF><U+2028>",
    );
    expect(visibleText("\ud800x\u{e0041}")).toBe("<U+D800>x<U+E0041>");
  });

  it("leaves what people write", () => {
    for (const text of ["FROM golang:1.21 AS builder", "한국어 日本語 עברית", "é e\u0301 🙂 ⚠️ 1️⃣", "a\u00a0b"]) {
      expect(visibleText(text)).toBe(text);
    }
  });

  it("leaves nothing hidden, whatever the text, and is done after one pass", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const visible = visibleText(text);
        expect(visible).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b-\u200f\u2060-\u2064]/u);
        expect(visibleText(visible)).toBe(visible);
      }),
    );
  });
});

describe("shortened", () => {
  it("marks the cut and keeps characters whole", () => {
    expect(shortened("builder", 7)).toBe("builder");
    expect(shortened("builder", 5)).toBe("buil…");
    expect(shortened("abc🙂def", 5)).toBe("abc…");
  });
});

describe("displayWidth", () => {
  it("counts terminal columns", () => {
    expect(displayWidth("abc")).toBe(3);
    expect(displayWidth("한국어")).toBe(6);
    expect(displayWidth("ｆｕｌｌ")).toBe(8);
    expect(displayWidth("e\u0301")).toBe(1);
    expect(displayWidth("🙂")).toBe(2);
    expect(displayWidth("─│…·")).toBe(4);
  });

  it("pads to columns, not to characters", () => {
    expect(padded("한국", 6)).toBe("한국  ");
    expect(padded("longer", 3)).toBe("longer");
  });
});
