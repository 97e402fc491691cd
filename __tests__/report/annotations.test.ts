import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderAnnotations } from "../../src/report/annotations.ts";
import { type FindingSketch, fileOf, reportOf } from "./report-builder.ts";

const text = "FROM node:18\nRUN npm ci \\\n  && npm test\nUSER root\n";

describe("renderAnnotations", () => {
  it("gives the heaviest first, then by path and line, with columns for one line only", () => {
    const b = fileOf("b/Dockerfile", text, [
      { rule: "floating-base-tag", level: "notice", at: "node:18", message: "Pin it." },
      { rule: "untested", level: "error", at: "RUN npm ci \\\n  && npm test\n", message: "Tested here." },
    ]);
    const a = fileOf("a/Dockerfile", text, [
      {
        level: "error",
        at: "USER root",
        message: "It is *root*: @here.\u202e",
        related: [["node:18", "the base image sets no user"]],
        fix: { title: "Run as node", edits: [["root", "node"]] },
      },
      { level: "error", at: "npm ci", status: "existing" },
    ]);
    expect(renderAnnotations(reportOf([b, a]))).toEqual({
      annotations: [
        {
          level: "error",
          title: "root-final-user",
          message: "It is *root*: @here.<U+202E>\nSee line 1: the base image sets no user\nFix: Run as node",
          file: "a/Dockerfile",
          startLine: 4,
          endLine: 4,
          startColumn: 1,
          endColumn: 10,
        },
        { level: "error", title: "untested", message: "Tested here.", file: "b/Dockerfile", startLine: 2, endLine: 3 },
        {
          level: "notice",
          title: "floating-base-tag",
          message: "Pin it.",
          file: "b/Dockerfile",
          startLine: 1,
          endLine: 1,
          startColumn: 6,
          endColumn: 13,
        },
      ],
      shown: 3,
      total: 3,
      note: undefined,
    });
  });

  it("says what the budget leaves out", () => {
    const many = (level: "error" | "warning" | "notice", count: number): FindingSketch[] =>
      Array.from({ length: count }, () => ({ level, at: "USER root" }));
    const report = reportOf([fileOf("Dockerfile", text, [...many("error", 143), ...many("warning", 10)])]);
    const rendered = renderAnnotations(report);
    expect(rendered.shown).toBe(19);
    expect(rendered.total).toBe(153);
    expect(rendered.note).toBe("Showing 9 of 143 errors as annotations; all are in the job summary.");

    const all = reportOf([
      fileOf("Dockerfile", text, [...many("error", 2), ...many("warning", 3), ...many("notice", 4)]),
    ]);
    expect(renderAnnotations(all, { error: 1, warning: 1, notice: 0 }).note).toBe(
      "Showing 1 of 2 errors, 1 of 3 warnings, and 0 of 4 notices as annotations; all are in the job summary.",
    );
  });

  it("stays below what the runner cuts without a word", () => {
    const report = reportOf([fileOf("Dockerfile", text, [{ at: "root", message: "🙂".repeat(5000) }])]);
    const [annotation] = renderAnnotations(report).annotations;
    expect(annotation?.message.length).toBeLessThan(4096);
    expect(annotation?.message).toMatch(/🙂…$/u);
  });

  it("counts every open finding, whatever the budget", () => {
    const level = fc.constantFrom("error", "warning", "notice");
    const status = fc.constantFrom("open", "existing", "waived");
    fc.assert(
      fc.property(fc.array(fc.record({ level, status }), { maxLength: 30 }), fc.nat(12), (findings, most) => {
        const report = reportOf([
          fileOf(
            "Dockerfile",
            text,
            findings.map((one) => ({ ...one, at: "root" })),
          ),
        ]);
        const rendered = renderAnnotations(report, { error: most, warning: most, notice: most });
        const open = findings.filter((one) => one.status === "open");
        expect(rendered.total).toBe(open.length);
        expect(rendered.shown).toBe(rendered.annotations.length);
        for (const one of ["error", "warning", "notice"] as const) {
          const shown = rendered.annotations.filter((annotation) => annotation.level === one).length;
          expect(shown).toBe(Math.min(most, open.filter((finding) => finding.level === one).length));
        }
        expect(rendered.note === undefined).toBe(rendered.shown === rendered.total);
      }),
    );
  });
});
