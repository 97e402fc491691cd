import { describe, expect, it } from "vitest";
import { findingsOf } from "../../src/check/passes.ts";
import type { LevelledDraft } from "../../src/check/run-rules.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { sourceFile, spanBetween } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { rules } from "../../src/rules/index.ts";

const token = ["ghp", "R4nd0mL00k1ngT0kenF0rTh1sTest0nly123"].join("_");
const text = `FROM alpine\nENV A=${token}\nRUN true\n`;
const source = sourceFile("Dockerfile", text);
const graph = buildGraph(parseDockerfile(source));
const at = (start: number, end: number) => spanBetween(source, start, end);

const draft = (rule: string, start: number, more: Partial<LevelledDraft> = {}): LevelledDraft => ({
  rule,
  level: "warning",
  at: at(start, start + 4),
  message: "m",
  stage: 0,
  ...more,
});
const told = (drafts: readonly LevelledDraft[]) =>
  findingsOf(graph, drafts, rules).map(({ rule, span, message }) => `${span.start.offset} ${rule} ${message}`);

describe("findings", () => {
  it("stand by position, then rule, then message, and leave the list that was given alone", () => {
    const drafts = [
      draft("b-rule", 12),
      draft("b-rule", 0, { message: "z" }),
      draft("b-rule", 0, { message: "y" }),
      draft("a-rule", 0),
    ];
    const given = [...drafts];
    expect(told(drafts)).toEqual(["0 a-rule m", "0 b-rule y", "0 b-rule z", "12 b-rule m"]);
    expect(told(drafts.toReversed())).toEqual(told(drafts));
    expect(drafts).toEqual(given);
  });

  it("are said once: the same rule, place and message", () => {
    expect(told([draft("a-rule", 0), draft("a-rule", 0), draft("a-rule", 12)])).toEqual(["0 a-rule m", "12 a-rule m"]);
  });

  it("take the place of those they supersede, on their own stage only, whatever rules there are", () => {
    const superseded = [draft("floating-base-tag", 0), draft("unpinned-base-image", 0)];
    expect(told(superseded)).toEqual(["0 floating-base-tag m"]);
    const elsewhere = [draft("floating-base-tag", 0, { stage: 1 }), draft("unpinned-base-image", 0)];
    expect(told(elsewhere)).toHaveLength(2);
    expect(told([draft("acme/own", 0)])).toEqual(["0 acme/own m"]);
  });

  it("carry no secret of the file in message, related words or output, and no fix that would need it", () => {
    const edit = (words: string) => ({ title: "t", safe: true, edits: [{ span: at(0, 4), text: words }] });
    const [first, second] = findingsOf(
      graph,
      [
        draft("a-rule", 0, {
          message: `has ${token}`,
          related: [{ span: at(0, 4), message: `see ${token}` }],
          output: [`log ${token}`, "plain"],
          fix: edit(`ENV A=${token}`),
        }),
        draft("b-rule", 0, { fix: edit("ENV A") }),
      ],
      rules,
    );
    expect(first).toMatchObject({
      message: "has •••",
      related: [{ message: "see •••" }],
      output: ["log •••", "plain"],
      fix: undefined,
    });
    expect(second).toMatchObject({ related: [], fix: { edits: [{ text: "ENV A" }] } });
    expect(second).not.toHaveProperty("output");
  });
});
