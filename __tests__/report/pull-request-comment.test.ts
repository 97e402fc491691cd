import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PullRequestFacts, renderPullRequestComment } from "../../src/report/pull-request-comment.ts";
import { expectHarmless, hostileText, readMarkdown } from "./markdown-reader.ts";
import { type FindingSketch, fileOf, problemOf, reportOf } from "./report-builder.ts";

const place = { kind: "comment", path: "Dockerfile", line: 1 } as const;
const text = `FROM golang:1.21 AS builder
RUN go build -o /app

FROM debian:12 AS app
COPY --from=builder /app /app
`;
const pages = "https://github.com/stagegate/stagegate/blob/v1/docs/rules/";
const links = { server: "https://github.com", repository: "acme/shop", sha: "0123abc", rulePages: pages };
const runUrl = "https://github.com/acme/shop/actions/runs/7";
const facts: PullRequestFacts = { commented: new Set(), time: "24 November 2026, 17:00 UTC", runUrl, remarks: [] };
const base = { sha: "fedcba9876543210", fixed: 0 };

const findings: FindingSketch[] = [
  {
    at: "FROM debian:12 AS app",
    message: "Stage app runs as root. Write `USER 65532`.",
    stage: 1,
    fingerprint: "root",
  },
  {
    rule: "untrusted-registry",
    level: "error",
    at: "golang:1.21",
    message: "golang:1.21 is not from `a. b`. Use ghcr.io.",
    stage: 0,
    fingerprint: "registry",
  },
  {
    rule: "floating-base-tag",
    status: "waived",
    at: "debian:12",
    message: "Pin it.",
    waiver: {
      reason: "needs | 12",
      expires: "2027-03-31",
      pending: false,
      place,
    },
  },
  { rule: "unreachable-stage", level: "notice", status: "existing", at: "RUN", message: "Nobody needs it." },
];

