import type { Finding } from "../model/finding.ts";
import type { SourceFile } from "../model/source.ts";
import { type RuleExample, type RuleOption, type RulePage, sentence, waiverComment } from "./rule-page.ts";

type CodeLanguage = "dockerfile" | "yaml" | "hcl" | "text";

/** A part of a rule's page. Its page in the documentation and what a terminal shows are both made from the same list. */
export type RuleBlock =
  /** Plain text. */
  | { readonly kind: "sentence"; readonly text: string }
  | { readonly kind: "level"; readonly rule: Pick<RulePage, "level" | "group" | "mandatory"> }
  | { readonly kind: "section"; readonly title: string }
  | { readonly kind: "example"; readonly title: string }
  /** Markdown of ours. */
  | { readonly kind: "prose"; readonly markdown: string }
  | { readonly kind: "supersedes"; readonly rules: readonly string[] }
  | { readonly kind: "code"; readonly text: string; readonly language: CodeLanguage }
  | { readonly kind: "findings"; readonly source: SourceFile; readonly findings: readonly Finding[] }
  | { readonly kind: "options"; readonly options: readonly RuleOption[] };

/** All that there is to say of a rule, in order. */
export function ruleBlocks(page: RulePage): RuleBlock[] {
  const bad = page.examples.filter((example) => example.findings.length > 0);
  const good = page.examples.filter((example) => example.findings.length === 0);
  return [
    { kind: "sentence", text: sentence(page.summary) },
    { kind: "level", rule: page },
    ...section("Why", [{ kind: "prose", markdown: page.why.trim() }]),
    ...(page.supersedes.length > 0 ? [{ kind: "supersedes", rules: page.supersedes } as const] : []),
    ...section("Avoid", bad.flatMap(exampleBlocks)),
    ...section("Prefer", good.flatMap(exampleBlocks)),
    ...section("Options", optionBlocks(page)),
    ...section("Waive it", waiverBlocks(page)),
  ];
}

function section(title: string, blocks: readonly RuleBlock[]): RuleBlock[] {
  return blocks.length === 0 ? [] : [{ kind: "section", title }, ...blocks];
}

function exampleBlocks({ title, source, files = [], findings, fixed, policy }: RuleExample): RuleBlock[] {
  return [
    { kind: "example", title },
    ...(policy === undefined ? [] : labelled("With this in the policy:", policy, "yaml")),
    { kind: "code", text: source.text, language: languageOf(source.path) },
    ...files.flatMap(({ path, text }) => labelled(`With this \`${path}\`:`, text, languageOf(path))),
    ...(findings.length === 0 ? [] : [{ kind: "findings", source, findings } as const]),
    ...(fixed === undefined ? [] : labelled("Fixed:", fixed, "dockerfile")),
  ];
}

function languageOf(path: string): CodeLanguage {
  if (/\.ya?ml$/.test(path)) return "yaml";
  if (path.endsWith(".hcl")) return "hcl";
  return path.endsWith("Dockerfile") ? "dockerfile" : "text";
}

function labelled(label: string, text: string, language: CodeLanguage): RuleBlock[] {
  return [
    { kind: "prose", markdown: label },
    { kind: "code", text, language },
  ];
}

function optionBlocks({ options, id, level }: RulePage): RuleBlock[] {
  if (options.length === 0) return [];
  const text = `rules:\n  ${id}: { level: ${level === "off" ? "error" : level}, ${options[0]?.name}: … }`;
  return [
    { kind: "options", options },
    { kind: "code", text, language: "yaml" },
  ];
}

function waiverBlocks({ id, mandatory }: RulePage): RuleBlock[] {
  if (mandatory) return [];
  const policy = `waivers:\n  - { rule: ${id}, files: "legacy/**", reason: "…", expires: YYYY-MM-DD }`;
  return [
    ...labelled(
      "Directly above the instruction or the stage, with a reason and a last day:",
      waiverComment(id),
      "dockerfile",
    ),
    ...labelled("Or for many files, in the policy:", policy, "yaml"),
  ];
}
