import { describe, expect, it } from "vitest";
import { evaluate } from "../src/evaluate.ts";
import { rules } from "../src/rules/index.ts";
import { packPolicy } from "./support/pack-policy.ts";

/** The level of a rule's first finding in a Dockerfile at a path; undefined for none. */
function levelOf(rule: string, path: string, text: string): string | undefined {
  const change = { head: { sha: undefined, ref: undefined }, files: [{ path, text }], problems: [], target: undefined };
  const report = evaluate(change, packPolicy("recommended"), rules, "0.0.0", "2026-11-24");
  return report.files.flatMap(({ findings }) => findings).find((finding) => finding.rule === rule)?.level;
}

const writesSecret = "FROM alpine:3.20\nRUN --mount=type=secret,id=token cat /run/secrets/token > /actual\n";
const printsSecret = "FROM alpine:3.20\nRUN --mount=type=secret,id=token cat /run/secrets/token\n";
const insecure = "FROM alpine:3.20\nRUN --security=insecure make\n";
const unneeded = "FROM alpine:3.20 AS one\nRUN touch /a\n\nFROM alpine:3.20\nRUN touch /b\n";
const builds = 'FROM golang:1.23\nWORKDIR /app\nCOPY . .\nRUN go build -o server .\nCMD ["./server"]\n';
const floats = 'FROM alpine\nCOPY app /app\nCMD ["/app"]\n';
const onUbuntu = 'FROM ubuntu:24.04\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n';
const takesGit = (more: string) =>
  `FROM debian:12-slim\nRUN apt-get update && apt-get install -y git\n${more}COPY server /\nCMD ["/server"]\n`;

describe("how heavy a finding weighs, by where the Dockerfile stands", () => {
  it.each([
    ["secret-written-to-layer", "Dockerfile", writesSecret, "error"],
    ["secret-written-to-layer", "pkg/e2e/testdata/secrets/Dockerfile", writesSecret, "warning"],
    ["secret-written-to-layer", "Dockerfile", printsSecret, "warning"],
    ["secret-written-to-layer", "test/fixtures/Dockerfile", printsSecret, "notice"],
    ["privileged-build-step", "Dockerfile", insecure, "error"],
    ["privileged-build-step", "e2e/fixtures/entitlements/Dockerfile", insecure, "warning"],
    ["unreachable-stage", "Dockerfile", unneeded, "warning"],
    ["unreachable-stage", "integration/testdata/Dockerfile", unneeded, "notice"],
    ["single-stage-build", "Dockerfile", builds, "error"],
    ["single-stage-build", "Dockerfile.base", builds, "notice"],
    ["single-stage-build", "fuzzers/afl/builder.Dockerfile", builds, "notice"],
    ["floating-base-tag", "Dockerfile", floats, "warning"],
    ["floating-base-tag", ".devcontainer/Dockerfile", floats, "notice"],
    ["non-minimal-final-base", "Dockerfile", onUbuntu, "warning"],
    ["non-minimal-final-base", "17/jre/ubuntu/Dockerfile", onUbuntu, "notice"],
    ["non-minimal-final-base", "docker/Dockerfile.base", onUbuntu, "notice"],
    ["root-final-user", "Dockerfile", onUbuntu, "warning"],
    ["root-final-user", "17/jre/ubuntu/Dockerfile", onUbuntu, "notice"],
    ["build-tools-in-final-stage", "Dockerfile", takesGit(""), "notice"],
    ["build-tools-in-final-stage", "Dockerfile", takesGit("RUN git clone https://git.example/x\n"), "warning"],
    ["build-tools-in-final-stage", "Dockerfile", takesGit("RUN apt-get install -y gcc\n"), "notice"],
  ])("%s in %s: %j is a %4$s", (rule, path, text, level) => {
    expect(levelOf(rule, path, text)).toBe(level);
  });
});

it("advises no scratch for a program that calls others", () => {
  const text = (more: string) =>
    `FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\n\nFROM ubuntu:24.04\n${more}COPY --from=build /app /app\nENTRYPOINT ["/app"]\n`;
  const advice = (more: string) => {
    const change = {
      head: { sha: undefined, ref: undefined },
      files: [{ path: "Dockerfile", text: text(more) }],
      problems: [],
      target: undefined,
    };
    const report = evaluate(change, packPolicy("recommended"), rules, "0.0.0", "2026-11-24");
    const findings = report.files.flatMap((file) => file.findings);
    return findings.find(({ rule }) => rule === "non-minimal-final-base")?.message;
  };
  expect(advice("")).toContain("scratch");
  expect(advice("RUN apt-get update && apt-get install -y ca-certificates\n")).toContain("scratch");
  expect(advice("RUN apt-get update && apt-get install -y git gpg\n")).not.toContain("scratch");
});
