import { describe, expect, it } from "vitest";
import { evaluate } from "../src/evaluate.ts";
import { endOfLifeAsOf } from "../src/knowledge/end-of-life/as-of.ts";
import type { Policy } from "../src/model/policy.ts";
import { renderJson } from "../src/report/json.ts";
import { renderMarkdown } from "../src/report/summary.ts";
import { renderText } from "../src/report/text.ts";
import { rules } from "../src/rules/index.ts";
import { packPolicy } from "./support/pack-policy.ts";

const recommended = packPolicy("recommended");
const singleStage = 'FROM golang:1.26\nCOPY . .\nRUN go build -o /app .\nUSER 1000\nCMD ["/app"]\n';

function judge(files: Record<string, string>, policy: Policy = recommended, target?: string, today = "2026-11-24") {
  const change = {
    head: { sha: "abc", ref: "main" },
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    problems: [],
    target,
  };
  return evaluate(change, policy, rules, "1.2.3", today);
}

const found = (report: ReturnType<typeof judge>) =>
  report.files.flatMap(({ source, findings }) => findings.map(({ rule }) => `${source.path} ${rule}`));

describe("evaluate", () => {
  it("blocks on an error and counts by level", () => {
    const report = judge({ Dockerfile: singleStage });
    expect(found(report)).toEqual(["Dockerfile single-stage-build"]);
    expect(report.conclusion).toBe("blocked");
    expect(report.counts).toEqual({ error: 1, warning: 0, notice: 0, existing: 0, waived: 0 });
  });

  it("lists files by path whatever their order, and gives the same report again", () => {
    const files = { "b/Dockerfile": singleStage, Dockerfile: "FROM alpine\n", "a/Dockerfile": singleStage };
    const report = judge(files);
    expect(report.files.map(({ source }) => source.path)).toEqual(["Dockerfile", "a/Dockerfile", "b/Dockerfile"]);
    expect(judge(Object.fromEntries(Object.entries(files).reverse()))).toEqual(report);
  });

  it("says one thing of a file that BuildKit refuses", () => {
    expect(found(judge({ Dockerfile: `${singleStage}RUNN x\nARG NPM_TOKEN\n` }))).toEqual([
      "Dockerfile invalid-dockerfile",
    ]);
  });

  it("leaves out what the policy excludes", () => {
    const policy = { ...recommended, files: { include: ["**"], exclude: ["third_party/**"] } };
    expect(judge({ "third_party/Dockerfile": singleStage }, policy).files).toEqual([]);
  });

  it("judges the targets that the policy names", () => {
    const text = `${singleStage.replace("golang:1.26", "golang:1.26 AS api")}FROM scratch AS web\nCOPY x /x\n`;
    const targets = [{ files: ["services/**"], ships: ["api"], test: undefined }];
    const policy = { ...recommended, targets };
    expect(found(judge({ "services/Dockerfile": text }, policy))).toContain("services/Dockerfile single-stage-build");
    expect(found(judge({ Dockerfile: text }, policy))).not.toContain("Dockerfile single-stage-build");
    expect(found(judge({ Dockerfile: text }, policy, "api"))).toContain("Dockerfile single-stage-build");
  });

  it("cannot be made lighter on a refused file", () => {
    const rulesOff = new Map(
      [...recommended.rules].map(([id, setting]) => [id, { ...setting, level: "off" as const }]),
    );
    const report = judge({ Dockerfile: "RUN x\n" }, { ...recommended, rules: rulesOff });
    expect(report.conclusion).toBe("blocked");
  });

  it("keeps to the level of the policy as a ceiling", () => {
    const warnings = new Map(
      [...recommended.rules].map(([id, setting]) => [
        id,
        setting.level === "error" ? { ...setting, level: "warning" as const } : setting,
      ]),
    );
    const report = judge({ Dockerfile: singleStage }, { ...recommended, rules: warnings });
    expect(report.conclusion).toBe("passed");
    expect(report.counts.warning).toBe(1);
    expect(judge({ Dockerfile: singleStage }, { ...recommended, rules: warnings, failOn: "warning" }).conclusion).toBe(
      "blocked",
    );
  });

  it("reports a rule that breaks, and goes on with the others", () => {
    const broken = rules.map((rule) =>
      rule.id === "root-final-user"
        ? {
            ...rule,
            check: () => {
              throw new Error("oh");
            },
          }
        : rule,
    );
    const change = {
      head: { sha: undefined, ref: undefined },
      files: [{ path: "Dockerfile", text: singleStage }],
      problems: [],
      target: undefined,
    };
    const report = evaluate(change, recommended, broken, "0", "2026-11-24");
    expect(report.problems).toMatchObject([{ code: "rule-failed", incomplete: true }]);
    expect(report.conclusion).toBe("blocked");
  });
});

