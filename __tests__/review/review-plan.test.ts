import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChangedFile, Hunk } from "../../src/model/change.ts";
import type { FileReport } from "../../src/model/report.ts";
import { planReview, type ReviewOptions } from "../../src/review/review-plan.ts";
import { expectHarmless, hostileText } from "../report/markdown-reader.ts";
import { type FindingSketch, fileOf, reportOf } from "../report/report-builder.ts";

const rulePages = "https://github.com/stagegate/stagegate/blob/v1/docs/rules/";
const links = { server: "https://github.com", repository: "acme/shop", sha: "0123abc", rulePages };
const options: ReviewOptions = { links, judgesClean: () => true };

const text = `FROM golang:1.26 AS builder
WORKDIR /src
COPY . .
RUN go build \\
    -o /app

FROM debian:12
COPY --from=builder /app /app
CMD ["/app"]
`;

function hunk(newStart: number, newLines: number): Hunk {
  return { oldStart: newStart, oldLines: newLines, newStart, newLines };
}

function changed(
  path: string,
  hunks: readonly Hunk[] | undefined = [hunk(1, 9)],
  given: Partial<ChangedFile> = {},
): ChangedFile {
  return { path, previousPath: undefined, status: "modified", hunks, ...given };
}

function plan(findings: readonly FindingSketch[], hunks?: readonly Hunk[], given: Partial<ReviewOptions> = {}) {
  const report = reportOf([fileOf("Dockerfile", text, findings)]);
  return planReview(report, [changed("Dockerfile", hunks)], { ...options, ...given });
}

/** Where the one comment stands. */
function placeOf(at: string, hunks: readonly Hunk[]) {
  const [comment] = plan([{ at }], hunks).comments;
  return comment && [comment.subject, comment.startLine, comment.line];
}

describe("where comments stand", () => {
  it.each<[string, string, readonly Hunk[], readonly unknown[]]>([
    ["on its line", "WORKDIR", [hunk(1, 3)], ["line", undefined, 2]],
    ["on its lines", "RUN go build \\\n    -o /app", [hunk(1, 9)], ["line", 4, 5]],
    ["on the part that is in a hunk", "COPY . .\nRUN go build", [hunk(4, 3)], ["line", undefined, 4]],
    [
      "from its first line where that can be",
      "COPY . .\nRUN go build \\\n    -o /app",
      [hunk(1, 3), hunk(5, 2)],
      ["line", undefined, 3],
    ],
    ["on the larger part", text, [hunk(2, 1), hunk(4, 3)], ["line", 4, 6]],
    ["on its file where no hunk has it", "WORKDIR", [hunk(7, 3)], ["file", undefined, undefined]],
    ["on its file where the hunk only removes", "WORKDIR", [hunk(2, 0)], ["file", undefined, undefined]],
  ])("%s", (_, at, hunks, expected) => {
    expect(placeOf(at, hunks)).toEqual(expected);
  });

  it("on the file where GitHub gives no hunks, and names the lines there", () => {
    const report = reportOf([fileOf("Dockerfile", text, [{ at: "RUN go build \\\n    -o /app" }])]);
    const file = { ...changed("Dockerfile"), hunks: undefined };
    const [comment] = planReview(report, [file], options).comments;
    expect(comment).toMatchObject({ subject: "file", path: "Dockerfile", startLine: undefined, line: undefined });
    expect(comment?.body).toContain("[lines 4-5](https://github.com/acme/shop/blob/0123abc/Dockerfile#L4-L5)");
  });

  it("on the first lines of a long instruction only", () => {
    const long = `FROM a\nRUN b${" \\\n  && c".repeat(30)}\n`;
    const report = reportOf([fileOf("Dockerfile", long, [{ at: long.slice(7) }])]);
    const [comment] = planReview(report, [changed("Dockerfile", [hunk(1, 32)])], options).comments;
    expect([comment?.startLine, comment?.line]).toEqual([2, 13]);
  });

  it("leaves out what does not count, notices, and files that the pull request does not have", () => {
    const file = fileOf("Dockerfile", text, [
      { at: "FROM golang", level: "notice" },
      { at: "COPY", status: "existing" },
      { at: "RUN", status: "waived" },
      { at: "CMD", level: "error" },
    ]);
    const others = [fileOf("gone/Dockerfile", text, [{ at: "CMD" }]), fileOf("far/Dockerfile", text, [{ at: "CMD" }])];
    const { comments, elsewhere } = planReview(
      reportOf([file, ...others]),
      [changed("Dockerfile"), changed("gone/Dockerfile", [], { status: "removed" })],
      options,
    );
    expect(comments.map(({ path, line }) => [path, line])).toEqual([["Dockerfile", 9]]);
    expect(elsewhere.map(({ path, reason }) => [path, reason])).toEqual([
      ["far/Dockerfile", "outside-files"],
      ["gone/Dockerfile", "outside-files"],
      ["Dockerfile", "notice"],
    ]);
  });

  it("keeps to the most comments, errors first, and loses no finding", () => {
    const lines = Array.from({ length: 50 }, (_, index) => `RUN step-${index}`);
    const long = `FROM a\n${lines.join("\n")}\n`;
    const sketches = lines.map(
      (at, index): FindingSketch => ({ at, level: index > 25 ? "error" : "warning", fingerprint: `f${index}` }),
    );
    const report = reportOf([fileOf("a/Dockerfile", long, sketches), fileOf("b/Dockerfile", long, sketches)]);
    const { comments, elsewhere } = planReview(
      report,
      [changed("a/Dockerfile", [hunk(1, 51)]), changed("b/Dockerfile", [])],
      options,
    );
    const count = (subject: string) => comments.filter((comment) => comment.subject === subject).length;
    expect([count("line"), count("file")]).toEqual([30, 10]);
    expect(
      comments.slice(0, 24).every(({ path, finding }) => path === "a/Dockerfile" && finding.level === "error"),
    ).toBe(true);
    expect(
      comments.filter(({ path }) => path === "b/Dockerfile").every(({ finding }) => finding.level === "error"),
    ).toBe(true);
    expect(elsewhere.every(({ reason }) => reason === "no-room")).toBe(true);
    expect(comments.length + elsewhere.length).toBe(100);
  });
});

