import type { RuleSetting } from "../model/policy.ts";
import type { PolicyDifference } from "../model/policy-difference.ts";
import type { Rule } from "../rules/rule.ts";
import type { CustomRuleText } from "./expressions/compile-rule.ts";
import { isOnlyLevelled, policyChanges } from "./policy-difference.ts";
import { compiledRules, customRules, policyDigest, type ResolvedPolicy } from "./resolve-policy.ts";
import {
  exceptionDirection,
  failOnDirection,
  inlineWaiversDirection,
  levelDirection,
  optionDirection,
  optionsOf,
  scopeDirection,
  waiverApprovalDirection,
} from "./strictness.ts";
import { commonWaivers } from "./waiver-difference.ts";

type JudgingRule = Pick<Rule, "id" | "supersedes" | "mandatory">;

/** What a change is judged by that brings a policy of its own, and what it would change once merged. */
export interface SettledProposal {
  readonly policy: ResolvedPolicy;
  readonly difference: PolicyDifference;
}

/** Compares a change's own policy with the trusted one, and follows it as far as the trusted one lets it. */
export function settleProposal(
  trusted: ResolvedPolicy,
  proposed: ResolvedPolicy,
  rules: readonly JudgingRule[],
): SettledProposal {
  const policy = tightenedBy(trusted, proposed, rules);
  const keyOf = ({ kind, subject }: { kind: string; subject: string }) => `${kind} ${subject}`;
  const open = new Set(policyChanges(policy, proposed).map(keyOf));
  const changes = policyChanges(trusted, proposed).map((change) => ({
    ...change,
    appliesNow: policy !== trusted && change.direction === "stricter" && !open.has(keyOf(change)),
  }));
  return { policy, difference: { source: trusted.source, changes } };
}

/**
 * The trusted policy with everything in the proposed one that is stricter, where the trusted one says `tighten-only: true`; else
 * the trusted one itself. Never does anything pass that did not, whatever the proposed policy holds: what cannot be ordered
 * stays as it is trusted. `targets`, `build` and `tighten-only` itself apply once merged.
 */
export function tightenedBy(
  trusted: ResolvedPolicy,
  proposed: ResolvedPolicy,
  rules: readonly JudgingRule[],
): ResolvedPolicy {
  if (!trusted.tightenOnly) return trusted;
  const raised = new Set<string>();
  const settings = new Map(
    [...trusted.rules].map(([id, setting]) => {
      const next = tightenedRule(id, trusted, proposed, rules);
      if (next.level !== setting.level) raised.add(id);
      return [id, next] as const;
    }),
  );
  const stricter = <Value>(before: Value, after: Value, direction: string | undefined): Value =>
    direction === "stricter" ? after : before;
  const { files, failOn, scope, inlineWaivers, waiverApproval } = trusted;
  const { include, exclude } = proposed.files;
  const judging = {
    ...trusted,
    files: {
      include: stricter(files.include, include, exceptionDirection(include, files.include)),
      exclude: stricter(files.exclude, exclude, exceptionDirection(files.exclude, exclude)),
    },
    rules: settings,
    failOn: stricter(failOn, proposed.failOn, failOnDirection(failOn, proposed.failOn)),
    scope: stricter(scope, proposed.scope, scopeDirection(scope, proposed.scope)),
    inlineWaivers: stricter(
      inlineWaivers,
      proposed.inlineWaivers,
      inlineWaiversDirection(inlineWaivers, proposed.inlineWaivers),
    ),
    waiverApproval: stricter(
      waiverApproval,
      proposed.waiverApproval,
      waiverApprovalDirection(waiverApproval, proposed.waiverApproval),
    ),
    waivers: commonWaivers(trusted.waivers, proposed.waivers),
    ...tightenedCustomRules(trusted, proposed),
  };
  const digest = policyDigest(judging);
  if (digest === trusted.digest) return trusted;
  const origins = [...proposed.levelOrigins].filter(([id]) => raised.has(id));
  return { ...judging, digest, levelOrigins: new Map([...trusted.levelOrigins, ...origins]) };
}

function tightenedRule(
  id: string,
  trusted: ResolvedPolicy,
  proposed: ResolvedPolicy,
  rules: readonly JudgingRule[],
): RuleSetting {
  const setting = trusted.rules.get(id) ?? { level: "off", options: undefined };
  const next = proposed.rules.get(id);
  const rule = rules.find((candidate) => candidate.id === id);
  if (next === undefined || rule === undefined || rule.mandatory || next.level === "off") return setting;
  const level = levelDirection(setting.level, next.level) === "stricter" ? next.level : setting.level;
  // What a rule newly finds takes the place of what others find there, and may weigh less than that.
  const mayFindMore = rule.supersedes.every((other) => isLightest(other, trusted) && isLightest(other, proposed));
  if (setting.level === "off") return mayFindMore ? next : setting;
  return { level, options: mayFindMore ? tightenedOptions(setting, next) : setting.options };
}

function isLightest(id: string, { rules }: ResolvedPolicy): boolean {
  return ["off", "notice", undefined].includes(rules.get(id)?.level);
}

/** All options of the proposal or none: those that were not written for each other may not go together. */
function tightenedOptions(setting: RuleSetting, next: RuleSetting): unknown {
  const [before, after] = [optionsOf(setting), optionsOf(next)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const isStricter = changed.every((name) => optionDirection(name, before[name], after[name]) === "stricter");
  return isStricter ? next.options : setting.options;
}

/** The trusted custom rules, those that are only raised as they are proposed, and new ones. */
function tightenedCustomRules(
  trusted: ResolvedPolicy,
  proposed: ResolvedPolicy,
): Pick<ResolvedPolicy, "custom" | "customTexts"> {
  const known = new Map(trusted.customTexts.map((text) => [text.id, text]));
  const isStricter = (text: CustomRuleText) => {
    const before = known.get(text.id);
    if (before === undefined) return text.level !== "off";
    return isOnlyLevelled(before, text) && levelDirection(before.level, text.level) === "stricter";
  };
  const taken = proposed.customTexts.filter(isStricter);
  const ids = new Set(taken.map(({ id }) => id));
  const merge = <Item extends { readonly id: string }>(own: readonly Item[], others: readonly Item[]): Item[] => [
    ...new Map([...own, ...others.filter(({ id }) => ids.has(id))].map((item) => [item.id, item])).values(),
  ];
  return {
    customTexts: merge(trusted.customTexts, proposed.customTexts),
    custom: customRules(merge(compiledRules(trusted.chain), compiledRules(proposed.chain))),
  };
}
