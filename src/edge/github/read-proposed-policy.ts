import type { ChangedFile } from "../../model/change.ts";
import { type ErrorPlace, InputError } from "../../model/input-error.ts";
import type { Problem } from "../../model/report.ts";
import { type SourceFile, type Span, sourceFile, spanBetween } from "../../model/source.ts";
import type { PolicySource } from "../../policy/extends-chain.ts";
import { defaultPack } from "../../policy/packs.ts";
import { PolicyError } from "../../policy/policy-error.ts";
import { type ResolvedPolicy, resolvePolicy } from "../../policy/resolve-policy.ts";
import { rules } from "../../rules/index.ts";
import type { RepositoryName } from "../event-subject.ts";
import { packSource, packTexts } from "../policy-source.ts";
import type { GitHubClient } from "./client.ts";
import { type PolicyInputs, policyPaths, readExtended } from "./policy-for.ts";
import { readFirstPolicy } from "./read-policy-file.ts";

/** A change as far as it may touch the policy. */
export interface PolicyBearer {
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly changed: readonly Pick<ChangedFile, "path" | "previousPath">[];
}

/** The policy that a run would be judged by after the merge. */
export interface ProposedPolicy {
  /** Undefined where it cannot be used, which problems then say. */
  readonly policy: ResolvedPolicy | undefined;
  readonly problems: readonly Problem[];
}

const mostMistakes = 10;
const afterMerge = "This change is judged by the trusted policy; once merged, this is an error of every run.";

/**
 * Reads the policy that a change proposes: the file that the run uses, as it is at the head. Undefined, without a request, where the
 * change leaves that file alone. One request; more only for what it newly extends in other repositories, which is read with the
 * job's own token alone: whoever writes the change must not be shown what only the policy token may read.
 * @param trusted the policy that judges.
 */
export async function readProposedPolicy(
  client: GitHubClient,
  { repository, headSha, changed }: PolicyBearer,
  { policy: named, packs }: Pick<PolicyInputs, "policy" | "packs">,
  trusted: ResolvedPolicy,
): Promise<ProposedPolicy | undefined> {
  const paths = policyPaths(named);
  const isPolicy = (path: string | undefined) => path !== undefined && paths.includes(path);
  if (!changed.some(({ path, previousPath }) => isPolicy(path) || isPolicy(previousPath))) return undefined;
  let own: SourceFile | undefined;
  try {
    const texts = packTexts(packs);
    const file = await readFirstPolicy(client, { repository, ref: headSha }, paths);
    if (file) own = sourceFile(file.path, file.text);
    const entry: PolicySource | undefined = file && { ...file, source: named ?? file.path };
    if (entry === undefined && named !== undefined) return removed(named);
    const proposed = entry ?? packSource(defaultPack, texts);
    const known = new Map(trusted.chain.map(({ path, source }) => [path, source.text]));
    const remote = await readExtended(proposed, texts, client, known);
    return { policy: resolvePolicy(proposed, rules, texts, (name) => remote.get(name)), problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { policy: undefined, problems: mistakeProblems(error, own) };
  }
}

function removed(path: string): ProposedPolicy {
  const message = `This change removes the policy that the workflow names. ${afterMerge}`;
  return { policy: undefined, problems: [problem(message, path, undefined)] };
}

function mistakeProblems(error: InputError, own: SourceFile | undefined): Problem[] {
  const mistakes = error instanceof PolicyError ? error.mistakes : [error];
  const problems = mistakes.slice(0, mostMistakes).map(({ message, place, line }) => {
    const isOwn = place !== undefined && place.path === own?.path;
    const said = `The policy of this change cannot be used: ${withStop(isOwn ? message : line)} ${afterMerge}`;
    return problem(said, own?.path, isOwn ? spanAt(own, place) : undefined);
  });
  const rest = mistakes.length - problems.length;
  if (rest === 0) return problems;
  return [...problems, problem(`The policy of this change has ${rest} more mistakes.`, own?.path, undefined)];
}

/** From a place to the end of its line. */
function spanAt(source: SourceFile | undefined, { line, column = 1 }: ErrorPlace): Span | undefined {
  const start = line === undefined ? undefined : source?.lineStarts[line - 1];
  if (source === undefined || line === undefined || start === undefined) return undefined;
  const next = source.lineStarts[line] ?? source.text.length + 1;
  const end = Math.max(start, next - 1);
  return spanBetween(source, Math.min(start + column - 1, end), end);
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function problem(message: string, path: string | undefined, span: Span | undefined): Problem {
  return { code: "policy-unreadable", message, path, span, incomplete: false };
}
