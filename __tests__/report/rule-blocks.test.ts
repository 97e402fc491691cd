import { describe, expect, it } from "vitest";
import { rulePage } from "../../scripts/rule-pages.ts";
import { explainRule } from "../../src/explain-rule.ts";
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

describe("what is said of a rule", () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s is the same on its page and on a terminal",
    async (id, rule) => {
      const blocks = ruleBlocks(explainRule(rule));
      const lines = blocks.flatMap((block) => linesOf(block, visibleText));
      const linesOfPage = blocks.flatMap((block) => linesOf(block, escapeMarkdown));
      const { stdout, exitStatus } = await stagegate(["rules", id], { folder: root });
      expect(exitStatus).toBe(0);
      expect(lines.length).toBeGreaterThan(20);
      expect(missingFrom(stdout, lines)).toEqual([]);
      expect(missingFrom(rulePage(rule), linesOfPage)).toEqual([]);
    },
  );
});