describe("secrets", () => {
  const token = ["ghp", "R4nd0mL00k1ngT0kenF0rTh1sTest0nly123"].join("_");

  it("stand in no part of a report, whatever quotes them", () => {
    const texts = [
      `FROM scratch\nRUN curl -H "Authorization: Bearer ${token}" https://x.example\n`,
      `FROM node:22 AS build\nCOPY . .\nRUN npm config set //x/:_authToken=${token} && npm ci\n`,
      `FROM node:22 AS build\nCOPY . .\nRUN npm ci --token=${token}\n`,
      `FROM scratch\nENV A=1 ${token}\n`,
      `FROM scratch\n${token} x\n`,
      `FROM scratch\nEXPOSE 80 # ${token}\n`,
    ];
    for (const text of texts) {
      const report = judge({ Dockerfile: text });
      expect(found(report).length, text).toBeGreaterThan(0);
      for (const shown of [renderJson(report), renderText(report, { colour: false }), renderMarkdown(report)]) {
        expect(shown.toLowerCase()).not.toContain(token.toLowerCase());
      }
    }
  });
});

describe("fingerprints", () => {
  const fingerprints = (text: string) =>
    judge({ Dockerfile: text }).files[0]?.findings.map(({ fingerprint }) => fingerprint);

  it("stay when lines move, blanks change, comments come or a stage is put in front", () => {
    const before = fingerprints("FROM alpine AS a\nCOPY x  # y\n".replace("  # y", " /x # y"));
    expect(before).toHaveLength(3);
    expect(fingerprints("# new\n\nFROM   alpine AS a\n# more\nCOPY x \\\n  /x # y\n")).toEqual(before);
    const own = fingerprints('FROM debian:13-slim\nCMD ["a"]\n');
    const behind = fingerprints(
      'FROM alpine:3.22 AS x\nRUN true\nFROM debian:13-slim\nCOPY --from=x /a /a\nCMD ["a"]\n',
    );
    expect(behind).toEqual(own);
  });

  it("tell equal findings of one file apart", () => {
    const twice = fingerprints("FROM scratch AS a\nCOPY x /x # y\nCOPY x /x # y\n");
    expect(new Set(twice).size).toBe(twice?.length);
  });
});

describe("the day of a judgement", () => {
  const ending = { Dockerfile: "FROM python:3.11-slim\nUSER 1000\n" };
  const day = (today: string, policy?: Policy) => judge(ending, policy, undefined, today);

  it("finds a base that has ended since the data was made", () => {
    expect(found(day("2027-10-31"))).not.toContain("Dockerfile end-of-life-base");
    expect(found(day("2027-11-01"))).toContain("Dockerfile end-of-life-base");
  });

  it("says once that the data is more than a year old, and what to do, without touching the conclusion", () => {
    const nextYear = `${Number(endOfLifeAsOf.slice(0, 4)) + 1}${endOfLifeAsOf.slice(4)}`;
    expect(day(nextYear).problems).toEqual([]);
    const report = day(`${nextYear}x`);
    expect(report.problems).toEqual([
      {
        code: "data-outdated",
        message: `The data of end-of-life-base is from ${endOfLifeAsOf}, more than a year ago: what has changed since is not known to it. Update Stagegate.`,
        path: undefined,
        span: undefined,
        incomplete: false,
      },
    ]);
    expect(report.conclusion).toBe("passed");
  });

  it("says nothing of data that the policy does not use", () => {
    const off = { ...recommended, rules: new Map([...recommended.rules].filter(([id]) => id !== "end-of-life-base")) };
    expect(day("2030-01-01", off).problems).toEqual([]);
  });
});
