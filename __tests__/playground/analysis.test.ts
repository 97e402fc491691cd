import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse, longestText, withEdits, withSafeFixes } from "../../src/playground/analysis.ts";
import { policyTokens } from "../../src/playground/policy-tokens.ts";
import { hostileText } from "../report/markdown-reader.ts";
import { readMarkup, shapeOf } from "../report/markup-reader.ts";
import { packTexts } from "../support/pack-policy.ts";

const surroundings = { packs: packTexts(), version: "1.0.0", today: "2026-11-24" };
const policy = "version: 1\nextends: recommended\n";
const dockerfile = "FROM golang:1.26 AS b\nRUN go build -o /app\nFROM scratch\nCOPY --from=0 /app /app\nUSER 1\n";

describe("analyse", () => {
  it("gives verdict, graph, findings and what their fixes change", () => {
    const analysis = analyse({ dockerfile, policy }, surroundings);
    expect(analysis).toMatchObject({ conclusion: "passed", mistakes: [], problems: [] });
    const index = analysis.cards.findIndex((card) => card.includes('data-rule="unnamed-stage-reference"'));
    expect(readMarkup(analysis.cards[index] ?? "").text).toContain("Apply this fix");
    expect(withEdits(dockerfile, analysis.fixes[index] ?? [])).toBe(dockerfile.replace("--from=0", "--from=b"));
    expect(readMarkup(analysis.figure).text).toContain("ships");
    expect(analysis.marks).toHaveLength(analysis.cards.length);
  });

  it("applies all safe fixes", () => {
    const { safeFixes } = analyse({ dockerfile, policy }, surroundings);
    expect(safeFixes).toBeGreaterThan(0);
    const fixed = withSafeFixes({ dockerfile, policy }, surroundings);
    expect(fixed).toContain("--from=b");
    expect(analyse({ dockerfile: fixed, policy }, surroundings).safeFixes).toBe(0);
  });

  it("names mistakes of the policy with their lines, and judges nothing by it", () => {
    const analysis = analyse({ dockerfile, policy: "version: 1\nrules:\n  no-such-rule: error\n" }, surroundings);
    expect(analysis).toMatchObject({ conclusion: "policy-mistake", cards: [], mistakes: [{ line: 3 }] });
  });

  it("takes an empty policy for the recommended one, and says when a policy leaves the file out", () => {
    expect(analyse({ dockerfile, policy: " \n" }, surroundings).conclusion).toBe("passed");
    const none = analyse({ dockerfile, policy: "version: 1\nfiles: { exclude: ['**'] }\n" }, surroundings);
    expect(none).toMatchObject({ conclusion: "incomplete", problems: ["The policy leaves this file out."] });
  });

  it("does not judge what is too long for a page, and shows no more findings than one reads", () => {
    const long = "#".repeat(longestText + 1);
    expect(analyse({ dockerfile: long, policy }, surroundings).conclusion).toBe("incomplete");
    const many = `FROM scratch\n${"COPY a b /c/ # note\n".repeat(300)}USER 1\n`;
    const analysis = analyse({ dockerfile: many, policy }, surroundings);
    expect(analysis.cards).toHaveLength(200);
    expect(analysis.problems.join()).toMatch(/\d+ more findings are not shown/);
  });

  it("makes markup of nothing but its own elements, whatever is typed", () => {
    const own = new Set<string>();
    const add = (text: string) => {
      const { figure, cards } = analyse({ dockerfile: text, policy }, surroundings);
      return [figure, ...cards].flatMap((markup) => shapeOf(readMarkup(markup)));
    };
    const plain = `${dockerfile}ENV API_TOKEN=abcdefgh1234\nCOPY a b /c/ # d\nRUN --mount=from=b,target=/x curl -k https://x.example/y | sh\nFROM node\nRUN echo "$A"\n`;
    for (const part of add(plain)) own.add(part);
    const known = [
      ...own,
      "span",
      "span class",
      "ul",
      "ul class",
      "li",
      "tspan",
      "tspan class",
      "details",
      "details class",
      "details open",
    ];
    fc.assert(
      fc.property(hostileText, (text) => {
        const word = text.replace(/\s+/g, "") || "x";
        const line = text.replace(/[\r\n]+/g, " ");
        const hostile = `# ${line}\nFROM golang AS ${word}\nENV A_TOKEN="${word}" B=${line}\nCOPY a b /c/ # ${line}\nFROM ${word}\nCOPY --from=0 /${word} /${line}\nRUN <<E\n${text}\nE\n`;
        expect(add(hostile).filter((part) => !known.includes(part))).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});

describe("policyTokens", () => {
  it("tells keys, comments and quoted texts", () => {
    const text = 'a-b: 1 # c\n- { rule: "x # y", files: [p] }\nurl: http://a#b\n';
    const read = policyTokens(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
    expect(read).toEqual([
      "keyword a-b",
      "comment # c",
      "keyword rule",
      'string "x # y"',
      "keyword files",
      "keyword url",
    ]);
  });
});