describe("several Dockerfiles in one file", () => {
  it("are told apart, and share their lines", () => {
    const fix = { title: "Use the slim one", safe: true, edits: [["debian:12", "debian:12-slim"]] as const };
    const files = [text, text.replace("golang:1.26", "golang:1.27")].map((one) =>
      fileOf("compose.yml", one, [
        { at: "FROM golang", fix: { ...fix, safe: false, edits: [["FROM golang", "FROM rust"]] } },
        { at: "FROM debian", level: "error", fix },
      ]),
    );
    const { comments } = planReview(reportOf(files), [changed("compose.yml")], options);
    expect(comments.map(({ body }) => body.match(/```suggestion|rust:\S*/)?.[0])).toEqual([
      "```suggestion",
      undefined,
      "rust:1.26",
      "rust:1.27",
    ]);
  });
});

describe("what a comment says", () => {
  it("says level, rule, message and what belongs to it", () => {
    const related = ["COPY . .", "RUN go build \\\n    -o /app"].map((at) => [at, "it is *here*"] as const);
    const [comment] = plan([
      { at: "FROM debian:12", level: "error", rule: "single-stage-build", message: "Stage 1 is `big`.", related },
    ]).comments;
    expect(comment?.body).toBe(
      [
        `**❌&nbsp;error** · [\`single-stage-build\`](${rulePages}single-stage-build.md)`,
        "",
        "Stage 1 is `big`.",
        "",
        "- [line 3](https://github.com/acme/shop/blob/0123abc/Dockerfile#L3): it is \\*here\\*",
        "- [lines 4-5](https://github.com/acme/shop/blob/0123abc/Dockerfile#L4-L5): it is \\*here\\*",
      ].join("\n"),
    );
  });

  it("names rules without a page, and counts places beyond the first five", () => {
    const related = Array.from({ length: 7 }, () => ["CMD", "here"] as const);
    const [comment] = plan([{ at: "FROM debian:12", rule: "acme/own-registry", related }]).comments;
    expect(comment?.body).toContain("· `acme/own-registry`\n");
    expect(comment?.body.match(/^- \[line 9\]/gm)).toHaveLength(5);
    expect(comment?.body).toMatch(/^- and 2 more places$/m);
  });
});

describe("suggestions", () => {
  const fixed = (edits: readonly (readonly [string, string])[], given: Partial<FindingSketch> = {}): FindingSketch => ({
    at: "FROM debian:12",
    fix: { title: "Use the slim one", safe: true, edits },
    ...given,
  });
  const slim = fixed([["debian:12", "debian:12-slim"]]);

  it("replaces exactly the lines that the comment stands on", () => {
    const [comment] = plan([fixed([["RUN go build \\\n    -o", "RUN go build -o"]])]).comments;
    expect(comment).toMatchObject({ subject: "line", startLine: 4, line: 5 });
    expect(comment?.body).toContain("**Fix:** Use the slim one\n\n```suggestion\nRUN go build -o /app\n```");
    // The finding stands elsewhere, so that it is named.
    expect(comment?.body).toContain("[line 7](");
  });

  it("deletes lines by an empty one", () => {
    const [comment] = plan([fixed([["WORKDIR /src\n", ""]], { at: "WORKDIR /src" })]).comments;
    expect(comment?.body).toContain("```suggestion\n```");
    expect(comment?.line).toBe(2);
  });

  const shown =
    "<details><summary>Fix</summary>\n\nUse the slim one\n\n```diff\n-FROM debian:12\n+FROM debian:12-slim\n```\n\n</details>";

  it("shows a fix that is not safe, does not judge clean, or does not lie in one hunk", () => {
    const bodies = [
      plan([
        fixed([["debian:12", "debian:12-slim"]], {
          fix: { title: "Use the slim one", safe: false, edits: [["debian:12", "debian:12-slim"]] },
        }),
      ]),
      plan([slim], undefined, { judgesClean: () => false }),
      plan([slim], [hunk(1, 3)]),
      plan(
        [
          fixed([
            ["golang", "x"],
            ["debian", "y"],
          ]),
        ],
        [hunk(1, 2), hunk(6, 4)],
      ),
    ].map(({ comments }) => comments[0]?.body ?? "");
    for (const body of bodies) expect(body).not.toContain("```suggestion");
    expect(bodies[0]).toContain(shown.replace("Fix</", "Possible fix, to be reviewed</"));
    expect(bodies[1]).toContain(shown);
    expect(bodies[2]).toContain(shown);
    expect(bodies[3]).toContain(
      "```diff\n-FROM golang:1.26 AS builder\n+FROM x:1.26 AS builder\n …\n-FROM debian:12\n+FROM y:12\n```",
    );
  });

  it("asks the judge only about what could be one, with file and finding", () => {
    const asked: unknown[] = [];
    const judgesClean: ReviewOptions["judgesClean"] = (file, fix, finding) => {
      asked.push([file.source.path, fix.title, finding.rule]);
      return true;
    };
    plan([slim, { at: "CMD" }], undefined, { judgesClean });
    plan([slim], [hunk(1, 3)], { judgesClean });
    expect(asked).toEqual([["Dockerfile", "Use the slim one", "root-final-user"]]);
  });

  it("gives the same lines to the first only", () => {
    const { comments } = plan([
      { ...slim, level: "warning" },
      { ...slim, level: "error", message: "Worse." },
    ]);
    expect(comments.map(({ body }) => [body.includes("Worse."), body.includes("```suggestion")])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it("shows no secret, old or new", () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const secret = `FROM a\nENV API_TOKEN=${token}\nCMD b\n`;
    const bodyOf = (sketch: FindingSketch): string => {
      const report = reportOf([
        fileOf("Dockerfile", secret, [{ rule: "secret-outside-mount", at: "API_TOKEN" }, sketch]),
      ]);
      return planReview(report, [changed("Dockerfile", [hunk(1, 3)])], options)
        .comments.map(({ body }) => body)
        .join("\n");
    };
    const old = bodyOf(fixed([["ENV API", "ENV MY"]], { at: "ENV" }));
    const made = bodyOf(fixed([["CMD b", `CMD b ${token}`]], { at: "CMD" }));
    for (const body of [old, made]) {
      expect(body).toContain("```diff");
      expect(body).not.toContain(token);
      expect(body).not.toContain("```suggestion");
    }
  });

  it("suggests no hidden character and no marker", () => {
    for (const hidden of ["\u202e", "\u200b", "<!-- stagegate -->"]) {
      const body = plan([fixed([["debian:12", `debian:12${hidden}`]])]).comments[0]?.body ?? "";
      expect(body).toContain("```diff");
      expect(body).not.toContain("```suggestion");
      expect(body).not.toContain(hidden);
    }
  });
});

describe("hostile names and text", () => {
  const sketch = fc.record({
    at: fc.constantFrom("FROM", "RUN", "debian"),
    message: hostileText,
    rule: hostileText,
    note: hostileText,
    title: hostileText,
    before: hostileText,
    after: hostileText,
    safe: fc.boolean(),
    reason: hostileText,
  });

  it("inject nothing into a comment", () => {
    fc.assert(
      fc.property(hostileText, sketch, fc.boolean(), (path, given, hasHunk) => {
        const line = `RUN ${given.before.replace(/\n/g, " ")}`;
        const source = `FROM debian:12\n${line}\nCMD b\n`;
        const finding: FindingSketch = {
          at: given.at,
          rule: given.rule,
          message: given.message,
          waiver: {
            reason: given.reason,
            expires: "2027-03-31",
            pending: true,
            place: { kind: "comment", path: "Dockerfile", line: 1 },
          },
          related: [["CMD", given.note]],
          fix: { title: given.title, safe: given.safe, edits: [[line, `RUN ${given.after}`]] },
        };
        const file: FileReport = fileOf(path, source, [finding]);
        const { comments } = planReview(reportOf([file]), [changed(path, hasHunk ? [hunk(1, 3)] : [])], options);
        expect(comments).toHaveLength(1);
        const body = comments[0]?.body ?? "";
        const read = expectHarmless(body, ["https://github.com/acme/shop/blob/0123abc/", rulePages]);
        expect(read.headings).toEqual([]);
        expect(read.rows).toEqual([]);
        expect(read.blocks.length).toBeLessThanOrEqual(1);
        expect(read.blocks.filter(({ language }) => language !== "suggestion" && language !== "diff")).toEqual([]);
        expect(body.length).toBeLessThan(65_000);
      }),
      { numRuns: 150 },
    );
  });
});
