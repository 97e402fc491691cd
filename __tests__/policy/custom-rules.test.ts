import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import type { Policy } from "../../src/model/policy.ts";
import { compileRule, isCompiled } from "../../src/policy/expressions/compile-rule.ts";
import { runCustomRules } from "../../src/policy/expressions/run-custom-rules.ts";
import { PolicyError } from "../../src/policy/policy-error.ts";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { rules } from "../../src/rules/index.ts";
import { graphOf } from "../report/report-builder.ts";

interface RuleText {
  readonly each?: string;
  readonly when?: string;
  readonly assert: string;
  readonly message?: string;
}

function policyOf({ each = "stage", when, assert, message = "no" }: RuleText): Policy {
  const entries = { id: "acme/rule", level: "error", each, ...(when === undefined ? {} : { when }), assert, message };
  const lines = Object.entries(entries).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}\n`);
  const text = `version: 1\nextends: []\ncustom:\n  -\n${lines.join("")}`;
  return resolvePolicy({ source: "p.yml", path: "p.yml", text }, rules, new Map());
}

function judge(text: string, rule: RuleText) {
  const change = {
    head: { sha: undefined, ref: undefined },
    files: [{ path: "services/api/Dockerfile", text }],
    problems: [],
    target: undefined,
  };
  return evaluate(change, policyOf(rule), rules, "1.2.3", "2026-11-24");
}

const told = (report: ReturnType<typeof judge>) =>
  report.files.flatMap(({ findings }) => findings.map(({ span, message }) => `${span.start.line}: ${message}`));

const dockerfile = `# syntax=docker/dockerfile:1
FROM golang:1.26-alpine AS build
RUN --mount=type=cache,target=/root/.cache apk add --no-cache git && go build -o /out/api ./cmd/api
FROM ghcr.io/acme/runtime:v2.3 AS api
LABEL org.opencontainers.image.source="https://acme.example"
COPY --from=build --chown=app /out/api /api
USER app
ENTRYPOINT ["/api", "serve"]
FROM api AS worker
CMD ["work"]
`;

describe("custom rules", () => {
  it("hold for each stage, with names of the file in the message", () => {
    const report = judge(dockerfile, {
      when: "stage.ships",
      assert: 'stage.base.registry == "docker.io"',
      message: "{stage.name} must come from our registry, not {stage.base.registry}.",
    });
    expect(told(report)).toEqual(["9: worker must come from our registry, not ghcr.io."]);
    expect(report.conclusion).toBe("blocked");
    expect(report.files[0]?.findings[0]).toMatchObject({ rule: "acme/rule", level: "error", stage: 2 });
  });

  it.each<[string, string, string, string]>([
    ["the file", "dockerfile", 'file.path.startsWith("services/") && size(file.stages) == 3', ""],
    ["the frontend", "dockerfile", 'file.frontend == "docker/dockerfile:1"', ""],
    ["edges", "dockerfile", 'file.edges.exists(e, e.stage == "api" && e.source == "build" && e.via == "copy")', ""],
    ["stages by name", "dockerfile", 'file.stages.map(s, s.name) == ["build", "api", "worker"]', ""],
    ["roles", "dockerfile", 'file.stages.map(s, s.role) == ["contributes", "contributes", "ships"]', ""],
    ["a base", "stage", 'stage.base.repository == "library/golang" && stage.base.tag == "1.26-alpine"', "build"],
    ["a base that is a stage", "stage", 'stage.base.kind == "stage" && stage.base.stage == "api"', "worker"],
    ["what is at the root of it", "stage", 'stage.base.reference == "ghcr.io/acme/runtime:v2.3"', "worker"],
    ["the state at its end", "stage", 'stage.user == "app" && stage.entrypoint == ["/api", "serve"]', "worker"],
    ["packages", "stage", 'stage.packages == ["git"]', "build"],
    ["labels", "stage", '"org.opencontainers.image.source" in stage.labels', "api"],
    [
      "versions",
      "stage",
      'semver(stage.base.tag) >= semver("1.25.9") && semver(stage.base.tag) < semver("1.27")',
      "build",
    ],
    ["what is no version", "stage", '!isSemver("latest") && isSemver("v1.2.3-rc1")', "api"],
    [
      "globs",
      "stage",
      'glob(stage.base.reference, "ghcr.io/acme/*") && !glob(stage.base.reference, "docker.io/**")',
      "api",
    ],
    [
      "image references",
      "stage",
      'image("alpine").reference == "docker.io/library/alpine:latest" && !isImage("A b")',
      "api",
    ],
    [
      "commands",
      "stage",
      'stage.instructions.exists(i, i.commands.exists(c, c.name == "go" && "build" in c.arguments))',
      "build",
    ],
    ["mounts", "stage", 'stage.instructions.exists(i, i.mounts.exists(m, m.type == "cache"))', "build"],
    [
      "copies",
      "stage",
      'stage.instructions.exists(i, i.from == "build" && i.sources == ["/out/api"] && i.flags["chown"] == "app")',
      "api",
    ],
  ])("know %s", (_name, each, assert, stage) => {
    const when = each === "dockerfile" ? "true" : `stage.name == "${stage}"`;
    const report = judge(dockerfile, { each, when, assert });
    expect([told(report), report.problems]).toEqual([[], []]);
    expect(told(judge(dockerfile, { each, when, assert: `!(${assert})` }))).toHaveLength(1);
  });

  it("look at each instruction, FROM included, where it stands", () => {
    const rule = { each: "instruction", when: 'instruction.keyword == "FROM"', assert: 'stage.name == "api"' };
    expect(told(judge(dockerfile, { ...rule, message: "{instruction.text}" }))).toEqual([
      "2: FROM golang:1.26-alpine AS build",
      "9: FROM api AS worker",
    ]);
  });

  it("can be waived, and are known again when lines move", () => {
    const rule = { assert: 'stage.base.kind == "scratch"' };
    const waiver = "# stagegate: waive acme/rule until 2027-01-01 -- later\n";
    expect(judge(`${waiver}FROM alpine\n`, rule).counts).toMatchObject({ error: 0, waived: 1 });
    const print = (text: string) => judge(text, rule).files[0]?.findings[0]?.fingerprint;
    expect(print("\n\nFROM alpine\n")).toBe(print("FROM alpine\n"));
  });

  it("that fail leave the run incomplete, and say why and where", () => {
    const report = judge("FROM alpine:edge\n", { assert: 'semver(stage.base.tag) >= semver("3")' });
    expect(report).toMatchObject({ conclusion: "incomplete", counts: { error: 0 } });
    expect(report.problems).toMatchObject([
      {
        code: "rule-failed",
        message: 'The rule acme/rule of the policy could not judge this: "edge" is no version; ask isSemver() first.',
        span: { start: { line: 1 } },
      },
    ]);
  });

  it("show a long value cut, and lists as lists", () => {
    const long = `FROM alpine\nENTRYPOINT ["${"x".repeat(500)}", "b"]\n`;
    const [message = ""] = told(
      judge(long, { assert: "false", message: "{{{size(stage.entrypoint)}}}: {stage.entrypoint}" }),
    );
    expect(message).toMatch(/^1: \{2\}: x{199}…, b$/);
  });
});

function mistakes(rule: RuleText): string[] {
  try {
    policyOf(rule);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.mistakes.map(({ line }) => line);
  }
}

describe("mistakes in custom rules", () => {
  it.each<[string, RuleText, string]>([
    [
      "a misspelt field",
      { assert: 'stage.bas.registry == "x"' },
      "p.yml:8:20: `custom[0].assert` cannot be used: there is no field `bas`. Did you mean `base`?",
    ],
    [
      "an unknown name",
      { assert: "stge.ships" },
      "p.yml:8:13: `custom[0].assert` cannot be used: nothing is called `stge` here. Did you mean `stage`?",
    ],
    [
      "a name of another `each`",
      { each: "dockerfile", assert: "stage.ships" },
      "`stage` is not known here, only with `each: stage` and `each: instruction`",
    ],
    ["types that do not fit", { assert: 'stage.index == "a"' }, "no such overload: int == string"],
    ["what is not true or false", { assert: "stage.name" }, "must be true or false; this is of type string"],
    [
      "a condition that is not",
      { when: "1", assert: "true" },
      "`custom[0].when` cannot be used: must be true or false",
    ],
    [
      "no end",
      { assert: "stage.ships &&" },
      "p.yml:8:28: `custom[0].assert` cannot be used: the expression ends too early",
    ],
    [
      "a regular expression",
      { assert: 'stage.name.matches("^(a+)+$")' },
      "`matches` is not available: a regular expression can take forever",
    ],
    ["a list from a text", { assert: 'size(stage.name.split("")) > 0' }, "`split` is not available here"],
    [
      "too much",
      { assert: `[${"1,".repeat(60)}1].all(a, [${"1,".repeat(60)}1].all(b, [${"1,".repeat(60)}1].all(c, a < b + c)))` },
      "does too much work",
    ],
    [
      "a message with a mistake",
      { assert: "true", message: "use {stage.nam}" },
      "p.yml:9:26: `custom[0].message` cannot be used: there is no field `nam`. Did you mean `name`?",
    ],
    ["a message without an end", { assert: "true", message: "use {stage.name" }, "a `{` without its `}`"],
    ["a message that shows a stage", { assert: "true", message: "use {stage}" }, "this is of type Stage"],
  ])("tell %s at its place", (_name, rule, expected) => {
    const told = mistakes(rule);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(expected);
  });
});

describe("hostile expressions", () => {
  it("end: ten thousand of them are refused, fail, or are judged, and nothing else is thrown", () => {
    const leaf = fc.constantFrom(
      ...[
        "stage.name",
        "stage.instructions",
        "file.stages",
        "stage.base.tag",
        '"x"',
        "1",
        "[1, 2]",
        "true",
        "file",
        "x",
        "y",
      ],
      ...[
        "instruction.text",
        "constructor",
        "__proto__",
        "stage.labels",
        "stage.entrypoint",
        "{}",
        "null",
        '"\\u0000"',
      ],
    );
    const expression = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        leaf,
        fc
          .tuple(tie("node"), fc.constantFrom("all", "exists", "filter", "map"), tie("node"))
          .map(([a, macro, b]) => `${a}.${macro}(x, ${b})`),
        fc
          .tuple(tie("node"), fc.constantFrom("+", "==", "&&", "<", "in", "*", "?"), tie("node"))
          .map(([a, op, b]) => (op === "?" ? `(${a} ? ${b} : ${a})` : `(${a} ${op} ${b})`)),
        fc
          .tuple(
            fc.constantFrom("size", "string", "glob", "semver", "image", "int", "matches", "dyn"),
            tie("node"),
            tie("node"),
          )
          .map(([name, a, b]) => `${name}(${a}${name === "glob" ? `, ${b}` : ""})`),
        fc
          .tuple(tie("node"), fc.constantFrom("base", "name", "text", "commands", "constructor"))
          .map(([a, field]) => `${a}.${field}`),
        fc.tuple(tie("node"), tie("node")).map(([a, b]) => `${a}[${b}]`),
      ),
    })).node;
    const wide = graphOf(`FROM alpine\n${"RUN a b c && d e f\n".repeat(20)}`);
    fc.assert(
      fc.property(fc.oneof({ weight: 4, arbitrary: expression }, { weight: 1, arbitrary: fc.string() }), (assert) => {
        const text = { id: "acme/rule", level: "error", each: "instruction", assert, message: "no" } as const;
        const compiled = compileRule(text);
        if (!isCompiled(compiled)) {
          expect(compiled.length).toBeGreaterThan(0);
          return;
        }
        const { drafts, failures } = runCustomRules(wide, [compiled]);
        expect(drafts.length).toBeLessThanOrEqual(21);
        expect(failures.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 10_000 },
    );
  });

  it("stop where lists of the file would be walked in one another", () => {
    const rule = {
      assert:
        "stage.instructions.all(a, stage.instructions.all(b, stage.instructions.all(c, a.text + b.text != c.text)))",
    };
    const report = judge(`FROM alpine\n${"RUN true\n".repeat(1000)}`, rule);
    expect(report.problems[0]?.message).toContain("take too much work on this file");
    expect(report.conclusion).toBe("incomplete");
  });
});
