import { check, object, optional, pipe, strictObject, string } from "valibot";
import { describe, expect, it } from "vitest";
import { type ResolvedPolicy, resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { lineOf, resolveSample } from "./sample-policies.ts";
import { sampleRule } from "./sample-rules.ts";

function levels(policy: ResolvedPolicy): Record<string, string> {
  return Object.fromEntries([...policy.rules].map(([id, setting]) => [id, setting.level]));
}

const recommendedLevels = {
  "non-minimal-final-base": "error",
  "root-final-user": "warning",
  "unreachable-stage": "warning",
  "untrusted-registry": "off",
  "secret-outside-mount": "error",
  "invalid-dockerfile": "error",
};

describe("resolvePolicy", () => {
  it("builds on recommended, and fills in what nobody says", () => {
    const policy = resolveSample("");
    expect(levels(policy)).toEqual(recommendedLevels);
    expect(policy.rules.get("non-minimal-final-base")?.options).toEqual({
      allow: [],
      unknown: "allow",
      distribution: "warn",
    });
    expect(policy).toMatchObject({
      source: ".github/stagegate.yml",
      files: { include: ["**"], exclude: [] },
      targets: [],
      failOn: "error",
      scope: undefined,
      inlineWaivers: "approved",
      waiverApproval: "maintain",
      tightenOnly: false,
      custom: { rules: [] },
      waivers: [],
      build: { test: undefined, budget: { max: undefined, growth: undefined } },
    });
  });

  it("builds on nothing with an empty list, except for what no policy switches off", () => {
    expect(levels(resolveSample("extends: []"))).toEqual({
      "non-minimal-final-base": "off",
      "root-final-user": "off",
      "unreachable-stage": "off",
      "untrusted-registry": "off",
      "secret-outside-mount": "off",
      "invalid-dockerfile": "error",
    });
    expect(levels(resolveSample("extends: secrets"))).toMatchObject({
      "root-final-user": "off",
      "secret-outside-mount": "error",
    });
  });

  it("merges levels and options rule by rule, key by key; lists replace", () => {
    const read = (name: string) =>
      new Map([
        [
          "acme/policies/base.yml@1",
          "version: 1\nextends: strict\nrules:\n  non-minimal-final-base: { allow: [a, b] }\n  unreachable-stage: { used-by: { x: [a], y: [a] } }",
        ],
      ]).get(name);
    const policy = resolveSample(
      "extends: acme/policies/base.yml@1\nrules:\n  non-minimal-final-base: { level: notice, allow: [c] }\n  unreachable-stage: { used-by: { y: [b] } }",
      read,
    );
    expect(policy.rules.get("non-minimal-final-base")).toEqual({
      level: "notice",
      options: { allow: ["c"], unknown: "warn", distribution: "deny" },
    });
    expect(policy.rules.get("unreachable-stage")).toEqual({
      level: "warning",
      options: { "used-by": { x: ["a"], y: ["b"] } },
    });
    expect(policy.chain.map((file) => file.path)).toEqual([
      "policies/recommended.yml",
      "policies/strict.yml",
      "acme/policies/base.yml@1",
      "stagegate.yml",
    ]);
  });

  it("lets the later of several win, and its own file last", () => {
    expect(levels(resolveSample("extends: [strict, recommended]"))["root-final-user"]).toBe("warning");
    expect(levels(resolveSample("extends: [recommended, strict]"))["root-final-user"]).toBe("error");
    expect(levels(resolveSample("extends: strict\nrules: { root-final-user: off }"))["root-final-user"]).toBe("off");
  });

  it("puts the recommended of a policy without `extends` below everything", () => {
    const read = () => "version: 1\nrules: { unreachable-stage: notice }";
    const policy = resolveSample("extends: [strict, acme/policies/base.yml@1]", read);
    expect(levels(policy)).toMatchObject({ "root-final-user": "error", "unreachable-stage": "notice" });
  });

  it("switches a rule on that gets options without a level", () => {
    const on = resolveSample("rules: { untrusted-registry: { allow: [ghcr.io] } }");
    expect(on.rules.get("untrusted-registry")).toEqual({ level: "error", options: { allow: ["ghcr.io"] } });
    expect(on.levelOrigins.get("untrusted-registry")).toMatchObject({ path: "stagegate.yml", line: 2 });
    const atItsLevel = resolveSample("extends: []\nrules: { unreachable-stage: { used-by: { a: [b] } } }");
    expect(atItsLevel.rules.get("unreachable-stage")?.level).toBe("warning");
    const off = resolveSample("rules: { untrusted-registry: { level: off, allow: [ghcr.io] } }");
    expect(off.rules.get("untrusted-registry")?.level).toBe("off");
  });

  it("folds everything else: single values and lists replace, waivers add up, custom rules by id", () => {
    const waiver = (rule: string) => `{ rule: ${rule}, files: a, reason: r, expires: 2027-03-31 }`;
    const custom = (id: string, level: string) =>
      `{ id: ${id}, level: ${level}, each: stage, assert: "true", message: m }`;
    const base = `version: 1
files: { include: [a], exclude: [b] }
targets: [{ files: a, ships: x }]
fail-on: warning
scope: all
tighten-only: true
custom: [${custom("acme/a", "error")}, ${custom("acme/b", "error")}]
waivers: [${waiver("root-final-user")}]
build: { test: auto, budget: { max: 1 GB, growth: 10% } }`;
    const policy = resolveSample(
      `extends: acme/policies/base.yml@1
files: { exclude: [c] }
targets: [{ files: [b, c], ships: [y, "1"], test: z }]
scope: new
custom: [${custom("acme/a", "notice")}]
waivers: [${waiver("unreachable-stage")}]
build: { budget: { max: 2 GB } }`,
      () => base,
    );
    expect(policy).toMatchObject({
      files: { include: ["a"], exclude: ["c"] },
      targets: [{ files: ["b", "c"], ships: ["y", "1"], test: "z" }],
      failOn: "warning",
      scope: "new",
      tightenOnly: true,
      build: { test: "auto", budget: { max: "2 GB", growth: "10%" } },
    });
    expect(policy.custom.rules.map(({ id, level }) => [id, level])).toEqual([
      ["acme/a", "notice"],
      ["acme/b", "error"],
    ]);
    expect(policy.waivers.map(({ rule }) => rule)).toEqual(["root-final-user", "unreachable-stage"]);
  });

  it("says where each level was set", () => {
    const { levelOrigins } = resolveSample("extends: strict\nrules:\n  unreachable-stage:\n    level: off");
    expect(levelOrigins.get("unreachable-stage")).toEqual({ path: "stagegate.yml", line: 5, column: 12 });
    expect(levelOrigins.get("root-final-user")).toEqual({ path: "policies/strict.yml", line: 5, column: 20 });
    expect(levelOrigins.get("non-minimal-final-base")).toMatchObject({ path: "policies/recommended.yml", line: 4 });
    expect(levelOrigins.has("untrusted-registry")).toBe(false);
  });
});

describe("options that do not go together", () => {
  const rule = sampleRule("image-over-budget", "error", {
    options: pipe(
      object({ max: optional(string()), growth: optional(string()) }),
      check(({ max, growth }) => max === undefined || growth === undefined, "cannot have both `max` and `growth`"),
    ),
  });
  const entry = (text: string) => ({ source: "p", path: "p.yml", text });

  it("are told at the last file that set some", () => {
    const text = "version: 1\nextends: base\nrules:\n  image-over-budget: { growth: 1% }";
    const read = () => "version: 1\nextends: []\nrules: { image-over-budget: { max: 1GB } }";
    expect(lineOf(() => resolvePolicy(entry(text), [rule], new Map(), read))).toBe(
      "p.yml:4:22: `image-over-budget`: the mapping cannot have both `max` and `growth`",
    );
  });

  it("are a bug of the rule where nobody set any", () => {
    const broken = sampleRule("broken-rule", "off", { options: strictObject({ needed: string() }) });
    expect(() => resolvePolicy(entry("version: 1\nextends: []"), [broken], new Map())).toThrow(
      "the rule broken-rule refuses its own defaults",
    );
  });
});
