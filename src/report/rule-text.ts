import { visibleText } from "./foreign-text.ts";
import { type Palette, palette } from "./palette.ts";
import { type RuleBlock, ruleBlocks } from "./rule-blocks.ts";
import { groupTitles, type RulePage } from "./rule-page.ts";
import { renderFindings, type TextOptions } from "./text.ts";
import { proseLines } from "./wrap.ts";

const defaultWidth = 80;
const exampleIndent = "    ";

/** The page of a rule for a terminal, as `stagegate rules ID` prints it: the same blocks as its page in the documentation. */
export function renderRuleText(page: RulePage, options: TextOptions): string {
  const paint = palette(options.colour);
  const width = options.width ?? defaultWidth;
  const blocks = ruleBlocks(page).map((block) => blockText(block, paint, options.colour, width));
  return `${[paint.strong(page.id), ...blocks].join("\n\n")}\n`;
}

function blockText(block: RuleBlock, paint: Palette, colour: boolean, width: number): string {
  const prose = (text: string) => proseLines(text, width, "  ").join("\n");
  switch (block.kind) {
    case "sentence":
      return prose(block.text);
    case "level": {
      const { level, group, mandatory } = block.rule;
      const shown = level === "off" ? paint.faint("off unless a policy sets a level") : paint.level[level](level);
      return `  ${shown}${mandatory ? ", whatever the policy" : ""}  ${paint.faint(groupTitles[group])}`;
    }
    case "section":
      return paint.strong(block.title);
    case "example":
      return `  ${visibleText(block.title)}`;
    case "prose":
      return whyText(block.markdown, prose);
    case "supersedes":
      return prose(`On the same stage it is reported instead of ${block.rules.join(", ")}.`);
    case "code":
      return indented(block.text, paint);
    case "findings": {
      const shown = { colour, width: width - exampleIndent.length };
      return renderFindings(block.source, block.findings, shown).replace(/^(?=.)/gm, exampleIndent);
    }
    case "options":
      return block.options.map((option) => optionText(option, paint, width)).join("\n\n");
  }
}

/** Paragraphs of Markdown, each wrapped anew; code blocks and lists keep their lines. */
function whyText(markdown: string, prose: (text: string) => string): string {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => prose(/^(?:[-*] |```| {4})/.test(paragraph) ? paragraph : paragraph.replaceAll("\n", " ")))
    .join("\n\n");
}

/** A text of our own making, line by line behind a bar. */
function indented(text: string, paint: Palette): string {
  const lines = text.replace(/\n$/, "").split("\n");
  return lines
    .map((line) => `${exampleIndent}${paint.faint("│")} ${line.split("\t").map(visibleText).join("    ")}`.trimEnd())
    .join("\n");
}

function optionText(
  { name, type, default: value, description }: RulePage["options"][number],
  paint: Palette,
  width: number,
): string {
  const head = `  ${paint.strong(name)}  ${type}${value === undefined ? "" : `  ${paint.faint(`default ${value}`)}`}`;
  return [head, ...proseLines(description, width, "    ")].join("\n");
}
