import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../src/policy/policy-error.ts";
import { mistakesIn, readSample, wholePolicy } from "./sample-policies.ts";

describe("hostile texts", () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");

  it.each([
    ["too large", `version: 1\n#${"x".repeat(256 * 1024)}`, "1:1: the policy is larger than 256 KiB"],
    ["too large in bytes", `version: 1\n#${"é".repeat(130 * 1024)}`, "1:1: the policy is larger than 256 KiB"],
    ["nested lists", "[".repeat(100_000), "1:33: this is nested more than 32 levels deep"],
    ["nested mappings", "{a: ".repeat(60_000), "this is nested more than 32 levels deep"],
    ["nested block lists", "- ".repeat(100_000), "this is nested more than 32 levels deep"],
    ["nested keys", "? ".repeat(100_000), "this is nested more than 32 levels deep"],
    ["nested indentation", lines(500, (index) => `${" ".repeat(index)}a:`), "this is nested more than 32 levels deep"],
    ["many aliases", `version: 1\na: &a b\nc: [${"*a,".repeat(60_000)}]`, "too much stands behind the aliases"],
    [
      "an alias bomb",
      `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${lines(9, (index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`)}`,
      "too much stands behind the aliases",
    ],
    [
      "an alias of itself",
      "version: 1\nscope: &a [*a]",
      "2:12: `*a` reads as a YAML alias, and nothing above has that name",
    ],
    ["many keys", `version: 1\n${lines(20_000, (index) => `k${index}: 1`)}`, "2:1: a policy has no key `k0`"],
    ["one key many times", lines(40_000, () => "a: 1"), "2:1: `a` is given twice here"],
    ["many items of a wrong type", `version: 1\nextends: [${"1,".repeat(100_000)}]`, "2:11: `extends[0]` must be text"],
    [
      "a long value",
      `version: 1\nscope: ${"x".repeat(200_000)}`,
      `2:8: \`scope\` must be one of new, changed, all, not \`${"x".repeat(60)}…\``,
    ],
  ])("%s", (_, text, start) => {
    const [line] = mistakesIn(text);
    expect(line).toContain(start);
    expect(line?.length).toBeLessThan(300);
  });

  it("gives a policy file or mistakes with places inside the text, whatever the text", () => {
    const fragment = fc.constantFrom(
      ...[
        "version: 1",
        "rules:",
        "root-final-user",
        ": ",
        "error",
        "off",
        "\n",
        "\n  ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        '"',
        "&a ",
        "*a",
      ],
      ...[
        "!x ",
        "#",
        "|\n",
        ">\n",
        "? ",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\t",
        "\r\n",
        "<<: ",
        "files: ",
        "include: ",
        "extends: ",
        "waivers: ",
      ],
      ...[
        "targets: ",
        "allow: ",
        "unknown: ",
        "non-minimal-final-base: ",
        "2027-03-31",
        "~",
        "0x1",
        ".nan",
        "\u0000",
        "\ufeff",
        "__proto__: ",
        "\ud800",
      ],
    );
    const text = fc.oneof(
      fc.array(fragment, { maxLength: 30 }).map((all) => all.join("")),
      fc.array(fragment, { maxLength: 12 }).map((all) => `version: 1\n${all.join("")}`),
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.nat(wholePolicy.length), fc.nat(20), fc.string())
        .map(([at, cut, insert]) => wholePolicy.slice(0, at) + insert + wholePolicy.slice(at + cut)),
    );
    fc.assert(fc.property(text, checkOutcome), { numRuns: 3_000 });
  });
});

function checkOutcome(text: string): void {
  try {
    expect(readSample(text).content.version).toBe(1);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const lines = text.split("\n");
    for (const { message, place } of error.mistakes) {
      expect(message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      const { line = 0, column = 0 } = place ?? {};
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
    }
  }
}
