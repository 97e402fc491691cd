import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/policy/digest.ts";
import { resolveSample } from "./sample-policies.ts";

describe("digestOf", () => {
  it("is the SHA-256 of JSON with sorted keys", () => {
    const digest = "sha256:43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777";
    expect(digestOf({ b: 2, a: 1 })).toBe(digest);
    expect(digestOf({ a: 1, b: 2, c: undefined })).toBe(digest);
    expect(digestOf({ a: [1, 2] })).not.toBe(digestOf({ a: [2, 1] }));
  });

  it.each([[new Map()], [Number.NaN], [() => 1], [1n], [[undefined]]])(
    "refuses %s, which JSON would change",
    (value) => {
      expect(() => digestOf({ value })).toThrow(TypeError);
    },
  );
});

describe("the digest of a policy", () => {
  it("is the same for what judges the same", () => {
    const { digest } = resolveSample("fail-on: error\nrules: { root-final-user: error, unreachable-stage: off }");
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(
      resolveSample(
        "# why\nrules:\n  unreachable-stage: { level: off }\n\n  root-final-user: 'error'\nfiles: { include: ['**'] }",
      ).digest,
    ).toBe(digest);
    expect(resolveSample("tests: [{ name: n, dockerfile: d, expect: [] }]").digest).toBe(resolveSample("").digest);
    expect(resolveSample("extends: [recommended]").digest).toBe(resolveSample("").digest);
  });

  it.each([
    "rules: { root-final-user: error }",
    "rules: { non-minimal-final-base: { allow: [a] } }",
    "fail-on: warning",
    "scope: all",
    "files: { exclude: [a] }",
    "targets: [{ files: a, ships: b }]",
    "inline-waivers: never",
    "waiver-approval: admin",
    "tighten-only: true",
    "waivers: [{ rule: root-final-user, files: a, reason: r, expires: 2027-03-31 }]",
    "build: { budget: { growth: 10% } }",
  ])("is another with %s", (body) => {
    expect(resolveSample(body).digest).not.toBe(resolveSample("").digest);
  });
});
