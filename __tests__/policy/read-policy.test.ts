import { describe, expect, it } from "vitest";
import { readSample, wholePolicy } from "./sample-policies.ts";

describe("readPolicyFile", () => {
  it("reads every key", () => {
    const { content, rules } = readSample(wholePolicy);
    expect(content).toEqual({
      version: 1,
      extends: ["recommended"],
      files: { include: ["**"], exclude: ["third_party/**"] },
      targets: [{ files: ["services/*/Dockerfile"], ships: ["production", "worker"], test: "tester" }],
      "fail-on": "warning",
      scope: "new",
      "inline-waivers": "never",
      "waiver-approval": "admin",
      "tighten-only": true,
      custom: [
        {
          id: "acme/own-registry",
          level: "error",
          each: "stage",
          when: "stage.ships",
          assert: 'stage.base.registry == "ghcr.io"',
          message: "{stage.name} must come from our registry, not {stage.base.registry}.",
        },
      ],
      waivers: [{ rule: "root-final-user", files: ["legacy/**"], reason: "needs port 80", expires: "2027-03-31" }],
      tests: [{ name: "own registry", dockerfile: "FROM alpine:3.20", expect: ["acme/own-registry"] }],
      build: { test: "auto", budget: { max: "200MB", growth: "10%" } },
    });
    expect([...rules]).toEqual([
      ["root-final-user", { level: "error", options: {}, place: { path: "policy.yml", line: 10, column: 20 } }],
      [
        "non-minimal-final-base",
        {
          level: "error",
          options: { allow: ["ghcr.io/acme/runtime/*"] },
          place: { path: "policy.yml", line: 11, column: 36 },
        },
      ],
    ]);
  });

  it("knows where each part was written", () => {
    const { placeOf } = readSample(wholePolicy);
    expect(placeOf(["custom", 0, "assert"])).toEqual({ path: "policy.yml", line: 22, column: 13 });
    expect(placeOf(["waivers", 0])).toEqual({ path: "policy.yml", line: 25, column: 5 });
    expect(placeOf(["nowhere"])).toEqual({ path: "policy.yml", line: 2, column: 1 });
  });

  it("keeps off as a word, takes JSON, and takes aliases", () => {
    expect(readSample("version: 1\nrules: { root-final-user: off }").rules.get("root-final-user")?.level).toBe("off");
    expect(readSample('{"version": 1, "scope": "all"}').content.scope).toBe("all");
    const shared = readSample("version: 1\nfiles:\n  include: &all ['**/a']\n  exclude: *all");
    expect(shared.content.files).toEqual({ include: ["**/a"], exclude: ["**/a"] });
  });
});
