import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { policyJsonSchema } from "../../scripts/policy-schema.ts";
import { literalGlob, matchesAny } from "../../src/policy/glob.ts";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { visibleText } from "../../src/report/foreign-text.ts";
import { rules } from "../../src/rules/index.ts";
import { type StarterPolicy, starterPolicyText } from "../../src/starter/starter-policy.ts";
import { packTexts } from "../support/pack-policy.ts";

const isPolicy = new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(policyJsonSchema(rules))));
const read = (text: string) => resolvePolicy({ source: "p.yml", path: "p.yml", text }, rules, packTexts());
const nothing: StarterPolicy = { targets: [], waivers: undefined };

describe("the first policy of a repository", () => {
  it("extends recommended and changes nothing of it", () => {
    const text = starterPolicyText(nothing);
    expect(parse(text)).toEqual({ version: 1, extends: "recommended" });
    expect(read(text).rules).toEqual(read("version: 1\n").rules);
  });

  it("starts with the schema for editors, and has no line that is too long", () => {
    const lines = starterPolicyText(nothing).split("\n");
    expect(lines[0]).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+\/policies\/schema\.json$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(130);
  });

  it("shows examples that are right once their comment signs are gone", () => {
    const text = starterPolicyText(nothing)
      .replace(/^# (files|targets|rules|waivers):$/gm, "$1:")
      .replace(/^# {3}/gm, "  ")
      .replace("YYYY-MM-DD }", "2027-03-31 }");
    expect(Object.keys(parse(text))).toEqual(["version", "extends", "files", "targets", "rules", "waivers"]);
    expect(isPolicy(parse(text))).toBe(true);
    expect(read(text).waivers).toHaveLength(1);
  });

  it("asks what ships where nothing tells", () => {
    const text = starterPolicyText({
      targets: [{ glob: "services/api/Dockerfile", ships: ["api", "null"], undecided: ["worker", "cron"] }],
      waivers: undefined,
    });
    expect(text).toContain(
      '  # In question: worker, cron\n  - files: "services/api/Dockerfile"\n    ships: [api, "null"]\n',
    );
    expect(read(text).targets).toEqual([
      { files: ["services/api/Dockerfile"], ships: ["api", "null"], test: undefined },
    ]);
  });

  it("is a policy whatever paths and reasons hold, and its waivers are for those files", () => {
    const segment = fc.string({ unit: "binary", minLength: 1 }).map((text) => text.replaceAll("/", "-"));
    const path = fc.oneof(
      segment.filter((text) => !/^\.{1,2}$/.test(text) && text.length < 100),
      fc.constantFrom(
        "a b/[x]/Dockerfile",
        "{a,b}/Dockerfile",
        "!x",
        "a@(b)/Dockerfile",
        "c:\\d",
        "#a",
        "\u2028\u202e",
      ),
    );
    const reason = fc.string({ unit: "binary", maxLength: 100 }).filter((text) => /\S/.test(text));
    fc.assert(
      fc.property(path, reason, (given, why) => {
        const glob = literalGlob(given);
        fc.pre(glob !== undefined);
        const accepted = [{ rule: "root-final-user", files: [glob] }];
        const targets = [{ glob, ships: ["a"], undecided: ["b"] }];
        const text = starterPolicyText({ targets, waivers: { accepted, reason: why, expires: "2027-03-31" } });
        expect(isPolicy(parse(text))).toBe(true);
        const [waiver] = read(text).waivers;
        expect(waiver).toMatchObject({ rule: "root-final-user", reason: why, expires: "2027-03-31" });
        expect(matchesAny(given, waiver?.files ?? [])).toBe(true);
        expect(text.split("\n").map(visibleText).join("\n")).toBe(text);
      }),
    );
  });
});
