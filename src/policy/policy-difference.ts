import type { PolicyChange } from "../model/policy-difference.ts";
import type { CustomRuleText } from "./expressions/compile-rule.ts";
import type { ResolvedPolicy } from "./resolve-policy.ts";
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
import { waiverChanges } from "./waiver-difference.ts";

/**
 * All that makes one policy judge otherwise than another, in the order of the policy file. What its own tests say, where its parts
 * stand and how they are spread over files makes no difference.
 */
export function policyChanges(before: ResolvedPolicy, after: ResolvedPolicy): PolicyChange[] {
  return [
    ...filesChanges(before, after),
    ...targetsChange(before, after),
    ...ruleChanges(before, after),
    ...settingChanges(before, after),
    ...customChanges(before.customTexts, after.customTexts),
    ...waiverChanges(before.waivers, after.waivers),
    ...buildChanges(before, after),
  ];
}

function filesChanges(before: ResolvedPolicy, after: ResolvedPolicy): PolicyChange[] {
  const { include, exclude } = before.files;
  // What is included and what excepts from it are opposites.
  const included = exceptionDirection(after.files.include, include);
  const excluded = exceptionDirection(exclude, after.files.exclude);
  return [
    ...(included ? [setting("files.include", listed(include), listed(after.files.include), included)] : []),
    ...(excluded ? [setting("files.exclude", listed(exclude), listed(after.files.exclude), excluded)] : []),
  ];
}

function targetsChange({ targets }: ResolvedPolicy, after: ResolvedPolicy): PolicyChange[] {
  const text = (each: ResolvedPolicy["targets"]) =>
    each.length === 0
      ? undefined
      : each
          .map(({ files, ships, test }) =>
            [listed(files), ...(ships ? [`ships ${listed(ships)}`] : []), ...(test ? [`tests ${test}`] : [])].join(" "),
          )
          .join("; ");
  return text(targets) === text(after.targets) ? [] : [setting("targets", text(targets), text(after.targets), "other")];
}

function ruleChanges(before: ResolvedPolicy, after: ResolvedPolicy): PolicyChange[] {
  const ids = new Set([...before.rules.keys(), ...after.rules.keys()]);
  return [...ids].flatMap((id) => {
    const [old, changed] = [before.rules.get(id), after.rules.get(id)];
    const [from, to] = [old?.level ?? "off", changed?.level ?? "off"];
    const level: PolicyChange[] =
      from === to ? [] : [{ kind: "level", subject: id, before: from, after: to, direction: levelDirection(from, to) }];
    // The options of a rule that is off say nothing, and one that is switched on comes with its own.
    if (from === "off" || to === "off") return level;
    const [options, changedOptions] = [optionsOf(old), optionsOf(changed)];
    const names = new Set([...Object.keys(options), ...Object.keys(changedOptions)]);
    const changes = [...names].flatMap((name): PolicyChange[] => {
      const [value, next] = [options[name], changedOptions[name]];
      if (valueText(value) === valueText(next)) return [];
      const direction = optionDirection(name, value, next);
      return [
        { kind: "option", subject: `${id}.${name}`, before: valueText(value), after: valueText(next), direction },
      ];
    });
    return [...level, ...changes];
  });
}

function settingChanges(before: ResolvedPolicy, after: ResolvedPolicy): PolicyChange[] {
  const changes: PolicyChange[] = [];
  if (before.failOn !== after.failOn) {
    changes.push(setting("fail-on", before.failOn, after.failOn, failOnDirection(before.failOn, after.failOn)));
  }
  if (before.scope !== after.scope) {
    changes.push(setting("scope", before.scope, after.scope, scopeDirection(before.scope, after.scope)));
  }
  const { inlineWaivers, waiverApproval, tightenOnly } = before;
  if (inlineWaivers !== after.inlineWaivers) {
    const direction = inlineWaiversDirection(inlineWaivers, after.inlineWaivers);
    changes.push(setting("inline-waivers", inlineWaivers, after.inlineWaivers, direction));
  }
  if (waiverApproval !== after.waiverApproval) {
    const direction = waiverApprovalDirection(waiverApproval, after.waiverApproval);
    changes.push(setting("waiver-approval", waiverApproval, after.waiverApproval, direction));
  }
  if (tightenOnly !== after.tightenOnly) {
    const direction = after.tightenOnly ? "stricter" : "looser";
    changes.push(setting("tighten-only", String(tightenOnly), String(after.tightenOnly), direction));
  }
  return changes;
}

function customChanges(before: readonly CustomRuleText[], after: readonly CustomRuleText[]): PolicyChange[] {
  const [old, next] = [byId(before), byId(after)];
  const ids = new Set([...old.keys(), ...next.keys()]);
  return [...ids].flatMap((id): PolicyChange[] => {
    const [rule, changed] = [old.get(id), next.get(id)];
    if (rule && changed) {
      const [from, to] = [textOf(rule, changed), textOf(changed, rule)];
      if (from === to) return [];
      const direction = isOnlyLevelled(rule, changed) ? levelDirection(rule.level, changed.level) : "other";
      return [{ kind: "custom-rule", subject: id, before: from, after: to, direction }];
    }
    const isOff = (rule ?? changed)?.level === "off";
    const direction = isOff ? "other" : changed ? "stricter" : "looser";
    return [{ kind: "custom-rule", subject: id, before: rule?.level, after: changed?.level, direction }];
  });
}

/** Whether two custom rules differ in nothing but their level. */
export function isOnlyLevelled(rule: CustomRuleText, other: CustomRuleText): boolean {
  return valueText({ ...rule, level: undefined }) === valueText({ ...other, level: undefined });
}

/** What a custom rule says otherwise than another of its id. */
function textOf(rule: CustomRuleText, other: CustomRuleText): string {
  return (["level", "each", "when", "assert", "message"] as const)
    .filter((part) => rule[part] !== other[part])
    .map((part) => (part === "level" ? rule.level : `${part}: ${rule[part] ?? "always"}`))
    .join("; ");
}

function byId(rules: readonly CustomRuleText[]): ReadonlyMap<string, CustomRuleText> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}

function buildChanges({ build }: ResolvedPolicy, { build: after }: ResolvedPolicy): PolicyChange[] {
  const parts = [
    ["build.test", build.test, after.test],
    ["build.forks", build.forks, after.forks],
    ["build.cache", build.cache, after.cache],
    ["build.budget.max", build.budget?.max, after.budget?.max],
    ["build.budget.growth", build.budget?.growth, after.budget?.growth],
  ] as const;
  return parts.flatMap(([key, from, to]) => (from === to ? [] : [setting(key, from, to, "other")]));
}

function setting(
  subject: string,
  before: string | undefined,
  after: string | undefined,
  direction: PolicyChange["direction"],
): PolicyChange {
  return { kind: "setting", subject, before, after, direction };
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

/** Keys in order, so that equal values have equal texts. */
function valueText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return listed(value);
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