describe("renderPullRequestComment", () => {
  it("tells verdict and new findings, and folds the rest", () => {
    const file = fileOf("services/api/Dockerfile", text, findings, { ships: ["app"] });
    const problems = [
      problemOf({ code: "permission-missing", message: "Comments need `pull-requests: write`.", incomplete: false }),
    ];
    const report = reportOf([fileOf("Dockerfile", "FROM scratch\n"), file], { problems, base: { ...base, fixed: 2 } });
    const comment = renderPullRequestComment(
      report,
      { ...facts, commented: new Set(["registry"]), remarks: ["A fork's token can write no comments."] },
      { links },
    );
    expect(comment).toMatchInlineSnapshot(`
      "### ❌ Stagegate: blocked

      1 error, 1 warning in 1 of 2 files · 1 existing, 1 waived · 2 fixed · 1 problem · 💬 1 commented

      #### [services/api/Dockerfile](https://github.com/acme/shop/blob/0123abc/services/api/Dockerfile) · 1 error, 1 warning

      | Level | Line | What is wrong |
      |---|---:|---|
      | ❌&nbsp;error | [1](https://github.com/acme/shop/blob/0123abc/services/api/Dockerfile#L1)&nbsp;💬 | [\`untrusted-registry\`](https://github.com/stagegate/stagegate/blob/v1/docs/rules/untrusted-registry.md): golang:1.21 is not from \`a. b\`. |
      | ⚠️&nbsp;warning | [4](https://github.com/acme/shop/blob/0123abc/services/api/Dockerfile#L4) | [\`root-final-user\`](https://github.com/stagegate/stagegate/blob/v1/docs/rules/root-final-user.md): Stage app runs as root. Write \`USER 65532\`. |

      #### Problems

      - Comments need \`pull-requests: write\`. (permission-missing)

      A fork's token can write no comments.

      <details><summary>Stage graph</summary>

      A stage with a double border ships; a dashed one is built for tests or for itself, or is needed by nothing.

      #### services/api/Dockerfile

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

      </details>

      <details><summary>Not counted: 1 existing, 1 waived</summary>

      | Status | Level | Place | Rule |
      |---|---|---|---|
      | waived until 2027-03-31 | ⚠️&nbsp;warning | [services/api/Dockerfile:4](https://github.com/acme/shop/blob/0123abc/services/api/Dockerfile#L4) | [\`floating-base-tag\`](https://github.com/stagegate/stagegate/blob/v1/docs/rules/floating-base-tag.md) Reason: needs &#124; 12 |
      | existing | ℹ️&nbsp;notice | [services/api/Dockerfile:2](https://github.com/acme/shop/blob/0123abc/services/api/Dockerfile#L2) | [\`unreachable-stage\`](https://github.com/stagegate/stagegate/blob/v1/docs/rules/unreachable-stage.md) |

      </details>

      <sub>Policy \`recommended\` · commit \`0123456789ab\` · compared with \`fedcba987654\` · Stagegate \`1.0.0\` · [24 November 2026, 17:00 UTC](https://github.com/acme/shop/actions/runs/7)</sub>"
    `);
  });

  it("is two lines when all is well, and says what was fixed", () => {
    const report = reportOf([fileOf("Dockerfile", "FROM scratch\n")], { base: { ...base, fixed: 3 } });
    expect(renderPullRequestComment(report, { ...facts, time: undefined })).toBe(
      [
        "### ✅ Stagegate: passed",
        "",
        "1 Dockerfile, no findings · 3 fixed",
        "",
        "<sub>Policy `recommended` · commit `0123456789ab` · compared with `fedcba987654` · Stagegate `1.0.0`</sub>",
      ].join("\n"),
    );
  });

  it("marks no line when every finding has a comment", () => {
    const report = reportOf([fileOf("Dockerfile", text, findings.slice(0, 2))]);
    const comment = renderPullRequestComment(report, { ...facts, commented: new Set(["root", "registry"]) });
    expect(comment).toContain("1 error, 1 warning in 1 file · 💬 all commented");
    expect(comment.match(/💬/g)).toHaveLength(1);
    expect(comment).toContain("`root-final-user`: Stage app runs as root. |");
  });

  it("puts files with errors first, and folds those behind the first rows", () => {
    const many = Array.from({ length: 14 }, (_, index) => fileOf(`a${index}/Dockerfile`, text, findings.slice(0, 1)));
    const report = reportOf([...many, fileOf("z/Dockerfile", text, findings.slice(1, 2))]);
    const comment = renderPullRequestComment(report, facts);
    const order = readMarkdown(comment).headings.filter((heading) => heading.includes(" · "));
    expect(order[0]).toBe("z/Dockerfile · 1 error");
    expect(order[1]).toBe("a0/Dockerfile · 1 warning");
    expect(comment).toContain("<details><summary>2 more files</summary>\n\n#### a8/Dockerfile");
  });

  it("says that a waiver does not count yet", () => {
    const waiver = {
      reason: "until the <proxy> moves",
      expires: "2027-03-31",
      pending: true,
      place,
    };
    const comment = renderPullRequestComment(reportOf([fileOf("Dockerfile", text, [{ at: "RUN", waiver }])]), facts);
    expect(comment).toContain(
      "Stage app runs as root. Its waiver until 2027-03-31 waits for an approving review: until the &lt;proxy&gt; moves |",
    );
  });

  it("draws files with findings and several stages only", () => {
    const clean = fileOf("clean/Dockerfile", text);
    const single = fileOf("single/Dockerfile", "FROM a\n", [{ at: "FROM" }]);
    expect(renderPullRequestComment(reportOf([clean, single]), facts)).not.toContain("mermaid");
    expect(renderPullRequestComment(reportOf([fileOf("Dockerfile", text, findings)]), facts)).toContain("```mermaid");
  });

  it("counts what does not fit, and links to where it is", () => {
    const sketches = Array.from({ length: 900 }, (): FindingSketch => ({ at: "RUN", message: "Long. ".repeat(30) }));
    const existing = Array.from({ length: 900 }, (): FindingSketch => ({ at: "RUN", status: "existing" }));
    const report = reportOf([fileOf("Dockerfile", text, [...sketches, ...existing])]);
    const comment = renderPullRequestComment(report, facts, { links });
    expect(comment.length).toBeLessThanOrEqual(64_500);
    const shown = (comment.match(/^\| ⚠️&nbsp;warning/gm) ?? []).length;
    expect(shown).toBeGreaterThan(100);
    expect(comment).toContain(`**${900 - shown} more** do not fit here; [the job summary](${runUrl}) has everything.`);
    expect(comment).toContain("**900 more** do not fit here");
    expect(comment).toContain("<summary>Not counted: 900 existing</summary>");
  });

  it("links only to web addresses", () => {
    const odd = { ...facts, runUrl: "javascript:alert(1)", remarks: [] };
    expect(readMarkdown(renderPullRequestComment(reportOf([]), odd)).links).toEqual([]);
    const spaced = { ...facts, runUrl: "https://github.com/a b/(c)" };
    expect(readMarkdown(renderPullRequestComment(reportOf([]), spaced)).links).toEqual([
      "https://github.com/a%20b/%28c%29",
    ]);
  });

  it("lets no hostile name or text act, stays below the limit, and loses no count", () => {
    const sketch = fc.record({
      at: fc.constantFrom("debian:12", "RUN", "golang"),
      level: fc.constantFrom("error", "warning", "notice"),
      status: fc.constantFrom("open", "existing", "waived"),
      message: hostileText,
      rule: hostileText,
      fingerprint: fc.constantFrom("a", "b"),
      waiver: fc.record({
        reason: hostileText,
        expires: fc.constant("2027-03-31"),
        pending: fc.boolean(),
        place: fc.record({ kind: fc.constantFrom("comment", "policy"), path: hostileText, line: fc.nat() }),
      }),
    });
    const file = fc.record({ path: hostileText, stage: hostileText, sketches: fc.array(sketch, { maxLength: 5 }) });
    fc.assert(
      fc.property(
        fc.array(file, { maxLength: 4 }),
        fc.array(hostileText, { maxLength: 3 }),
        hostileText,
        fc.integer({ min: 6000, max: 20_000 }),
        (files, notes, source, limit) => {
          const distinct = [...new Map(files.map((one) => [one.path, one])).values()];
          const report = reportOf(
            distinct.map(({ path, stage, sketches }) =>
              fileOf(path, `${text}FROM scratch AS ${stage.replace(/\s/g, "")}\nFROM ${stage}\n`, sketches),
            ),
            {
              base,
              policy: { source, digest: "sha256:0" },
              problems: notes.map((message) => problemOf({ message, path: message })),
            },
          );
          const all = { ...facts, commented: new Set(["a"]), remarks: notes };
          const comment = renderPullRequestComment(report, all, { links, limit });
          expect(comment.length).toBeLessThanOrEqual(limit);
          const blob = "https://github.com/acme/shop/";
          const read = expectHarmless(comment, [blob, pages]);
          expect(read.headings[0]).toContain("Stagegate: ");
          expect(read.blocks.every(({ language }) => language === "mermaid")).toBe(true);
          expect(read.rows.every((cells) => cells === 3 || cells === 4)).toBe(true);
          const rows = comment.match(/^\| (?:(?:existing|waived until 2027-03-31) \| )?(?:❌|⚠️|ℹ️)&nbsp;/gm) ?? [];
          const cut = [...comment.matchAll(/\*\*(\d+) more\*\* (?:do|does) not fit/g)].map((match) => Number(match[1]));
          const total = report.files.reduce((sum, one) => sum + one.findings.length, report.problems.length);
          const problems = (comment.match(/\(file-unreadable\)$/gm) ?? []).length;
          expect(rows.length + problems + cut.reduce((sum, count) => sum + count, 0)).toBe(total);
        },
      ),
      { numRuns: 150 },
    );
  });
});
