import { evaluate } from "../../evaluate.ts";
import { InputError } from "../../model/input-error.ts";
import type { Report } from "../../model/report.ts";
import { resolvePolicy } from "../../policy/resolve-policy.ts";
import { isCalendarDay } from "../../policy/schema-values.ts";
import { mostBytes } from "../../policy/yaml/read-yaml.ts";
import { counted } from "../../report/outcome.ts";
import { rules } from "../../rules/index.ts";
import { type Baseline, baselineOf } from "../../starter/accepted-findings.ts";
import { type StarterWaivers, starterPolicyText } from "../../starter/starter-policy.ts";
import { undecidedTargets } from "../../starter/undecided-targets.ts";
import { discoverDockerfiles } from "../discover.ts";
import { packTexts } from "../policy-source.ts";
import { version } from "../version.ts";
import { type Call, optionValue } from "./command.ts";

export const usualReason = "accepted when Stagegate was introduced";
const longestReason = 500;

/** Until when and why everything that is found is accepted. */
type AcceptedTerms = Omit<StarterWaivers, "accepted">;

interface PolicyPlace {
  /** Absolute root of the repository, links resolved. */
  readonly base: string;
  /** Of the policy, relative to the root. */
  readonly path: string;
  /** Absolute folder of the packs. */
  readonly packs: string;
  /** ISO date. */
  readonly today: string;
}

interface FirstPolicy {
  readonly text: string;
  /** What is found under it. */
  readonly report: Report;
  readonly baseline: Baseline | undefined;
}

/**
 * The first policy of a repository, made of what is found in it.
 * @throws InputError when more is found than a policy can accept.
 */
export function firstPolicy(place: PolicyPlace, accepting: AcceptedTerms | undefined): FirstPolicy {
  const standing = standingUnder(place);
  const targets = undecidedTargets(standing(starterPolicyText({ targets: [], waivers: undefined })).files);
  const text = starterPolicyText({ targets, waivers: undefined });
  const report = standing(text);
  if (accepting === undefined) return { text, report, baseline: undefined };
  const baseline = baselineOf(report, new Set(rules.filter(({ mandatory }) => !mandatory).map(({ id }) => id)));
  const accepted = starterPolicyText({ targets, waivers: { ...accepting, accepted: baseline.accepted } });
  if (Buffer.byteLength(accepted) > mostBytes) {
    throw new InputError(
      `Too much is found to accept it file by file: ${counted(baseline.findings, "finding")} do not fit into a policy of ` +
        `${mostBytes / 1024} KiB. Leave --accept-existing out: in a pull request only what is new counts.`,
    );
  }
  return { text: accepted, report: standing(accepted), baseline };
}

/** How a repository stands under the text of a policy that need not be on disk. The Dockerfiles are read once. */
function standingUnder({ base, path, packs, today }: PolicyPlace): (policyText: string) => Report {
  const texts = packTexts(packs);
  const selection = { includes: () => true, excludes: () => false };
  const { files, problems } = discoverDockerfiles(base, { base, trustIgnoreFiles: true, selection });
  const head = { sha: undefined, ref: undefined };
  const change = { head, files, whole: true, problems, target: undefined };
  return (text) => {
    const policy = resolvePolicy({ source: path, path, text }, rules, texts);
    return evaluate(change, policy, rules, version, today);
  };
}

/** @throws InputError for a day that is none or is over, and for a reason without anything to be accepted. */
export function acceptedTerms(call: Call): AcceptedTerms | undefined {
  const expires = optionValue(call, "accept-existing");
  const reason = optionValue(call, "reason");
  if (expires === undefined) {
    if (reason === undefined) return undefined;
    throw new InputError("--reason says why findings are accepted: it goes with --accept-existing DATE.");
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expires) || !isCalendarDay(expires)) {
    throw new InputError(`--accept-existing needs a day, written YYYY-MM-DD, not "${expires}".`);
  }
  if (expires < call.world.today) throw new InputError(`--accept-existing ${expires} is over. Name a day to come.`);
  const given = (reason ?? usualReason).trim();
  if (given === "") throw new InputError("--reason is empty. Say why the findings are accepted.");
  if (given.length > longestReason) throw new InputError(`--reason is longer than ${longestReason} characters.`);
  return { reason: given, expires };
}
