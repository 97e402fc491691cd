import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown, renderSummary } from "../../src/report/summary.ts";
import { type FindingSketch, fileOf, problemOf, reportOf } from "./report-builder.ts";

const text = `FROM golang:1.21 AS builder
RUN go build -o /app

FROM debian:12 AS app
COPY --from=builder /app /app
`;
const links = { server: "https://github.com", repository: "acme/shop", sha: "0123abc" };

describe("renderSummary", () => {
  it("tells verdict, findings, problems, stages, and what does not count", () => {
    const findings: FindingSketch[] = [
      {
        at: "FROM debian:12 AS app\nCOPY --from=builder /app /app",
        message: "Stage app runs as root. Write `USER 65532`.",
        stage: 1,
      },
      {
        rule: "untrusted-registry",
        level: "error",
        at: "golang:1.21",
        message: "golang:1.21 is not from ghcr.io.",
        stage: 0,
      },
      { rule: "floating-base-tag", status: "waived", at: "debian:12", message: "Pin it." },
      { rule: "unreachable-stage", level: "notice", status: "existing", at: "RUN", message: "Nobody needs it." },
    ];
    const file = fileOf("services/api (old)/Dockerfile", text, findings, { ships: ["app"] });
    const plain = fileOf("Dockerfile", "FROM scratch\n");
    const problems = [
      problemOf({ code: "permission-missing", message: "Comments need `pull-requests: write`.", incomplete: false }),
    ];
    const { markdown, omitted } = renderSummary(reportOf([plain, file], { problems }), { links });
    expect(omitted).toBe(0);
    expect(markdown).toMatchInlineSnapshot(`
      "## ❌ Stagegate: blocked

      1 error, 1 warning in 1 of 2 files · 1 existing, 1 waived · 1 problem

      ### Findings

      | Level | Place | What is wrong |
      |---|---|---|
      | ❌&nbsp;error | [services/api \\(old\\)/Dockerfile:1](https://github.com/acme/shop/blob/0123abc/services/api%20%28old%29/Dockerfile#L1) | \`untrusted-registry\`: golang:1.21 is not from ghcr.io. |
      | ⚠️&nbsp;warning | [services/api \\(old\\)/Dockerfile:4](https://github.com/acme/shop/blob/0123abc/services/api%20%28old%29/Dockerfile#L4-L5) | \`root-final-user\`: Stage app runs as root. Write \`USER 65532\`. |

      ### Problems

      - Comments need \`pull-requests: write\`. (permission-missing)

      ### Stages

      A stage with a double border ships; a dashed one is built for tests or for itself, or is needed by nothing.

      #### services/api \\(old\\)/Dockerfile

      \`\`\`mermaid
      flowchart LR
        b0(["golang:1.21"]):::base
        b1(["debian:12"]):::base
        s0["builder · contributes · 1 error"]:::contributes
        s1[["app · ships · 1 warning"]]:::ships
        b0 ==>|from| s0
        b1 ==>|from| s1
        s0 -->|copy| s1
        classDef ships stroke-width:3px
        classDef contributes stroke-width:1px
        classDef base stroke-width:1px,opacity:0.8
      \`\`\`

      <details><summary>2 findings that do not count: existing or waived</summary>

      | Status | Level | Place | What is wrong |
      |---|---|---|---|
      | waived | ⚠️&nbsp;warning | [services/api \\(old\\)/Dockerfile:4](https://github.com/acme/shop/blob/0123abc/services/api%20%28old%29/Dockerfile#L4) | \`floating-base-tag\`: Pin it. |
      | existing | ℹ️&nbsp;notice | [services/api \\(old\\)/Dockerfile:2](https://github.com/acme/shop/blob/0123abc/services/api%20%28old%29/Dockerfile#L2) | \`unreachable-stage\`: Nobody needs it. |

      </details>

      Policy \`recommended\` · commit \`0123456789ab\` · Stagegate \`1.0.0\`
      "
    `);
  });

  it("sets what is new against what was there", () => {
    const findings: FindingSketch[] = [
      { at: "RUN", level: "error", rule: "single-stage-build", message: "It ships." },
      { at: "debian:12", status: "existing" },
      { at: "golang", status: "existing", level: "notice" },
      { at: "COPY", status: "waived" },
    ];
    const base = { sha: "fedcba9876543210", fixed: 2 };
    const rulePages = "https://github.com/stagegate/stagegate/blob/v1/docs/rules/";
    const { markdown } = renderSummary(reportOf([fileOf("Dockerfile", text, findings)], { base }), {
      links: { ...links, rulePages },
    });
    expect(markdown).toContain(
      [
        "1 error in 1 file · 2 existing, 1 waived · 2 fixed",
        "",
        "| | Errors | Warnings | Notices |",
        "|---|---:|---:|---:|",
        "| New | 1 | 0 | 0 |",
        "| Existing | 0 | 1 | 1 |",
        "| Waived | 0 | 1 | 0 |",
        "",
        "### New findings",
        "",
      ].join("\n"),
    );
    expect(markdown).toContain(`| [\`single-stage-build\`](${rulePages}single-stage-build.md): It ships. |`);
    expect(markdown).toContain("commit `0123456789ab` · compared with `fedcba987654` ·");
  });

  it("is short when all is well", () => {
    const { markdown } = renderSummary(reportOf([fileOf("Dockerfile", "FROM scratch\n")]));
    expect(markdown).toBe(
      "## ✅ Stagegate: passed\n\n1 Dockerfile, no findings\n\n" +
        "Policy `recommended` · commit `0123456789ab` · Stagegate `1.0.0`\n",
    );
  });

  it("puts what is missing first when the run is incomplete", () => {
    const file = fileOf("Dockerfile", text, [{ at: "debian:12" }]);
    const problems = [
      problemOf({ path: "big/Dockerfile", message: "It is larger than 1 MiB.", code: "file-too-large" }),
    ];
    const { markdown } = renderSummary(reportOf([file], { problems }));
    expect(
      markdown.startsWith("## ⭕ Stagegate: incomplete\n\n1 warning in 1 file · 1 problem\n\n### Problems\n\n"),
    ).toBe(true);
    expect(markdown).toContain("- big/Dockerfile: It is larger than 1 MiB. (file-too-large)\n\n### Findings\n");
  });

  it("draws files with findings first, and says how many it does not draw", () => {
    const clean = Array.from({ length: 12 }, (_, index) =>
      fileOf(`a${String(index).padStart(2, "0")}/Dockerfile`, text),
    );
    const bad = fileOf("z/Dockerfile", text, [{ at: "debian:12" }]);
    const { markdown } = renderSummary(reportOf([...clean, bad]));
    expect(markdown.match(/^#### .*/gm)).toEqual([
      "#### z/Dockerfile",
      ...[0, 1, 2, 3, 4, 5, 6].map((index) => `#### a0${index}/Dockerfile`),
    ]);
    expect(markdown).toContain("\nThe stages of 5 more files are not drawn.\n");
  });

  it("does not draw what nobody could read", () => {
    const stages = Array.from({ length: 80 }, (_, index) => `FROM alpine AS s${index}\n`).join("");
    const { markdown } = renderSummary(reportOf([fileOf("Dockerfile", stages)]));
    expect(markdown).toContain("#### Dockerfile\n\n80 stages are too many to draw.\n");
  });

  it("counts and says what the limit leaves out", () => {
    const findings = Array.from(
      { length: 400 },
      (_, index): FindingSketch => ({ at: "debian:12", message: `Finding ${index}.` }),
    );
    const report = reportOf([fileOf("Dockerfile", text, findings)]);
    const { markdown, omitted } = renderSummary(report, { limit: 20_000 });
    const rows = markdown.match(/^\| ⚠️&nbsp;warning \|/gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(100);
    expect(rows + omitted).toBe(400);
    expect(markdown).toContain(`**${omitted} more** do not fit here; the JSON report lists everything.`);
    expect(markdown).toContain("400 warnings in 1 file");
    expect(renderMarkdown(report).match(/^\| ⚠️&nbsp;warning \|/gm)).toHaveLength(400);
  });

  it("stays below the limit and loses no count, whatever is in the report", () => {
    const sketch = fc.record({
      at: fc.constantFrom("debian:12", "RUN", "golang"),
      level: fc.constantFrom("error", "warning", "notice"),
      status: fc.constantFrom("open", "existing", "waived"),
      message: fc.string({ unit: "binary", maxLength: 600 }),
      rule: fc.string({ unit: "binary", maxLength: 30 }),
    });
    const path = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
    const files = fc.array(fc.record({ path, sketches: fc.array(sketch, { maxLength: 20 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(files, fc.integer({ min: 3000, max: 12_000 }), fc.boolean(), (list, limit, linked) => {
        const report = reportOf(list.map((file) => fileOf(file.path, text, file.sketches)));
        const { markdown, omitted } = renderSummary(report, { limit, ...(linked ? { links } : {}) });
        expect(new TextEncoder().encode(markdown).length).toBeLessThanOrEqual(limit);
        const rows = markdown
          .split("\n")
          .filter((line) => /^\| (?:(?:existing|waived) \| )?(?:❌|⚠️|ℹ️)&nbsp;(?:error|warning|notice) \|/.test(line));
        const total = report.files.reduce((sum, file) => sum + file.findings.length, 0);
        expect(rows.length + omitted).toBe(total);
        expect((markdown.match(/<details>/g) ?? []).length).toBe((markdown.match(/<\/details>/g) ?? []).length);
      }),
    );
  });

  it("encodes paths in links and lets none out of its cell", () => {
    const file = fileOf("a b/(x)|`@me`\n[y]#1\ud800/Dockerfile", text, [{ at: "RUN", message: "m" }]);
    const row = renderSummary(reportOf([file]), { links })
      .markdown.split("\n")
      .find((line) => line.startsWith("| ⚠️&nbsp;warning"));
    expect(row).toBe(
      "| ⚠️&nbsp;warning | [a b/\\(x\\)&#124;&#96;`@me`&#96; \\[y\\]`#1<U+D800>/Dockerfile:2`](https://github.com/acme/shop/blob/0123abc/" +
        "a%20b/%28x%29%7C%60%40me%60%0A%5By%5D%231%EF%BF%BD/Dockerfile#L2) | `root-final-user`: m |",
    );
  });
});
