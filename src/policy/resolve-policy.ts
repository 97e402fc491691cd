import type { CustomRules } from "../model/custom-rule.ts";
import type { ErrorPlace } from "../model/input-error.ts";
import type { Policy, TargetPolicy, UnappliedPart } from "../model/policy.ts";
import type { PolicyWaiver } from "../model/waiver.ts";
import type { Rule } from "../rules/rule.ts";
import { digestOf } from "./digest.ts";
import type { CompiledRule, CustomRuleText } from "./expressions/compile-rule.ts";
import { runCustomRules } from "./expressions/run-custom-rules.ts";
import { extendsChain, type PolicySource, type ReadPolicy } from "./extends-chain.ts";
import { foldRules } from "./fold-rules.ts";
import type { PolicyFile } from "./read-policy.ts";
import type { PolicyContent } from "./schema.ts";

type Content = PolicyFile["content"];

/** A policy with what the model does not need to judge a Dockerfile, but waivers, custom rules and explanations do. */
export interface ResolvedPolicy extends Policy {
  readonly waiverApproval: NonNullable<Content["waiver-approval"]>;
  readonly tightenOnly: boolean;
  readonly build: NonNullable<Content["build"]>;
  /** Its custom rules as they are written. */
  readonly customTexts: readonly CustomRuleText[];
  /** Where the level of a rule was set; a rule that no file mentions is off and not here. */
  readonly levelOrigins: ReadonlyMap<string, ErrorPlace>;
  /** The files that it is made of; later ones win, the last is the policy's own. */
  readonly chain: readonly PolicyFile[];
}

/**
 * Folds a policy with all that it extends. A policy without `extends` builds on the pack recommended, one with
 * `extends: []` on nothing. Levels and options merge rule by rule, mappings key by key; lists replace, except that waivers
 * add up.
 * @param packs text of each pack by name.
 * @param read text of what else `extends` may name; without it only packs can be extended.
 * @throws InputError for mistakes in the policy, or in one that it extends.
 */
export function resolvePolicy(
  entry: PolicySource,
  rules: readonly Rule[],
  packs: ReadonlyMap<string, string>,
  read: ReadPolicy = () => undefined,
): ResolvedPolicy {
  const chain = extendsChain(entry, rules, packs, read);
  const contents = chain.map((file) => file.content);
  const { settings, levelOrigins } = foldRules(chain, rules);
  const judging = {
    files: {
      include: last(contents, (content) => content.files?.include) ?? ["**"],
      exclude: last(contents, (content) => content.files?.exclude) ?? [],
    },
    targets: (last(contents, (content) => content.targets) ?? []).map(targetPolicy),
    failOn: last(contents, (content) => content["fail-on"]) ?? "error",
    scope: last(contents, (content) => content.scope),
    inlineWaivers: last(contents, (content) => content["inline-waivers"]) ?? "approved",
    waiverApproval: last(contents, (content) => content["waiver-approval"]) ?? "maintain",
    tightenOnly: last(contents, (content) => content["tighten-only"]) ?? false,
    waivers: chain.flatMap(policyWaivers),
    build: foldBuild(contents),
  } as const;
  const customTexts = lastOfEachId(contents.flatMap(({ custom }) => custom ?? []));
  return {
    source: entry.source,
    digest: policyDigest({ ...judging, customTexts, rules: settings }),
    ...judging,
    customTexts,
    custom: customRules(compiledRules(chain)),
    rules: settings,
    levelOrigins,
    chain,
    notApplied: unappliedParts(judging),
  };
}

/** What a policy judges by, and so what its digest is over. */
type Judging = Omit<ResolvedPolicy, "source" | "digest" | "custom" | "levelOrigins" | "chain" | "notApplied">;

/** `sha256:…` over everything in a policy that decides how something is judged. */
export function policyDigest(policy: Judging): string {
  const { files, targets, failOn, scope, inlineWaivers, waiverApproval, tightenOnly, build } = policy;
  const judging = { files, targets, failOn, scope, inlineWaivers, waiverApproval, tightenOnly, build };
  // Where a waiver stands does not change how anything is judged.
  const waivers = policy.waivers.map(({ source: _, span: __, ...terms }) => terms);
  const rules = Object.fromEntries(policy.rules);
  return digestOf({ ...judging, waivers, custom: policy.customTexts, rules });
}

function unappliedParts({ build }: Pick<ResolvedPolicy, "build">): UnappliedPart[] {
  return [...((build.budget?.max ?? build.budget?.growth) ? [{ part: "build.budget", incomplete: false }] : [])];
}

/** A policy replaces a rule of one that it extends by giving its id again. */
function lastOfEachId<Item extends { readonly id: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

/** The custom rules of a policy that is made of these files. */
export function compiledRules(chain: readonly PolicyFile[]): CompiledRule[] {
  return lastOfEachId(chain.flatMap(({ custom }) => custom));
}

export function customRules(rules: readonly CompiledRule[]): CustomRules {
  return { rules, run: (graph) => runCustomRules(graph, rules) };
}

function policyWaivers({ content, source, spanOf }: PolicyFile): PolicyWaiver[] {
  return (content.waivers ?? []).map((waiver, index) => ({ ...waiver, source, span: spanOf(["waivers", index]) }));
}

function last<Value>(contents: readonly Content[], read: (content: Content) => Value | undefined): Value | undefined {
  for (const content of contents.toReversed()) {
    const value = read(content);
    if (value !== undefined) return value;
  }
  return undefined;
}

function targetPolicy(target: NonNullable<PolicyContent["targets"]>[number]): TargetPolicy {
  return { files: target.files, ships: target.ships, test: target.test };
}

function foldBuild(contents: readonly Content[]): ResolvedPolicy["build"] {
  return {
    test: last(contents, ({ build }) => build?.test),
    forks: last(contents, ({ build }) => build?.forks),
    cache: last(contents, ({ build }) => build?.cache),
    budget: {
      max: last(contents, ({ build }) => build?.budget?.max),
      growth: last(contents, ({ build }) => build?.budget?.growth),
    },
  };
}
