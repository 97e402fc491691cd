import { cellCodeSpan, codeSpan, escapeMarkdown, fencedBlock, proseMarkdown } from "./markdown.ts";
import { type RuleBlock, ruleBlocks } from "./rule-blocks.ts";
import { groupTitles, type RuleOption, type RulePage } from "./rule-page.ts";
import { renderFindings } from "./text.ts";

const pageWidth = 80;

/** The page of a rule for `docs/rules/<id>.md`. */
export function renderRulePage(page: RulePage): string {
  const head = `<!-- Generated from the rule's own definition and examples by npm run generate. -->\n\n# ${escapeMarkdown(page.id)}`;
  return `${[head, ...ruleBlocks(page).map(blockMarkdown)].join("\n\n")}\n`;
}

function blockMarkdown(block: RuleBlock): string {
  switch (block.kind) {
    case "sentence":
      return escapeMarkdown(block.text);
    case "level": {
      const { level, group, mandatory } = block.rule;
      const shown = level === "off" ? "off unless a policy sets a level" : level;
      const told = mandatory ? `**Level**: ${level}, whatever the policy` : `**Level** in \`recommended\`: ${shown}`;
      return `${told} · **Group**: ${groupTitles[group]}`;
    }
    case "section":
      return `## ${block.title}`;
    case "example":
      return `### ${escapeMarkdown(block.title)}`;
    case "prose":
      return block.markdown;
    case "supersedes": {
      const links = block.rules.map((rule) => `[${codeSpan(rule)}](${encodeURIComponent(rule)}.md)`);
      return `On the same stage it is reported instead of ${links.join(", ")}.`;
    }
    case "code":
      return fencedBlock(block.text, block.language);
    case "findings":
      return fencedBlock(renderFindings(block.source, block.findings, { colour: false, width: pageWidth }), "text");
    case "options":
      return ["| Option | Type | Default | Meaning |", "|---|---|---|---|", ...block.options.map(optionRow)].join("\n");
  }
}

function optionRow({ name, type, default: value, description }: RuleOption): string {
  const cells = [cellCodeSpan(name), proseMarkdown(type), value === undefined ? "" : cellCodeSpan(value)];
  return `| ${[...cells, proseMarkdown(description)].join(" | ")} |`;
}
