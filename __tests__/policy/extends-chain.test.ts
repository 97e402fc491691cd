import { describe, expect, it } from "vitest";
import { lineOf, resolveSample } from "./sample-policies.ts";

describe("mistakes of `extends`", () => {
  it.each([
    [
      "extends: strct",
      "stagegate.yml:2:10: nothing that can be extended is called `strct`. Did you mean `strict`? (.github/stagegate.yml → strct)",
    ],
    [
      "extends: [strict, company]",
      "stagegate.yml:2:19: nothing that can be extended is called `company`. The packs are recommended, strict, secrets. (.github/stagegate.yml → company)",
    ],
    [
      "extends: acme/policies/base.yml@v1",
      "stagegate.yml:2:10: `acme/policies/base.yml@v1` stands in another repository, and only the action reads policies from there (.github/stagegate.yml → acme/policies/base.yml@v1)",
    ],
  ])("%s", (body, line) => {
    expect(lineOf(() => resolveSample(body))).toBe(line);
  });

  it("names the circle", () => {
    const read = (name: string) => `version: 1\nextends: ${name === "a" ? "b" : "a"}`;
    expect(lineOf(() => resolveSample("extends: a", read))).toBe(
      "b:2:10: the policy extends itself: .github/stagegate.yml → a → b → a; remove one of these steps",
    );
    expect(lineOf(() => resolveSample("extends: .github/stagegate.yml", read))).toContain("the policy extends itself");
  });

  it("ends chains that are too deep or too wide", () => {
    const deeper = (name: string) => `version: 1\nextends: ${name}x`;
    expect(lineOf(() => resolveSample("extends: x", deeper))).toMatch(
      /^x{8}:2:10: policies extend each other more than 8 levels/,
    );
    const wider = (name: string) => `version: 1\nextends: [${`${name}x,`.repeat(16)}]`;
    const endless = (name: string) => (name.length < 7 ? wider(name) : "version: 1\nextends: []");
    expect(lineOf(() => resolveSample("extends: x", endless))).toMatch(/the policy is made of more than 64 files/);
  });

  it("names the file of a mistake in an extended policy", () => {
    expect(lineOf(() => resolveSample("extends: acme/p/base.yml@1", () => "version: 1\nscope: x"))).toMatch(
      /^acme\/p\/base\.yml@1:2:8: `scope` must be one of/,
    );
  });
});
