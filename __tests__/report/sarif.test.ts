import { createRequire } from "node:module";
import type { ValidateFunction } from "ajv";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { rules } from "../../src/rules/index.ts";
import { packPolicy } from "../support/pack-policy.ts";
import { type FindingSketch, fileOf, problemOf, reportOf } from "./report-builder.ts";

// The schema is of draft 4, whose words that it uses mean the same in the draft that Ajv reads.
const {
  $schema: _,
  id: __,
  ...schema
} = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const isSarif: ValidateFunction = ajv.compile(schema);

/** The one run of a log that the schema accepts. */
function runOf(text: string) {
  const log = JSON.parse(text);
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  expect(log.runs).toHaveLength(1);
  return log.runs[0];
}

const dockerfile = "FROM golang:1.26 AS build\nRUN go build .\nFROM alpine\nCOPY --from=build /app /app\n";
const sketch = (given: Partial<FindingSketch> = {}): FindingSketch => ({ at: "FROM alpine", ...given });
const fileWith = (...sketches: FindingSketch[]) => fileOf("services/api/Dockerfile", dockerfile, sketches);

describe("SARIF", () => {
  it("places a finding, its related places and its fix", () => {
    const finding = sketch({
      rule: "root-final-user",
      level: "error",
      fingerprint: "abc",
      related: [["RUN go build .", "built here"]],
      fix: { title: "Add a user.", edits: [["COPY --from=build /app /app", "USER 1000"]] },
    });
    const run = runOf(renderSarif(reportOf([fileWith(finding)]), rules));
    const artifactLocation = { uri: "services/api/Dockerfile", uriBaseId: "%SRCROOT%" };
    const region = { startLine: 3, startColumn: 1, endLine: 3, endColumn: 12 };
    expect(run.results).toMatchObject([
      {
        ruleId: "root-final-user",
        ruleIndex: 0,
        level: "error",
        locations: [{ physicalLocation: { artifactLocation, region } }],
        relatedLocations: [{ physicalLocation: { region: { startLine: 2 } }, message: { text: "built here" } }],
        partialFingerprints: { "stagegate/v1": "abc" },
        fixes: [
          {
            artifactChanges: [
              {
                artifactLocation,
                replacements: [{ deletedRegion: { startLine: 4 }, insertedContent: { text: "USER 1000" } }],
              },
            ],
          },
        ],
      },
    ]);
    expect(run.results[0]).not.toHaveProperty("baselineState");
    expect(run.tool.driver.rules[0]).toMatchObject({
      id: "root-final-user",
      defaultConfiguration: { level: "warning" },
      help: { markdown: expect.stringContaining("root") },
    });
  });

  it("says what is new, what was there and what is waived", () => {
    const file = fileWith(
      sketch({ fingerprint: "a" }),
      sketch({ fingerprint: "b", status: "existing" }),
      sketch({ fingerprint: "c", status: "waived" }),
    );
    const { results } = runOf(renderSarif(reportOf([file], { base: { sha: "b", fixed: 0 } }), rules));
    expect(results.map((result: Record<string, unknown>) => [result.baselineState, result.suppressions])).toEqual([
      ["new", undefined],
      ["unchanged", undefined],
      ["new", [{ kind: "external", status: "accepted" }]],
    ]);
  });

  it("puts problems into notifications, and rules of a policy into the list of rules", () => {
    const file = fileWith(sketch({ rule: "acme/own-registry" }));
    const run = runOf(renderSarif(reportOf([file], { problems: [problemOf({ path: "x/Dockerfile" })] }), rules));
    expect(run.tool.driver.rules).toEqual([{ id: "acme/own-registry" }]);
    expect(run.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ descriptor: { id: "file-unreadable" }, level: "error" }],
      },
    ]);
  });

  it("puts the heaviest first and says how many do not fit", () => {
    const many = Array.from({ length: 25_001 }, (_, index) => sketch({ fingerprint: `f${index}` }));
    const file = fileWith(...many, sketch({ level: "error", fingerprint: "last", at: "COPY" }));
    const log = JSON.parse(renderSarif(reportOf([file]), rules));
    expect(log.runs[0].results).toHaveLength(25_000);
    expect(log.runs[0].results[0].level).toBe("error");
    expect(log.runs[0].invocations[0].toolExecutionNotifications[0].message.text).toContain("2 more findings");
  });

  it("is valid for every finding of real rules", () => {
    const bad = rules.flatMap((rule) => rule.examples.map(({ dockerfile: text }, index) => ({ rule, text, index })));
    const files = bad.map(({ rule, text, index }) => ({ path: `${rule.id}/${index}/Dockerfile`, text }));
    const change = { head: { sha: "a", ref: undefined }, files, problems: [], target: undefined };
    const { results } = runOf(renderSarif(evaluate(change, packPolicy("strict"), rules, "1.0.0", "2026-11-24"), rules));
    expect(results.length).toBeGreaterThan(100);
  });

  it("takes any name and any text, and makes no link of them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (path, message) => {
        const file = fileOf(path, dockerfile, [sketch({ message: `${message}[here](https://evil.example)` })]);
        const { results } = runOf(renderSarif(reportOf([file]), rules));
        expect(results[0].message.text).not.toContain("](");
        expect(() => decodeURIComponent(results[0].locations[0].physicalLocation.artifactLocation.uri)).not.toThrow();
      }),
    );
  });
});
