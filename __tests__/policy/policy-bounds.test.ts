import { describe, expect, it } from "vitest";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { rules } from "../../src/rules/index.ts";
import { packTexts } from "../support/pack-policy.ts";

/** What is said against a policy; undefined when it is taken. */
function mistakeIn(text: string): string | undefined {
  try {
    resolvePolicy({ source: "p.yml", path: "p.yml", text }, rules, packTexts());
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const excluding = (glob: string) => `version: 1\nfiles: { exclude: ["${glob}"] }\n`;
const asserting = (expression: string) =>
  `version: 1\ncustom: [{ id: acme/own, level: error, each: stage, assert: "${expression}", message: no }]\n`;
const listOf = (length: number) => `stage.name in [${Array.from({ length }, () => "'a'").join(", ")}]`;

describe("a policy", () => {
  it.each([
    ["256 KiB long", (size: number) => "version: 1\n#".padEnd(size, "x"), 256 * 1024, "larger than 256 KiB"],
    ["with globs of 256 characters", (size: number) => excluding("a".repeat(size)), 256, "at most 256 characters"],
    ["with expressions of 100 list items", (size: number) => asserting(listOf(size)), 100, "maxListElements"],
  ])("is taken %s, and no longer", (_, make, most, words) => {
    expect(mistakeIn(make(most))).toBeUndefined();
    expect(mistakeIn(make(most + 1))).toContain(words);
  });

  it("is taken with globs that stand for 32 patterns, and no more", () => {
    expect(mistakeIn(excluding("{a,b}".repeat(5)))).toBeUndefined();
    expect(mistakeIn(excluding(`${"{a,b}".repeat(4)}{a,b,c}`))).toContain("more than 32 patterns");
  });
});
