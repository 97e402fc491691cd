import { describe, expect, it } from "vitest";
import { textJudge, withText } from "../../src/check/judge-text.ts";
import { evaluate } from "../../src/evaluate.ts";
import type { Change } from "../../src/model/change.ts";
import { rules } from "../../src/rules/index.ts";
import { packPolicy } from "../support/pack-policy.ts";

const today = "2026-01-01";
const policy = packPolicy("recommended");

const staged =
  "FROM golang:1.24 AS build\nRUN go build -o /app .\nFROM scratch AS dev\nCOPY --from=build /app /app\nUSER 1\n";
const compose = [
  "services:",
  "  api:",
  "    build: { context: ., dockerfile: Dockerfile, target: dev }",
  "  web:",
  "    build:",
  "      context: .",
  "      dockerfile_inline: |",
  "        FROM alpine:3.22",
  '        CMD ["sh"]',
  "",
].join("\n");

const change: Change = {
  head: { sha: undefined, ref: undefined },
  files: [
    { path: "Dockerfile", text: staged },
    { path: "other/Dockerfile", text: "FROM alpine\n" },
  ],
  whole: true,
  repository: { listing: undefined, texts: new Map([["compose.yaml", compose]]) },
  problems: [],
  target: undefined,
};

/** What a judgement of everything says of the file, once it has that text. */
function wholeFindings(path: string, text: string) {
  const { files } = evaluate(withText(change, path, text), policy, rules, "", today);
  return files.filter(({ source }) => source.path === path).flatMap(({ findings }) => findings);
}

describe("judging one file with other texts", () => {
  const judge = textJudge({ change, policy, rules, today });

  it.each([
    ["the text it has", "Dockerfile", staged],
    ["a stage that compose names under another name", "Dockerfile", staged.replace("AS dev", "AS app")],
    ["a waiver", "Dockerfile", `# stagegate: waive floating-base-tag until 2026-06-01 -- test\n${staged}`],
    ["a text that cannot be built", "Dockerfile", "FRM x\n"],
    ["a Dockerfile that stands in another file", "compose.yaml", compose.replace("alpine:3.22", "alpine")],
    ["a file that says what ships of others", "compose.yaml", compose.replace("target: dev", "target: build")],
  ])("says of %s what a judgement of everything says", (_, path, text) => {
    expect(judge(path, text)?.findings ?? []).toEqual(wholeFindings(path, text));
  });

  it("finds in the inline Dockerfile what stands there, at its place in the other file", () => {
    const findings = judge("compose.yaml", compose.replace("alpine:3.22", "alpine"))?.findings ?? [];
    expect(findings.map(({ rule, span }) => `${span.start.line} ${rule}`)).toContain("8 floating-base-tag");
  });
});
