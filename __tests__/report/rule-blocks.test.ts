import { describe, expect, it } from "vitest";
import { rulePage, waiverRulePage } from "../../scripts/rule-pages.ts";
import { explainRule } from "../../src/explain-rule.ts";
import { explainWaiverRule } from "../../src/explain-waiver-rule.ts";
import { waiverRules } from "../../src/policy/waiver-rules.ts";
import { visibleText } from "../../src/report/foreign-text.ts";
import { escapeMarkdown } from "../../src/report/markdown.ts";
import { type RuleBlock, ruleBlocks } from "../../src/report/rule-blocks.ts";
import { rules } from "../../src/rules/index.ts";
import { root, stagegate } from "../support/command-line.ts";

/** Lines of a block that stand as they are on the page and on the terminal. */
function linesOf(block: RuleBlock, title: (text: string) => string): string[] {
  switch (block.kind) {
    case "section":
    case "example":
      return [title(block.title)];
    case "code":
      return block.text
        .replaceAll("\t", "    ")
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    case "findings":
      return block.findings.map(
        ({ span, level, rule }) => `${block.source.path}:${span.start.line}:${span.start.column}  ${level}  ${rule}`,
      );
    case "options":
      return block.options.map(({ name }) => name);
    case "supersedes":
      return [...block.rules];
    default:
      return [];
  }
}

/** Those of the lines that do not follow the ones before them in the text. */
function missingFrom(text: string, lines: readonly string[]): string[] {
  const plain = text.replaceAll("\t", "    ").replace(/\\(?=[^\w\s])/g, "");
  let at = 0;
  return lines.filter((line) => {
    const found = plain.indexOf(line.replace(/\\(?=[^\w\s])/g, ""), at);
    if (found === -1) return true;
    at = found + line.length;
    return false;
  });
}

const pages = [
  ...rules.map((rule) => [rule.id, explainRule(rule), rulePage(rule)] as const),
  ...waiverRules.map((rule) => [rule.id, explainWaiverRule(rule, rules), waiverRulePage(rule, rules)] as const),
];

describe("what is said of a rule", () => {
  it.each(pages)("%s is the same on its page and on a terminal", async (id, page, text) => {
    const blocks = ruleBlocks(page);
    const lines = blocks.flatMap((block) => linesOf(block, visibleText));
    const linesOfPage = blocks.flatMap((block) => linesOf(block, escapeMarkdown));
    const { stdout, exitStatus } = await stagegate(["rules", id], { folder: root });
    expect(exitStatus).toBe(0);
    expect(lines.length).toBeGreaterThan(20);
    expect(missingFrom(stdout, lines)).toEqual([]);
    expect(missingFrom(text, linesOfPage)).toEqual([]);
  });

  it("offers no waiver, and no level to set, for what no policy changes", () => {
    const fixed = pages.filter(([, { mandatory }]) => mandatory);
    expect(fixed.map(([id]) => id)).toEqual([
      "invalid-dockerfile",
      "invalid-waiver",
      "expired-waiver",
      "unused-waiver",
    ]);
    for (const [, { level }, text] of fixed) {
      expect(text).toContain(`**Level**: ${level}, whatever the policy`);
      expect(text).not.toContain("## Waive it");
    }
  });
});
