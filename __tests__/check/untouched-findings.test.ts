import { describe, expect, it } from "vitest";
import { markExisting, markUntouched } from "../../src/check/new-findings.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { FileReport } from "../../src/model/report.ts";
import { sourceFile, spanBetween } from "../../src/model/source.ts";

function file(path: string, ...findings: [string, Finding["status"]][]): FileReport {
  const source = sourceFile(path, "FROM a\n");
  return {
    source,
    graph: undefined,
    findings: findings.map(([fingerprint, status]) => ({
      rule: "floating-base-tag",
      level: "warning",
      status,
      message: "",
      span: spanBetween(source, 0, 4),
      related: [],
      stage: 0,
      fix: undefined,
      fingerprint,
    })),
  };
}

const changed = [{ path: "a", previousPath: undefined, status: "modified" as const, hunks: undefined }];
const statuses = (files: readonly FileReport[]) => files.map(({ findings }) => findings.map(({ status }) => status));

describe("with the scope changed", () => {
  it("what stands in a file that the change leaves alone was there before, and what is waived stays waived", () => {
    const head = [file("a", ["1", "open"], ["2", "waived"]), file("b", ["3", "open"], ["4", "waived"])];
    expect(statuses(markUntouched(head, changed))).toEqual([
      ["open", "waived"],
      ["existing", "waived"],
    ]);
  });
});

describe("with the scope new", () => {
  it("what the base had is existing or stays waived, what it had not is open, and what is gone is counted", () => {
    const base = [file("a", ["1", "open"], ["2", "open"]), file("b", ["3", "open"])];
    const head = [file("a", ["1", "open"], ["2", "waived"], ["5", "open"], ["6", "waived"])];
    const { files, fixed } = markExisting(head, base, changed);
    expect(statuses(files)).toEqual([["existing", "waived", "open", "waived"]]);
    expect(fixed).toBe(1);
  });

  it("takes findings of a renamed file that has no graph by the fingerprint that they have", () => {
    const renamed = [{ path: "a", previousPath: "b", status: "renamed" as const, hunks: undefined }];
    const { files } = markExisting([file("a", ["1", "open"])], [file("b", ["1", "open"])], renamed);
    expect(statuses(files)).toEqual([["existing"]]);
  });
});
