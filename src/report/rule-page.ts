import type { FileVersion } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";
import type { Level } from "../model/level.ts";
import type { SourceFile } from "../model/source.ts";

/** A rule as its page explains it: what its definition says, and its examples with what the rule finds in them. */
export interface RulePage {
  readonly id: string;
  /** In the pack `recommended`. */
  readonly level: Level;
  readonly group: "ships" | "secrets" | "stages" | "bases" | "build" | "waivers";
  /** True for a rule that no policy changes and no waiver covers. */
  readonly mandatory: boolean;
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
  build: "Builds",
  waivers: "Waivers",
};

/** The comment that waives a rule, with the words to be replaced in capitals or angle brackets. */
export function waiverComment(rule: string): string {
  return `# stagegate: waive ${rule} until YYYY-MM-DD -- reason`;
}

/** A noun phrase as a sentence of its own. */
export function sentence(phrase: string): string {
  const text = phrase.trim();
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  return `${first.toUpperCase()}${text.slice(first.length)}${/[.!?]$/.test(text) ? "" : "."}`;
}
