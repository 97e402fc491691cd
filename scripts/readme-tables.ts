import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { compareLevels } from "../src/model/level.ts";
import { waiverRules } from "../src/policy/waiver-rules.ts";
import { groupTitles, sentence } from "../src/report/rule-page.ts";
import type { Rule } from "../src/rules/rule.ts";

interface ActionMetadata {
  readonly inputs: Readonly<Record<string, { description: string }>>;
  readonly outputs: Readonly<Record<string, { description: string }>>;
}

/** The README with what stands between its markers made anew. */
export function readmeWithTables(readme: string, root: string, rules: readonly Rule[]): string {
  const metadata = parse(readFileSync(join(root, "action.yml"), "utf8")) as ActionMetadata;
  const described = (entries: ActionMetadata["inputs"]) =>
    Object.entries(entries).map(([name, { description }]) => [`\`${name}\``, oneLine(description)]);
  const parts = {
    inputs: table(["Input", "Meaning"], described(metadata.inputs)),
    outputs: table(["Output", "Meaning"], described(metadata.outputs)),
    rules: rulesTable(rules),
  };
  return Object.entries(parts).reduce((text, [name, part]) => between(text, name, part), readme);
}

function rulesTable(rules: readonly Rule[]): string {
  return Object.entries(groupTitles)
    .map(([group, title]) => {
      const rows = [...rules, ...waiverRules]
        .filter((rule) => rule.group === group)
        .sort((a, b) => compareLevels(a.level, b.level))
        .map((rule) => [`[\`${rule.id}\`](docs/rules/${rule.id}.md)`, rule.level, sentence(rule.summary)]);
      return `**${title}**\n\n${table(["Rule", "Level", "The offence"], rows)}`;
    })
    .join("\n\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The text with what stands between the two markers of a name replaced. @throws Error when a marker is missing. */
export function between(text: string, name: string, part: string): string {
  const [start, end] = [`<!-- start ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md lacks the markers for ${name}`);
  return `${text.slice(0, from + start.length)}\n${part}\n${text.slice(to)}`;
}
