import { describe, expect, it } from "vitest";
import { policyChanges } from "../../src/policy/policy-difference.ts";
import { resolveSample } from "./sample-policies.ts";

/** What a person is told: direction, subject, before and after. */
function changes(before: string, after: string): string[] {
  return policyChanges(resolveSample(before), resolveSample(after)).map(
    ({ direction, subject, before: from, after: to }) => `${direction} ${subject}: ${from} -> ${to}`,
  );
}

const waiver = (files: string, expires: string, reason = "legacy") =>
  `waivers: [{ rule: root-final-user, files: ${files}, reason: "${reason}", expires: ${expires} }]`;
const custom = (more: string) =>
  `custom: [{ id: acme/registry, level: warning, each: stage, assert: "true", message: m, ${more} }]`;

describe("what a change of the policy does", () => {
  it("is nothing for the same policy in other words", () => {
    expect(changes("", "extends: recommended\n")).toEqual([]);
    expect(
      changes(
        'rules: { root-final-user: error }\nfiles: { exclude: ["a/**", "b/**"] }',
        'extends: [recommended]\nfiles: { exclude: ["b/**", "a/**", "b/c/**"] }\nrules: { root-final-user: { level: error } }\nfail-on: error\ntests: []',
      ),
    ).toEqual([]);
  });

  it("raises and lowers rules", () => {
    expect(
      changes("", "rules: { root-final-user: error, unreachable-stage: off, untrusted-registry: notice }"),
    ).toEqual([
      "stricter root-final-user: warning -> error",
      "looser unreachable-stage: warning -> off",
      "stricter untrusted-registry: off -> notice",
    ]);
  });

  it("changes options: fewer exceptions and harder verdicts are stricter, what cannot be ordered is neither", () => {
    const rule = (options: string) => `rules: { non-minimal-final-base: { ${options} } }`;
    expect(changes(rule("allow: [a, b]"), rule("allow: [a], unknown: deny"))).toEqual([
      "stricter non-minimal-final-base.allow: a, b -> a",
      "stricter non-minimal-final-base.unknown: allow -> deny",
    ]);
    expect(changes(rule("allow: [a]"), rule("allow: [a, b], distribution: allow"))).toEqual([
      "looser non-minimal-final-base.allow: a -> a, b",
      "looser non-minimal-final-base.distribution: warn -> allow",
    ]);
    expect(changes(rule("allow: [a]"), rule("allow: [b]"))).toEqual(["other non-minimal-final-base.allow: a -> b"]);
    const used = (text: string) => `rules: { unreachable-stage: { used-by: { a: [${text}] } } }`;
    expect(changes(used("x"), used("y"))).toEqual(['other unreachable-stage.used-by: {"a":["x"]} -> {"a":["y"]}']);
  });

  it("does not call an emptied list of allowed images stricter: a rule may have nothing to say without one", () => {
    const registry = (allow: string) => `rules: { untrusted-registry: { level: error, allow: ${allow} } }`;
    expect(changes(registry("[ghcr.io]"), registry("[]"))).toEqual(["other untrusted-registry.allow: ghcr.io -> none"]);
  });

  it("adds, removes, extends and shortens waivers", () => {
    expect(changes("", waiver('"legacy/**"', "2027-03-31"))).toEqual([
      "looser root-final-user in legacy/**: undefined -> until 2027-03-31",
    ]);
    expect(changes(waiver('"legacy/**"', "2027-03-31"), "")).toEqual([
      "stricter root-final-user in legacy/**: until 2027-03-31 -> undefined",
    ]);
    const [march, june] = [waiver("[a, b]", "2027-03-31"), waiver("[b, a]", "2027-06-30")];
    expect(changes(march, june)).toEqual(["looser root-final-user in a, b: until 2027-03-31 -> until 2027-06-30"]);
    expect(changes(june, march)).toEqual(["stricter root-final-user in a, b: until 2027-06-30 -> until 2027-03-31"]);
    expect(changes(march, waiver("[a, b]", "2027-03-31", "proxy"))).toEqual([
      "other root-final-user in a, b: legacy -> proxy",
    ]);
  });

  it("narrows and widens waivers, and takes no notice of what another one covers", () => {
    const both = (...all: string[]) => `waivers: [${all.map((one) => one.slice("waivers: [".length, -1)).join(", ")}]`;
    const [wide, narrow] = [waiver('"legacy/**"', "2027-06-30"), waiver("legacy/a", "2027-03-31")];
    expect(changes(wide, narrow)).toEqual([
      "stricter root-final-user in legacy/**: until 2027-06-30 -> undefined",
      "stricter root-final-user in legacy/a: until 2027-06-30, in legacy/** -> until 2027-03-31",
    ]);
    expect(changes(narrow, wide)).toEqual(["looser root-final-user in legacy/**: undefined -> until 2027-06-30"]);
    expect(changes(wide, both(wide, narrow))).toEqual([]);
    expect(changes(both(wide, narrow), wide)).toEqual([]);
    expect(changes(wide, waiver("legacy/a", "2027-07-01"))[1]).toMatch(/^looser root-final-user in legacy\/a/);
  });

  it("adds, removes and changes custom rules", () => {
    expect(changes("", custom(""))).toEqual(["stricter acme/registry: undefined -> warning"]);
    expect(changes(custom(""), "")).toEqual(["looser acme/registry: warning -> undefined"]);
    expect(changes(custom(""), custom("").replace("warning", "error"))).toEqual([
      "stricter acme/registry: warning -> error",
    ]);
    expect(changes(custom(""), custom("").replace("warning", "off"))).toEqual(["looser acme/registry: warning -> off"]);
    expect(changes(custom(""), custom("when: stage.ships").replace("warning", "error"))).toEqual([
      "other acme/registry: warning; when: always -> error; when: stage.ships",
    ]);
    expect(changes("", custom("").replace("warning", "off"))).toEqual(["other acme/registry: undefined -> off"]);
  });

  it.each([
    ["fail-on: error", "fail-on: warning", "stricter fail-on: error -> warning"],
    ["fail-on: error", "fail-on: never", "looser fail-on: error -> never"],
    ["scope: new", "scope: all", "stricter scope: new -> all"],
    ["scope: all", "", "looser scope: all -> undefined"],
    ["scope: new", "scope: changed", "other scope: new -> changed"],
    ["inline-waivers: allow", "", "stricter inline-waivers: allow -> approved"],
    ["inline-waivers: never", "", "looser inline-waivers: never -> approved"],
    ["", "waiver-approval: admin", "stricter waiver-approval: maintain -> admin"],
    ["", "waiver-approval: write", "looser waiver-approval: maintain -> write"],
    ["tighten-only: true", "", "looser tighten-only: true -> false"],
    ["", "build: { test: off }", "other build.test: undefined -> off"],
    ["", "build: { budget: { max: 200MB } }", "stricter build.budget.max: undefined -> 200MB"],
    ["build: { budget: { max: 1GB } }", "build: { budget: { max: 900MB } }", "stricter build.budget.max: 1GB -> 900MB"],
    [
      "build: { budget: { growth: 5% } }",
      "build: { budget: { growth: 10% } }",
      "looser build.budget.growth: 5% -> 10%",
    ],
    ["build: { budget: { growth: 5% } }", "build: { budget: { growth: 5MB } }", "other build.budget.growth: 5% -> 5MB"],
    ["build: { budget: { growth: 5% } }", "", "looser build.budget.growth: 5% -> undefined"],
    [
      "",
      "targets: [{ files: a, budget: { max: 1GB, growth: 2% } }]",
      "other targets: undefined -> a up to 1GB grows by 2%",
    ],
    [
      "",
      'targets: [{ files: "a/*", ships: [app, web], test: t }]',
      "other targets: undefined -> a/* ships app, web tests t",
    ],
    ["", 'files: { include: ["services/**"] }', "looser files.include: ** -> services/**"],
    [
      'files: { include: ["a/**"] }',
      'files: { include: ["a/**", "b/**"] }',
      "stricter files.include: a/** -> a/**, b/**",
    ],
    ['files: { exclude: ["a/**"] }', 'files: { exclude: ["a/b/*"] }', "stricter files.exclude: a/** -> a/b/*"],
    ['files: { exclude: ["a/**"] }', 'files: { exclude: ["**"] }', "looser files.exclude: a/** -> **"],
    ['files: { exclude: ["a/**"] }', 'files: { exclude: ["b/**"] }', "other files.exclude: a/** -> b/**"],
    ['files: { exclude: ["a*/**"] }', 'files: { exclude: ["ab/**"] }', "other files.exclude: a*/** -> ab/**"],
  ])("orders settings: %s, then %s", (before, after, change) => {
    expect(changes(before, after)).toEqual([change]);
  });
});

describe("a policy with a thousand waivers", () => {
  it("is compared all the same", () => {
    const many = (year: number) =>
      `waivers: [${Array.from({ length: 1000 }, (_, index) => `{ rule: root-final-user, files: [a/${year}/${index}], reason: r, expires: ${year}-01-01 }`).join(", ")}]`;
    const told = changes(many(2027), many(2028));
    expect(told).toHaveLength(2000);
    expect(told.filter((line) => line.startsWith("looser"))).toHaveLength(1000);
  });
});
