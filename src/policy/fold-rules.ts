import { safeParse } from "valibot";
import { type ErrorPlace, InputError } from "../model/input-error.ts";
import type { Level } from "../model/level.ts";
import type { RuleSetting } from "../model/policy.ts";
import type { Rule } from "../rules/rule.ts";
import { explainIssues } from "./explain-issue.ts";
import { onOneLine } from "./policy-error.ts";
import type { PolicyFile } from "./read-policy.ts";

type Options = Readonly<Record<string, unknown>>;

interface FoldedRules {
  /** One for each rule, in the order of the rules. */
  readonly settings: ReadonlyMap<string, RuleSetting>;
  readonly levelOrigins: ReadonlyMap<string, ErrorPlace>;
}

/** @throws InputError for options that do not go together. */
export function foldRules(chain: readonly PolicyFile[], rules: readonly Rule[]): FoldedRules {
  const settings = new Map<string, RuleSetting>();
  const levelOrigins = new Map<string, ErrorPlace>();
  for (const rule of rules) {
    let level: Level = rule.mandatory ? rule.level : "off";
    let options: Options = {};
    let place: ErrorPlace | undefined;
    for (const file of chain) {
      const entry = file.rules.get(rule.id);
      if (!entry) continue;
      const next = entry.level ?? levelForOptions(level, rule, entry.options);
      if (entry.level !== undefined || next !== level) levelOrigins.set(rule.id, entry.place);
      level = next;
      options = mergeOptions(options, entry.options);
      if (Object.keys(entry.options).length > 0) place = entry.place;
    }
    settings.set(rule.id, { level, options: checkedOptions(rule, options, place) });
  }
  return { settings, levelOrigins };
}

/**
 * Whoever gives a rule options means it to run: options without a level switch a rule on that was off, for a list of
 * allowed registries that is silently not looked at would be worse than none.
 */
function levelForOptions(level: Level, rule: Rule, options: Options): Level {
  if (level !== "off" || Object.keys(options).length === 0) return level;
  return rule.level === "off" ? "error" : rule.level;
}

function mergeOptions(below: Options, above: Options): Options {
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    const earlier = merged.get(key);
    merged.set(key, isMapping(earlier) && isMapping(value) ? mergeOptions(earlier, value) : value);
  }
  return Object.fromEntries(merged);
}

function isMapping(value: unknown): value is Options {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkedOptions(rule: Rule, options: Options, place: ErrorPlace | undefined): unknown {
  if (!rule.options) return undefined;
  const parsed = safeParse(rule.options, options, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  const [mistake] = explainIssues(parsed.issues, rule.options, { value: options, offset: 0 }, "the mapping");
  const message = mistake?.message ?? "these options cannot be used together";
  if (!place) throw new Error(`the rule ${rule.id} refuses its own defaults: ${message}`);
  throw new InputError(onOneLine(`\`${rule.id}\`: ${message}`), place);
}
