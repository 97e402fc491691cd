/**
 * Draws docs/pictures/review-comment.png: `npm run pictures`. The comments are what a pull request that adds the Dockerfile of an
 * example gets, word for word; the frame around them is drawn here. Needs Chromium, by CHROMIUM or /usr/bin/chromium.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import MarkdownIt from "markdown-it";
import { chromium } from "playwright-core";
import { evaluate } from "../src/evaluate.ts";
import { resolvePolicy } from "../src/policy/resolve-policy.ts";
import { type PlannedComment, planReview } from "../src/review/review-plan.ts";
import { rules } from "../src/rules/index.ts";

const root = join(import.meta.dirname, "..");
const path = "Dockerfile";
const text = readFileSync(join(root, "examples/nextjs/bad/Dockerfile"), "utf8");
const shownRules = ["secret-outside-mount", "mistaken-inline-comment"];
const lines = text.trimEnd().split("\n");
const markdown = new MarkdownIt({ html: true, linkify: false });

const pack = {
  source: "recommended",
  path: "policies/recommended.yml",
  text: readFileSync(join(root, "policies/recommended.yml"), "utf8"),
};
const policy = resolvePolicy(pack, rules, new Map([["recommended", pack.text]]));
const hunk = { oldStart: 0, oldLines: 0, newStart: 1, newLines: lines.length };
const changed = [{ path, previousPath: undefined, status: "added" as const, hunks: [hunk] }];
const change = {
  head: { sha: "0".repeat(40), ref: undefined },
  files: [{ path, text }],
  base: { sha: "1".repeat(40), files: [], changed },
  problems: [],
  target: undefined,
};
const report = evaluate(change, policy, rules, "", new Date().toISOString().slice(0, 10));
const links = {
  server: "https://github.com",
  repository: "stagegate/stagegate",
  sha: "0".repeat(40),
  rulePages: "https://github.com/stagegate/stagegate/blob/v1/docs/rules/",
};
const plan = planReview(report, changed, { links, judgesClean: () => true });

/** The lines above a comment, the comment, and a suggestion as GitHub shows it. */
function thread({ body, line: end = 1, startLine: start = end }: PlannedComment): string {
  const first = Math.max(1, start - 2);
  const rows = lines.slice(first - 1, end).map((line, at) => row(String(first + at), "+", line, "added"));
  const visible = body.replace(/<!--[\s\S]*?-->/g, "");
  const shown = visible.replace(/^(`{3,})suggestion\n([\s\S]*?)\n\1$/m, (_, __, suggested: string) =>
    suggestion(lines.slice(start - 1, end), suggested.split("\n")),
  );
  return `<table class="code">${rows.join("")}</table><div class="comment"><div class="by"><i></i><b>github-actions</b> <span>bot</span></div>${markdown.render(shown)}</div>`;
}

function row(number: string, sign: string, line: string, kind: string): string {
  return `<tr class="${kind}"><td>${number}</td><td>${sign}</td><td>${escaped(line)}</td></tr>`;
}

function suggestion(before: readonly string[], after: readonly string[]): string {
  const rows = [
    ...before.map((line) => row("", "-", line, "removed")),
    ...after.map((line) => row("", "+", line, "added")),
  ];
  return `<div class="suggestion"><div>Suggested change <span>Commit suggestion ▾</span></div><table class="code">${rows.join("")}</table></div>`;
}

function escaped(line: string): string {
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

const style = `
body { margin: 0; padding: 16px; width: 760px; background: #fff; color: #1f2328; font: 14px/1.5 "Liberation Sans", Arial, sans-serif; }
.file { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; margin-bottom: 16px; }
.file > b { display: block; padding: 8px 12px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; font: 12px "Liberation Mono", monospace; }
table.code { border-collapse: collapse; width: 100%; font: 12px/20px "Liberation Mono", monospace; display: table; margin: 0; }
table.code td { padding: 0 8px; white-space: pre-wrap; border: 0; }
table.code td:first-child { width: 36px; text-align: right; color: #59636e; }
table.code td:nth-child(2) { width: 8px; }
tr.added td { background: #dafbe1; } tr.removed td { background: #ffebe9; }
.comment { margin: 10px 12px; padding: 12px 16px; border: 1px solid #d1d9e0; border-radius: 6px; }
.by { margin-bottom: 6px; } .by i { display: inline-block; width: 18px; height: 18px; border-radius: 50%; background: #24292f; vertical-align: -4px; margin-right: 6px; }
.by span { border: 1px solid #d1d9e0; border-radius: 12px; padding: 0 6px; font-size: 11px; color: #59636e; }
p { margin: 0 0 8px; } code { background: #eff1f3; border-radius: 5px; padding: 2px 4px; font: 12px "Liberation Mono", monospace; } a { color: #0969da; }
pre { background: #f6f8fa; padding: 10px; border-radius: 6px; } pre code { background: none; padding: 0; }
.suggestion { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; margin: 8px 0; }
.suggestion > div { padding: 6px 10px; font-weight: 600; font-size: 12px; } .suggestion > div span { float: right; border: 1px solid #d1d9e0; background: #f6f8fa; border-radius: 6px; padding: 1px 8px; font-weight: 400; }
`;

const comments = plan.comments.filter(({ finding }) => shownRules.includes(finding.rule));
if (comments.length !== shownRules.length) throw new Error(`Only ${comments.length} of the comments were planned.`);
const page = `<!doctype html><meta charset="utf-8"><style>${style}</style><div class="file"><b>${path}</b>${comments.map(thread).join("")}</div>`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const view = await browser.newPage({ viewport: { width: 792, height: 400 }, deviceScaleFactor: 2 });
  await view.setContent(page);
  const folder = join(root, "docs/pictures");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "review-comment.png"), await view.locator(".file").screenshot());
} finally {
  await browser.close();
}
