import { describe, expect, it } from "vitest";
import { hasExpired, waive } from "../../src/check/waive.ts";
import type { Finding } from "../../src/model/finding.ts";
import { type Span, sourceFile, spanBetween } from "../../src/model/source.ts";
import type { CommentWaiver, PolicyWaiver, WaiverScope } from "../../src/model/waiver.ts";

const source = sourceFile("Dockerfile", "0123456789\n".repeat(5));
const span = (start: number, end: number): Span => spanBetween(source, start, end);
const today = "2026-11-24";

const finding = (at: Span, stage?: number, rule = "floating-base-tag"): Finding => ({
  rule,
  level: "warning",
  status: "open",
  message: "",
  span: at,
  related: [],
  stage,
  fix: undefined,
  fingerprint: `${at.start.offset}`,
});
const comment = (scope: WaiverScope, more: Partial<CommentWaiver> = {}): CommentWaiver => ({
  rule: "floating-base-tag",
  reason: "soon",
  expires: "2027-01-01",
  scope,
  span: span(0, 5),
  subject: "",
  ...more,
});
const waivedBy = (
  findings: readonly Finding[],
  comments: readonly CommentWaiver[],
  policy: readonly PolicyWaiver[] = [],
) => waive({ source, findings }, { comments, pending: new Set(), policy }, today).findings.map(({ status }) => status);

describe("a waiver of an instruction", () => {
  const waiver = comment({ kind: "instruction", span: span(10, 20) });

  it("covers what starts inside it, its first character too, and nothing in front of it or behind it", () => {
    const findings = [9, 10, 19, 20].map((start) => finding(span(start, start + 1)));
    expect(waivedBy(findings, [waiver])).toEqual(["open", "waived", "waived", "open"]);
  });

  it("covers its own rule only", () => {
    expect(waivedBy([finding(span(12, 13), 0, "root-final-user")], [waiver])).toEqual(["open"]);
  });
});

describe("a waiver of a stage", () => {
  const waiver = comment({ kind: "stage", stage: 1, span: span(10, 20) });

  it("covers the findings of that stage wherever they stand, and those of no stage that start in it", () => {
    const findings = [
      finding(span(30, 31), 1),
      finding(span(12, 13), 0),
      finding(span(12, 13), 2),
      finding(span(12, 13)),
      finding(span(30, 31)),
    ];
    expect(waivedBy(findings, [waiver])).toEqual(["waived", "open", "open", "waived", "open"]);
  });
});

describe("a waiver of the policy", () => {
  const waiver: PolicyWaiver = {
    rule: "floating-base-tag",
    reason: "soon",
    expires: "2027-01-01",
    files: ["Dockerfile"],
    source: sourceFile("policy.yml", "a\nb\n"),
    span: { start: { line: 2, column: 1, offset: 2 }, end: { line: 2, column: 2, offset: 3 } },
  };

  it("covers the whole of the files that its globs match, and no other", () => {
    const findings = [finding(span(0, 1), 0), finding(span(40, 41))];
    expect(waivedBy(findings, [], [waiver])).toEqual(["waived", "waived"]);
    expect(waivedBy(findings, [], [{ ...waiver, files: ["other/**"] }])).toEqual(["open", "open"]);
  });

  it("says where it is written", () => {
    const [waived] = waive(
      { source, findings: [finding(span(0, 1))] },
      { comments: [], pending: new Set(), policy: [waiver] },
      today,
    ).findings;
    expect(waived?.waiver?.place).toEqual({ kind: "policy", path: "policy.yml", line: 2 });
  });
});

describe("of several waivers", () => {
  const file = { kind: "file" } as const;

  it("one that counts is chosen before one that waits or has expired, and all of them are used", () => {
    const [expired, waiting, counting] = ["2026-11-23", "2027-01-01", "2027-02-02"].map((expires) =>
      comment(file, { expires }),
    ) as [CommentWaiver, CommentWaiver, CommentWaiver];
    const all = { comments: [expired, waiting, counting], pending: new Set([waiting]), policy: [] };
    const { findings, used } = waive({ source, findings: [finding(span(0, 1))] }, all, today);
    expect(findings).toMatchObject([{ status: "waived", waiver: { expires: "2027-02-02", pending: false } }]);
    expect(used.size).toBe(3);
    const others = waive({ source, findings: [finding(span(0, 1))] }, { ...all, comments: [expired, waiting] }, today);
    expect(others.findings).toMatchObject([{ status: "open", waiver: { expires: "2027-01-01", pending: true } }]);
  });

  it("one counts on its last day and not on the day after", () => {
    expect(hasExpired({ expires: today }, today)).toBe(false);
    expect(hasExpired({ expires: "2026-11-23" }, today)).toBe(true);
    expect(waivedBy([finding(span(0, 1))], [comment(file, { expires: today })])).toEqual(["waived"]);
    expect(waivedBy([finding(span(0, 1))], [comment(file, { expires: "2026-11-23" })])).toEqual(["open"]);
  });
});
