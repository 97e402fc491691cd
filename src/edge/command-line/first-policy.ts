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
import { packTexts } from "../policy-source.ts";
import { findRepository } from "../repository.ts";
import { version } from "../version.ts";
import { type Call, optionValue } from "./command.ts";
import { currentFolder, readMatterUnder } from "./matter.ts";

export const usualReason = "accepted when Stagegate was introduced";
const longestReason = 500;

/** Until when and why everything that is found is accepted. */
type AcceptedTerms = Omit<StarterWaivers, "accepted">;

interface FirstPolicy {
  readonly text: string;
  /** What is found under it. */
  readonly report: Report;
  readonly baseline: Baseline | undefined;
}

/**
 * The first policy of a repository, made of what is found in it.
 * @param path of the policy, relative to the repository.
 * @throws InputError when more is found than a policy can accept, or something cannot be read.
 */
export async function firstPolicy(
  call: Call,
  path: string,
  accepting: AcceptedTerms | undefined,
): Promise<FirstPolicy> {
  const standing = await standingUnder(call, path);
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

/** How the repository stands under the text of a policy that is not on disk yet. Everything else is read once. */
async function standingUnder(call: Call, path: string): Promise<(policyText: string) => Report> {
  const texts = packTexts(call.world.packs);
  const resolved = (text: string) => resolvePolicy({ source: path, path, text }, rules, texts);
  const folder = currentFolder(call);
  const first = resolved(starterPolicyText({ targets: [], waivers: undefined }));
  const { change, today } = await readMatterUnder(first, call, [findRepository(folder) ?? folder], "any");
  return (text) => evaluate(change, resolved(text), rules, version, today);
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
