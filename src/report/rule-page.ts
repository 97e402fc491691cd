import type { FileVersion } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";
import type { Level } from "../model/level.ts";
import type { SourceFile } from "../model/source.ts";
import { cellCodeSpan, codeSpan, escapeMarkdown, fencedBlock, proseMarkdown } from "./markdown.ts";
import { renderFindings } from "./text.ts";

/** A rule as its page explains it: what its definition says, and its examples with what the rule finds in them. */
export interface RulePage {
  readonly id: string;
  /** In the pack `recommended`. */
  readonly level: Level;
  readonly group: "ships" | "secrets" | "stages" | "bases";
  /** One line, a noun phrase. */
  readonly summary: string;
  /** Markdown, ours. */
  readonly why: string;
  readonly options: readonly RuleOption[];
  readonly examples: readonly RuleExample[];
  /** Rules that say less about the same cause. */
  readonly supersedes: readonly string[];
}

export interface RuleOption {
  readonly name: string;
  /** For example `list of patterns`, or the values that it takes. */
  readonly type: string;
  /** As YAML; undefined for an option without one. */
  readonly default: string | undefined;
  readonly description: string;
}

export interface RuleExample {
  readonly title: string;
  readonly source: SourceFile;
  /** Other files of the repository that the example needs. */
  readonly files?: readonly FileVersion[];
  /** What the rule finds; none in a good example. */
  readonly findings: readonly Finding[];
  /** The whole text after the rule's fixes; undefined where it offers none. */
  readonly fixed: string | undefined;
  /** The rule's entry in the policy that the example needs, as YAML; undefined where the defaults do. */
  readonly policy: string | undefined;
}

/** What a person calls the groups of rules. */
export const groupTitles: Readonly<Record<RulePage["group"], string>> = {
  ships: "What ships",
  secrets: "Secrets",
  stages: "Stages",
  bases: "Base images and steps",
};

/** The comment that waives a rule, with the words to be replaced in capitals or angle brackets. */
export function waiverComment(rule: string): string {
  return `# stagegate: waive ${rule} until YYYY-MM-DD -- reason`;
}

const pageWidth = 80;

/** The page of a rule for `docs/rules/<id>.md`. */
export function renderRulePage(page: RulePage): string {
  const bad = page.examples.filter((example) => example.findings.length > 0);
  const good = page.examples.filter((example) => example.findings.length === 0);
  const level = page.level === "off" ? "off unless a policy sets a level" : page.level;
  const parts = [
    `<!-- Generated from the rule's own definition and examples by npm run generate. -->\n\n# ${escapeMarkdown(page.id)}`,
    escapeMarkdown(sentence(page.summary)),
    `**Level** in \`recommended\`: ${level} · **Group**: ${groupTitles[page.group]}`,
    `## Why\n\n${page.why.trim()}`,
    supersedes(page.supersedes),
    section("Avoid", bad.map(badExample)),
    section(
      "Prefer",
      good.map((example) => exampleHead(example).join("\n\n")),
    ),
    optionsSection(page),
    waiverSection(page),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** A noun phrase as a sentence of its own. */
export function sentence(phrase: string): string {
  const text = phrase.trim();
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  return `${first.toUpperCase()}${text.slice(first.length)}${/[.!?]$/.test(text) ? "" : "."}`;
}

function section(title: string, parts: readonly string[]): string {
  return parts.length === 0 ? "" : [`## ${title}`, ...parts].join("\n\n");
}

function supersedes(rules: readonly string[]): string {
  if (rules.length === 0) return "";
  const links = rules.map((rule) => `[${codeSpan(rule)}](${encodeURIComponent(rule)}.md)`);
  return `On the same stage it is reported instead of ${links.join(", ")}.`;
}

function exampleHead({ title, source, policy, files = [] }: RuleExample): string[] {
  return [
    `### ${escapeMarkdown(title)}`,
    ...(policy === undefined ? [] : [`With this in the policy:\n\n${fencedBlock(policy, "yaml")}`]),
    fencedBlock(source.text, languageOf(source.path)),
    ...files.map(({ path, text }) => `With this ${codeSpan(path)}:\n\n${fencedBlock(text, languageOf(path))}`),
  ];
}

function languageOf(path: string): string {
  if (/\.ya?ml$/.test(path)) return "yaml";
  if (path.endsWith(".hcl")) return "hcl";
  return /(?:^|\/)Dockerfile$/.test(path) ? "dockerfile" : "text";
}

function badExample(example: RuleExample): string {
  const text = renderFindings(example.source, example.findings, { colour: false, width: pageWidth });
  const fixed = example.fixed === undefined ? [] : ["Fixed:", fencedBlock(example.fixed, "dockerfile")];
  return [...exampleHead(example), fencedBlock(text, "text"), ...fixed].join("\n\n");
}

function optionsSection({ options, id, level }: RulePage): string {
  if (options.length === 0) return "";
  const rows = options.map(({ name, type, default: value, description }) => {
    const cells = [cellCodeSpan(name), proseMarkdown(type), value === undefined ? "" : cellCodeSpan(value)];
    return `| ${[...cells, proseMarkdown(description)].join(" | ")} |`;
  });
  const example = fencedBlock(
    `rules:\n  ${id}: { level: ${level === "off" ? "error" : level}, ${options[0]?.name}: … }`,
    "yaml",
  );
  return section("Options", [
    ["| Option | Type | Default | Meaning |", "|---|---|---|---|", ...rows].join("\n"),
    example,
  ]);
}

function waiverSection({ id }: RulePage): string {
  const policy = `waivers:\n  - { rule: ${id}, files: "legacy/**", reason: "…", expires: YYYY-MM-DD }`;
  return section("Waive it", [
    "Directly above the instruction or the stage, with a reason and a last day:",
    fencedBlock(waiverComment(id), "dockerfile"),
    "Or for many files, in the policy:",
    fencedBlock(policy, "yaml"),
  ]);
}
