import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import { cleanFixJudge } from "../../src/review/clean-fix.ts";
import { rules } from "../../src/rules/index.ts";
import { findingIn } from "../report/report-builder.ts";
import { packPolicy } from "../support/pack-policy.ts";

const policy = packPolicy("recommended");

function judged(path: string, text: string) {
  const change = { head: { sha: undefined, ref: undefined }, files: [{ path, text }], problems: [], target: undefined };
  return evaluate(change, policy, rules, "1.0.0", "2026-11-24").files;
}

const judgesClean = cleanFixJudge((path, text) => judged(path, text).flatMap(({ findings }) => findings));

const text = 'FROM scratch\nCOPY app /app # the program\nUSER 65532\nENTRYPOINT ["/app"]\n';

/** Whether it is judged clean when the words of a rule's finding are replaced. */
function fixing(rule: string, before: string, after: string): boolean {
  const [file] = judged("Dockerfile", text);
  const found = file?.findings.find((finding) => finding.rule === rule);
  if (!file || !found) throw new Error(`No finding of ${rule}`);
  const { fix } = findingIn(file.source, { at: before, fix: { title: "", edits: [[before, after]] } });
  return fix !== undefined && judgesClean(file, fix, found);
}

describe("cleanFixJudge", () => {
  it.each([
    ["a fix that leaves nothing", "COPY app /app # the program", "# the program\nCOPY app /app", true],
    ["a fix that changes nothing", "ENTRYPOINT", "entrypoint", false],
    ["a fix that brings another finding", "COPY app /app # the program\nUSER 65532", "COPY app /app", false],
    ["a fix that breaks the file", "COPY app /app # the program", "COPYING app", false],
  ])("%s", (_, before, after, expected) => {
    expect(fixing("mistaken-inline-comment", before, after)).toBe(expected);
  });

  it("takes the fix that the rule gives", () => {
    const [file] = judged("Dockerfile", text);
    const finding = file?.findings[0];
    expect(finding?.rule).toBe("mistaken-inline-comment");
    expect(file && finding?.fix && judgesClean(file, finding.fix, finding)).toBe(true);
  });
});
