import { describe, expect, it } from "vitest";
import { sourceFile } from "../../src/model/source.ts";
import { fixDiff } from "../../src/report/fix-diff.ts";
import type { Range } from "../../src/report/secret-ranges.ts";
import { findingIn } from "./report-builder.ts";

function diff(text: string, edits: readonly (readonly [string, string])[], width = 60, secrets: readonly Range[] = []) {
  const source = sourceFile("Dockerfile", text);
  const { fix } = findingIn(source, { at: text.slice(0, 1), fix: { title: "Fix", edits } });
  if (fix === undefined) throw new Error("no fix");
  const signs = { removed: "-", added: "+", context: " ", cut: " " };
  return fixDiff(source, fix, secrets, width).map((line) => `${line.number ?? " "} ${signs[line.kind]} ${line.text}`);
}

describe("fixDiff", () => {
  it("shows a changed line before and after", () => {
    expect(diff("FROM a\nUSER root\nCMD x\n", [["root", "65532"]])).toEqual(["2 - USER root", "  + USER 65532"]);
  });

  it("shows a line that goes away", () => {
    expect(diff("FROM a\nUSER root\nCMD x\n", [["USER root\n", ""]])).toEqual(["2 - USER root"]);
    expect(diff("FROM a\nUSER root\n", [["\nUSER root", ""]])).toEqual(["2 - USER root"]);
  });

  it("shows where a line is inserted", () => {
    expect(diff("FROM a\nCMD x\n", [["CMD", "USER b\nCMD"]])).toEqual(["  + USER b", "2   CMD x"]);
    expect(diff("FROM a\nCMD x\n", [["FROM a", "FROM a\nUSER b"]])).toEqual(["  + USER b", "2   CMD x"]);
    expect(diff("FROM a\nCMD x\n", [["CMD x\n", "CMD x\nUSER b\n"]])).toEqual(["2   CMD x", "  + USER b"]);
  });

  it("joins edits of neighbouring lines and parts distant ones", () => {
    const text = "FROM a\nARG T\nRUN x $T\nCOPY . .\nUSER root\n";
    expect(
      diff(text, [
        ["root", "app"],
        ["ARG T\n", ""],
        ["RUN", "RUN --mount=type=secret,id=T,env=T"],
      ]),
    ).toEqual([
      "2 - ARG T",
      "3 - RUN x $T",
      "  + RUN --mount=type=secret,id=T,env=T x $T",
      "    …",
      "5 - USER root",
      "  + USER app",
    ]);
  });

  it("stops at eight lines", () => {
    const text = Array.from({ length: 12 }, (_, index) => `RUN step${index}x\n`).join("");
    expect(diff(text, [[text, "RUN one\nRUN two\nRUN three\nRUN four\nRUN five\nRUN six\n"]])).toEqual([
      "1 - RUN step0x",
      "2 - RUN step1x",
      "3 - RUN step2x",
      "    …",
      "  + RUN one",
      "  + RUN two",
      "  + RUN three",
      "    …",
    ]);
    const scattered = diff(text, [
      ["step0x", "a"],
      ["step3x", "b"],
      ["step6x", "c"],
      ["step9x", "d"],
    ]);
    expect(scattered).toHaveLength(8);
    expect(scattered.at(-1)).toBe("    …");
  });

  it("cuts long lines around what changes", () => {
    const line = `RUN ${"word ".repeat(30)}old ${"tail ".repeat(30)}`;
    expect(diff(`${line}\n`, [["old", "new"]], 40)).toEqual([
      "1 - …word word old tail tail tail tail tail…",
      "  + …word word new tail tail tail tail tail…",
    ]);
  });

  it("does not compare lines that nobody could read", () => {
    const text = `FROM a\nRUN ${"x".repeat(20_000)}\n`;
    expect(diff(text, [["RUN", "RUN y"]])).toEqual(["    …"]);
    expect(
      diff(text, [
        ["a", "b"],
        ["RUN", "RUN y"],
      ]),
    ).toEqual(["    …"]);
  });

  it("keeps carriage returns out of sight", () => {
    expect(diff("FROM a\r\nUSER root\r\n", [["root", "app"]])).toEqual(["2 - USER root", "  + USER app"]);
  });

  it("conceals a secret in the old lines and where the new ones repeat it", () => {
    const text = "FROM a\nENV PASS=hunter2\n";
    const secrets = [{ start: text.indexOf("hunter2"), end: text.indexOf("hunter2") + 7 }];
    expect(diff(text, [["ENV PASS=hunter2", "RUN echo hunter2 hunter2"]], 60, secrets)).toEqual([
      "2 - ENV PASS=•••",
      "  + RUN echo ••• •••",
    ]);
  });

  it("refuses edits that overlap", () => {
    expect(() =>
      diff("FROM abc\n", [
        ["ab", "x"],
        ["bc", "y"],
      ]),
    ).toThrow(RangeError);
  });
});
