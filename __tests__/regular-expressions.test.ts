import { beforeAll, describe, expect, it } from "vitest";
import { expressionsIn, type WrittenExpression, writtenExpressions } from "../scripts/regular-expressions/collect.ts";
import { judgeExpression, withSmallCounts } from "../scripts/regular-expressions/judge.ts";
import { judgedExpressions } from "../scripts/regular-expressions/record.ts";

const { linear, accepted } = judgedExpressions();

describe("the regular expressions of the sources", () => {
  let written: WrittenExpression[] = [];
  beforeAll(async () => {
    written = await writtenExpressions();
  });

  it("are found, those that are put together too", () => {
    expect(written.length).toBeGreaterThan(800);
    expect(written.filter(({ path }) => path === "knowledge/secret-formats.ts").length).toBeGreaterThan(20);
    expect(written.map(({ expression }) => expression)).toContainEqual(
      expect.stringMatching(/^\/\(\?<!\[A-Za-z0-9_-\]\)\(\?:/),
    );
    const text = "const a = /x+/g; const b = [`${/y/.source}`]; new RegExp(a);";
    expect(expressionsIn("a.ts", text)).toEqual({ literals: ["/x+/g", "/y/"], isConstructing: true });
  });

  it("take linear time, or have a reason for which they need not", () => {
    const known = new Set([...linear, ...Object.keys(accepted)]);
    const fresh = written.filter(({ expression }) => !known.has(expression));
    // Those of the record were judged with more time; a new one is judged here, `npm run regular-expressions` records it.
    const doubtful = fresh.slice(0, 10).flatMap(({ expression, path }) => {
      const { status, detail } = judgeExpression(expression, 2_000);
      return status === "super-linear" ? [`${path}: ${expression}: ${detail}`] : [];
    });
    expect(doubtful).toEqual([]);
    expect(
      fresh.length,
      `more new expressions than a test has time for: npm run regular-expressions`,
    ).toBeLessThanOrEqual(10);
  });

  it("are no longer accepted when they are gone, and never without a reason", () => {
    const present = new Set(written.map(({ expression }) => expression));
    expect(Object.keys(accepted).filter((expression) => !present.has(expression))).toEqual([]);
    for (const reason of Object.values(accepted)) expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe("the judge", () => {
  it("sees what backtracks, and what does not", () => {
    expect(judgeExpression("/^(?:a+)+$/", 5_000).status).toBe("super-linear");
    expect(judgeExpression("/\\s+$/", 5_000)).toMatchObject({
      status: "super-linear",
      detail: expect.stringContaining("2nd"),
    });
    expect(judgeExpression("/^[a-z]{1,200}$/d", 5_000).status).toBe("linear");
  });

  it("makes counts small, and nothing else", () => {
    expect(withSmallCounts("a{8,200}b{40}c{2,}d{0,64}")).toBe("a{3,4}b{3}c{2,}d{0,1}");
    expect(withSmallCounts("\\{9}[{9}]x{9,}")).toBe("\\{9}[{9}]x{3,}");
  });
});
