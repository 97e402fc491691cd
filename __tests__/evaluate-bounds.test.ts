import { describe, expect, it } from "vitest";
import { evaluate } from "../src/evaluate.ts";
import { rules } from "../src/rules/index.ts";
import { packPolicy } from "./support/pack-policy.ts";

const recommended = packPolicy("recommended");

function judge(text: string) {
  const change = {
    head: { sha: undefined, ref: undefined },
    files: [{ path: "Dockerfile", text }],
    problems: [],
    target: undefined,
  };
  return evaluate(change, recommended, rules, "1.2.3", "2026-11-24");
}

describe("what is too large to be judged", () => {
  const padded = (length: number) => "FROM scratch\n#".padEnd(length, "x");
  const longest = 1_048_576;

  it("is a text of more than 1,048,576 characters", () => {
    expect(judge(padded(longest)).problems).toEqual([]);
    expect(judge(padded(longest + 1))).toMatchObject({
      conclusion: "incomplete",
      problems: [{ code: "file-too-large", path: "Dockerfile" }],
    });
  });

  it("is a file of more than 1,000 stages", () => {
    expect(judge("FROM scratch\n".repeat(1_000)).problems).toEqual([]);
    expect(judge("FROM scratch\n".repeat(1_001))).toMatchObject({
      conclusion: "incomplete",
      problems: [{ code: "too-many-stages" }],
    });
  });

  it("is a line that BuildKit refuses for its length, and not one character less", () => {
    const line = (length: number) => `FROM scratch\nLABEL a=${"x".repeat(length - "LABEL a=".length)}\n`;
    const refusals = (text: string) => judge(text).files[0]?.graph?.rejections.map(({ message }) => message);
    expect(refusals(line(65_535))).toEqual([]);
    expect(refusals(line(65_536))).toEqual(["dockerfile line greater than max allowed size of 65535"]);
  });
});

describe("a script", () => {
  const quoted = (script: string) => `'${script.replaceAll("'", "'\\''")}'`;
  const evaluated = (times: number): string => (times === 0 ? "true" : `eval ${quoted(evaluated(times - 1))}`);

  it.each([
    ["10 substitutions deep", 10, (depth: number) => `echo ${"$(echo ".repeat(depth)}x${")".repeat(depth)}`],
    ["64 groups deep", 64, (depth: number) => `${"( ".repeat(depth)}true${" )".repeat(depth)}`],
    ["8 scripts in scripts deep", 8, evaluated],
    ["2,047 here-documents long", 2_047, (count: number) => `<<EOF\n${"cat <<A\nA\n".repeat(count)}EOF`],
  ])("is read %s, and no further", (_, most, script) => {
    expect(judge(`FROM scratch\nRUN ${script(most)}\n`).problems).toEqual([]);
    expect(judge(`FROM scratch\nRUN ${script(most + 1)}\n`)).toMatchObject({
      conclusion: "incomplete",
      problems: [{ code: "script-unreadable", span: { start: { line: 2 } } }],
    });
  });

  it("never passes a script that hides behind depth", () => {
    const report = judge(`FROM scratch\nRUN echo ${"$(".repeat(3_000)}x${")".repeat(3_000)}\n`);
    expect(report).toMatchObject({
      conclusion: "incomplete",
      problems: [{ code: "script-unreadable", span: { start: { line: 2 } } }],
    });
  });
});

describe("a file whose variables grow beyond all bounds", () => {
  const script = "gcc -c a.c; ".repeat(4_000);

  it.each([
    ["a script run again and again", `ENV X="${script}"\n${'RUN eval "$X"\n'.repeat(200)}`],
    ["a script run again and again in one RUN", `ENV X="${script}"\nRUN ${'eval "$X"; '.repeat(200)}\n`],
    ["a long value in many commands", `ENV X="${script}"\n${"RUN echo $X\n".repeat(200)}`],
    ["a long value in many settings", `ENV X="${script}"\n${"ENV Y=$X\n".repeat(200)}`],
  ])("is never a pass: %s", (_, instructions) => {
    const report = judge(`FROM alpine:3.24\n${instructions}USER 1000\n`);
    expect(report.problems.map(({ code }) => code)).toContain("script-unreadable");
    expect(report.conclusion).toBe("incomplete");
  });

  it("is judged where it is only large", () => {
    const scripts = `RUN sh -c '${script}'\n`.repeat(10);
    expect(judge(`FROM alpine:3.24\n${scripts}USER 1000\n`).problems).toEqual([]);
  });
});
