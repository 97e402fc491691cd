import { describe, expect, it } from "vitest";
import { expand } from "../../src/parse/expansion.ts";
import { Refusal } from "../../src/parse/refusal.ts";

const variables = new Map([
  ["V", "alpine"],
  ["EMPTY", ""],
  ["PATHS", "/a/b.tar.gz"],
]);
const lookup = (name: string) => variables.get(name);
const value = (text: string) => expand(text, lookup, { escape: "\\" }).value;

describe("expand", () => {
  it.each([
    ["$V:3", "alpine:3"],
    ["${V}", "alpine"],
    ["$UNSET", ""],
    ["${UNSET:-x}", "x"],
    ["${EMPTY:-x}", "x"],
    ["${EMPTY-x}", ""],
    ["${V:+y}", "y"],
    ["${EMPTY:+y}", ""],
    ["${EMPTY+y}", "y"],
    ["${UNSET:-${V}b}", "alpineb"],
    ["${PATHS#*/}", "a/b.tar.gz"],
    ["${PATHS##*/}", "b.tar.gz"],
    ["${PATHS%.*}", "/a/b.tar"],
    ["${PATHS%%.*}", "/a/b"],
    ["${PATHS/a/x}", "/x/b.tar.gz"],
    ["${PATHS//[/x}", "/a/b.tar.gz"],
    ["${PATHS//a/x}", "/x/b.txr.gz"],
    ["'$V'", "$V"],
    ['"$V"', "alpine"],
    ["\\$V", "$V"],
    ['"a\\"b"', 'a"b'],
    ["a\\ b", "a b"],
    ["$", "$"],
    ["$1x", "x"],
  ])("%s", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ["${V", "syntax error: missing '}'"],
    ["${}", "syntax error: bad substitution"],
    ["${V!x}", "unsupported modifier (!) in substitution"],
    ["${UNSET:?no value}", "UNSET: no value"],
    ["${EMPTY:?}", "EMPTY: is not allowed to be empty"],
    ["'x", "unexpected end of statement while looking for matching single-quote"],
    ['"x', "unexpected end of statement while looking for matching double-quote"],
  ])("refuses %s", (text, message) => {
    expect(() => value(text)).toThrow(new Refusal(message));
  });

  it("splits words after expansion, quotes respected", () => {
    const names = new Map([["LIST", "a b"]]);
    expect(expand('x$LIST "$LIST" y', (name) => names.get(name), { escape: "\\" }).words).toEqual([
      "xa",
      "b",
      "a b",
      "y",
    ]);
  });

  it("stops substitutions without end", () => {
    expect(() => value("${A:-".repeat(20_000))).toThrow("more than 100 substitutions");
    expect(value(`${"${A:-".repeat(50)}x${"}".repeat(50)}`)).toBe("x");
  });

  it("stops variables that grow without end", () => {
    const long = "x".repeat(40_000);
    expect(() => expand("$A$A", () => long, { escape: "\\" })).toThrow("more than 65536 characters");
  });
});
