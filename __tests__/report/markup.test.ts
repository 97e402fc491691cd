import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { visibleText } from "../../src/report/foreign-text.ts";
import { element, escapeMarkup, fragment, proseMarkup, rawText } from "../../src/report/markup.ts";
import { readMarkup } from "./markup-reader.ts";

describe("escapeMarkup", () => {
  it("lets any text be read back as text, and as the value of an attribute", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = text
          .split(/([\n\t])/)
          .map((part) => (/[\n\t]/.test(part) ? part : visibleText(part)))
          .join("");
        const read = readMarkup(element("p", { title: text }, text).markup);
        expect(read.text).toBe(shown);
        expect(read.elements).toEqual([{ name: "p", attributes: new Map([["title", shown]]) }]);
      }),
    );
  });

  it("spells out what a reader would not see", () => {
    expect(escapeMarkup("a\u202eb\u0000\r\n\t<")).toBe("a&lt;U+202E&gt;b␀␍\n\t&lt;");
  });
});

describe("element", () => {
  it("writes attributes that are there, and no others", () => {
    expect(element("a", { href: "#x", hidden: true, title: undefined, open: false }, "b", undefined).markup).toBe(
      '<a href="#x" hidden>b</a>',
    );
    expect(fragment("<", element("br", {})).markup).toBe("&lt;<br>");
  });

  it("makes code of what stands between backticks", () => {
    expect(proseMarkup("use `a<b`, not b").markup).toBe("use <code>a&lt;b</code>, not b");
    expect(proseMarkup("a ` alone").markup).toBe("a &#96; alone");
  });

  it("refuses a script of ours that would end before its end", () => {
    expect(() => rawText("script", "'</script>'")).toThrow("end tag");
  });
});
