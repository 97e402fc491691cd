import { parseGrowth } from "../model/byte-size.ts";
import type { Level } from "../model/level.ts";
import type { Policy, RuleSetting } from "../model/policy.ts";
import type { Direction } from "../model/policy-difference.ts";
import type { ResolvedPolicy } from "./resolve-policy.ts";

/** Options that hold exceptions from their rule: with fewer of them it finds more. */
const exceptionLists = new Set(["allow", "non-root-images"]);
const verdicts = ["allow", "warn", "deny"];

export function levelDirection(before: Level, after: Level): Direction {
  return ranked(["off", "notice", "warning", "error"], before, after);
}

export function failOnDirection(before: Policy["failOn"], after: Policy["failOn"]): Direction {
  return ranked(["never", "error", "warning", "notice"], before, after);
}

/**
 * Only `all` has everything that the others have: a change outside of a file can bring a finding to it, which `changed` does not
 * count, and `new` counts nothing old in the files that are touched.
 */
export function scopeDirection(before: Policy["scope"], after: Policy["scope"]): Direction {
  if (before !== "all" && after !== "all") return "other";
  return after === "all" ? "stricter" : "looser";
}

export function inlineWaiversDirection(before: Policy["inlineWaivers"], after: Policy["inlineWaivers"]): Direction {
  return ranked(["allow", "approved", "never"], before, after);
}

type Approval = ResolvedPolicy["waiverApproval"];

export function waiverApprovalDirection(before: Approval, after: Approval): Direction {
  return ranked(["write", "maintain", "admin"], before, after);
}

/** Of a size or a growth as it is written: less is stricter. A percentage and a size cannot be ordered. */
export function budgetDirection(before: string | undefined, after: string | undefined): Direction {
  if (before === undefined || after === undefined) return before === undefined ? "stricter" : "looser";
  const [from, to] = [parseGrowth(before), parseGrowth(after)];
  if (from?.kind === "percent" && to?.kind === "percent") return ordered(to.percent, from.percent);
  if (from?.kind === "bytes" && to?.kind === "bytes") return ordered(to.bytes, from.bytes);
  return "other";
}

function ordered(stricter: number, looser: number): Direction {
  if (stricter === looser) return "other";
  return stricter < looser ? "stricter" : "looser";
}

/** Of globs that something is excepted by, such as `files.exclude`; undefined where they mean the same. */
export function exceptionDirection(before: readonly string[], after: readonly string[]): Direction | undefined {
  const narrower = coversAll(before, after);
  const wider = coversAll(after, before);
  if (narrower && wider) return undefined;
  return narrower ? "stricter" : wider ? "looser" : "other";
}

/** Whether every path that one of `inner` matches is matched by one of `outer`. False where that is not plain to see. */
export function coversAll(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.every((glob) => outer.some((wider) => covers(wider, glob)));
}

/** Whether two values of one option of a rule differ in what they let pass. Both have passed the schema of the rule. */
export function optionDirection(name: string, before: unknown, after: unknown): Direction {
  if (verdicts.includes(String(before)) && verdicts.includes(String(after))) {
    return ranked(verdicts, String(before), String(after));
  }
  if (!exceptionLists.has(name) || !isTexts(before) || !isTexts(after)) return "other";
  // A rule without any list of what is allowed may have nothing to say at all.
  if (before.length === 0 || after.length === 0) return "other";
  if (after.every((text) => before.includes(text))) return "stricter";
  return before.every((text) => after.includes(text)) ? "looser" : "other";
}

/** The options of a rule by name. */
export function optionsOf(setting: RuleSetting | undefined): Readonly<Record<string, unknown>> {
  const options = setting?.options;
  return typeof options === "object" && options !== null ? { ...options } : {};
}

function ranked<Value extends string>(order: readonly Value[], before: Value, after: Value): Direction {
  const step = order.indexOf(after) - order.indexOf(before);
  if (step === 0) return "other";
  return step > 0 ? "stricter" : "looser";
}

function covers(outer: string, inner: string): boolean {
  if (outer === inner || outer === "**") return true;
  const folder = /^([^*?[\]{}]+\/)\*\*$/.exec(outer)?.[1];
  return folder !== undefined && inner.startsWith(folder);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
