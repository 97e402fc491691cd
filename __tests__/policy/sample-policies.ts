import { InputError } from "../../src/model/input-error.ts";
import type { ReadPolicy } from "../../src/policy/extends-chain.ts";
import { type PolicyFile, readPolicyFile } from "../../src/policy/read-policy.ts";
import { type ResolvedPolicy, resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { sampleRules } from "./sample-rules.ts";

/** Every key that a policy can have. */
export const wholePolicy = `# yaml-language-server: $schema=schema.json
version: 1
extends: recommended
files: { include: ["**"], exclude: ["third_party/**"] }
targets:
  - files: "services/*/Dockerfile"
    ships: [production, worker]
    test: tester
rules:
  root-final-user: error
  non-minimal-final-base: { level: error, allow: ["ghcr.io/acme/runtime/*"] }
fail-on: warning
scope: new
inline-waivers: never
waiver-approval: admin
tighten-only: true
custom:
  - id: acme/own-registry
    level: error
    each: stage
    when: stage.ships
    assert: stage.base.registry == "ghcr.io"
    message: "{stage.name} must come from our registry, not {stage.base.registry}."
waivers:
  - { rule: root-final-user, files: "legacy/**", reason: "needs port 80", expires: 2027-03-31 }
tests:
  - { name: "own registry", dockerfile: "FROM alpine:3.20", expect: [acme/own-registry] }
build: { test: auto, budget: { max: 200MB, growth: 10% } }
`;

const packs = new Map([
  [
    "recommended",
    `version: 1
extends: []
rules:
  non-minimal-final-base: error
  root-final-user: warning
  unreachable-stage: warning
  secret-outside-mount: error
`,
  ],
  [
    "strict",
    `version: 1
extends: recommended
rules:
  non-minimal-final-base: { unknown: warn, distribution: deny }
  root-final-user: error
`,
  ],
  ["secrets", "version: 1\nextends: []\nrules: { secret-outside-mount: error }\n"],
]);

export function readSample(text: string): PolicyFile {
  return readPolicyFile(text, "policy.yml", sampleRules);
}

/** @param body what follows the version. */
export function resolveSample(body: string, read?: ReadPolicy): ResolvedPolicy {
  const entry = { source: ".github/stagegate.yml", path: "stagegate.yml", text: `version: 1\n${body}` };
  return resolvePolicy(entry, sampleRules, packs, read);
}

/** What a person sees of a mistake. */
export function lineOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.line;
    throw error;
  }
  return "no mistake";
}

/** The lines that a person sees, without the path that each starts with. */
export function mistakesIn(text: string): string[] {
  const line = lineOf(() => readSample(text));
  return line === "no mistake" ? [] : line.split("\n").map((each) => each.replace(/^policy\.yml:/, ""));
}
