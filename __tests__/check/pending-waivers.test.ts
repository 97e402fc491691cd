import { describe, expect, it } from "vitest";
import { hasPendingWaivers } from "../../src/check/pending-waivers.ts";
import { evaluate } from "../../src/evaluate.ts";
import { rules } from "../../src/rules/index.ts";
import { packPolicy } from "../support/pack-policy.ts";

const waived = "# stagegate: waive root-final-user until 2027-03-31 -- port 80\nFROM alpine:3.23\nCOPY app /app\n";
const plain = "FROM alpine:3.23\nUSER 1\nCOPY app /app\n";

function reportOf(text: string, base: string, waiverReview: "pending" | "approved") {
  const path = "Dockerfile";
  const changed = [{ path, previousPath: undefined, status: "modified" as const, hunks: undefined }];
  const change = {
    head: { sha: "head", ref: undefined },
    files: [{ path, text }],
    base: { sha: "base", files: [{ path, text: base }], changed },
    waiverReview,
    problems: [],
    target: undefined,
  };
  return evaluate(change, packPolicy("recommended"), rules, "1.2.3", "2026-11-24");
}

describe("whether a review of waivers is worth asking for", () => {
  it("is so when a finding would be waived by one that the change brings", () => {
    expect(hasPendingWaivers(reportOf(waived, plain, "pending"))).toBe(true);
  });

  it("is not so without waivers, with one that was there, and once it is approved", () => {
    expect(hasPendingWaivers(reportOf(plain, plain, "pending"))).toBe(false);
    expect(hasPendingWaivers(reportOf(waived, waived, "pending"))).toBe(false);
    expect(hasPendingWaivers(reportOf(waived, plain, "approved"))).toBe(false);
  });

  it("is so when one finding of one file among others waits, and not for one that is waived or was there", () => {
    const [file] = reportOf(waived, plain, "pending").files;
    if (!file) throw new Error("no file");
    const others = { ...file, findings: file.findings.map(({ waiver: _, ...finding }) => finding) };
    const settled = {
      ...file,
      findings: file.findings.map((finding) => ({ ...finding, status: "existing" as const })),
    };
    expect(hasPendingWaivers({ files: [others, { ...file, findings: [...others.findings, ...file.findings] }] })).toBe(
      true,
    );
    expect(hasPendingWaivers({ files: [others, settled, { ...file, findings: [] }] })).toBe(false);
  });
});
