import { InputError } from "../../model/input-error.ts";
import type { PolicySource } from "../../policy/extends-chain.ts";
import { defaultPack, isPackName } from "../../policy/packs.ts";
import { readPolicyFile } from "../../policy/read-policy.ts";
import { isPinned, type RemotePolicy, remotePolicy } from "../../policy/remote-policy.ts";
import { type ResolvedPolicy, resolvePolicy } from "../../policy/resolve-policy.ts";
import { rules } from "../../rules/index.ts";
import type { RepositoryEvent } from "../event-subject.ts";
import { ownPolicies, packSource, packTexts, unknownPolicy } from "../policy-source.ts";
import type { GitHubClient } from "./client.ts";
import type { FirstLook } from "./first-look.ts";
import { readFirstPolicy, readRemotePolicy } from "./read-policy-file.ts";

export interface PolicyInputs {
  /** A pack, a path of the repository, or `owner/repo/path@ref`; undefined for the repository's own policy. */
  readonly policy: string | undefined;
  /** Folder of the packs, absolute. */
  readonly packs: string;
  /** Reads policies of other repositories, with a token of its own; undefined where the job's token does. */
  readonly policyClient?: GitHubClient | undefined;
  /** Taken along where the job's token reads the policy. */
  readonly look?: FirstLook | undefined;
}

/** What a policy may build on in other repositories. */
const deepestRemote = 5;
const mostRemote = 20;

/**
 * Reads the policy of a run where a pull request cannot change it: from the default branch of the repository, or from another
 * repository. Without one: the pack recommended.
 * @throws InputError for one that is named and not there, cannot be read, or has mistakes.
 */
export async function readPolicyFor(
  event: Pick<RepositoryEvent, "repository">,
  client: GitHubClient,
  { policy, packs, policyClient = client, look }: PolicyInputs,
): Promise<ResolvedPolicy> {
  const texts = packTexts(packs);
  const entry = await entryOf(event, policy, texts, { client, policyClient, look });
  const remote = await readExtended(entry, texts, policyClient);
  return resolvePolicy(entry, rules, texts, (name) => remote.get(name));
}

interface Clients {
  readonly client: GitHubClient;
  readonly policyClient: GitHubClient;
  readonly look: FirstLook | undefined;
}

async function entryOf(
  { repository }: Pick<RepositoryEvent, "repository">,
  named: string | undefined,
  texts: ReadonlyMap<string, string>,
  { client, policyClient, look }: Clients,
): Promise<PolicySource> {
  if (named !== undefined && isPackName(named)) return packSource(named, texts);
  const remote = named === undefined ? undefined : remotePolicy(named);
  if (named !== undefined && remote !== undefined) {
    const own = policyClient === client ? look : undefined;
    return { source: named, path: named, text: await readRemotePolicy(policyClient, named, remote, own) };
  }
  const paths = policyPaths(named);
  if (named !== undefined && !/[./]/.test(named)) throw unknownPolicy(named);
  const own = await readFirstPolicy(client, { repository, ref: "HEAD" }, paths, look);
  if (own !== undefined) return { source: named ?? own.path, path: own.path, text: own.text };
  if (named === undefined) return packSource(defaultPack, texts);
  throw new InputError("The policy is not on the default branch: a policy that only the change has is not used.", {
    path: named,
  });
}

/** Where the policy of a run can be in its repository, the first that is there; none for a pack and for another repository's. */
export function policyPaths(named: string | undefined): readonly string[] {
  if (named === undefined) return ownPolicies;
  return isPackName(named) || remotePolicy(named) !== undefined ? [] : [named.replace(/^(?:\.\/)+/, "")];
}

/**
 * Reads what a policy extends in other repositories, and what that extends in turn, so that it can then be folded at once.
 * @param known texts that need not be read.
 */
export async function readExtended(
  entry: PolicySource,
  packs: ReadonlyMap<string, string>,
  client: GitHubClient,
  known: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  let unread: readonly Pick<PolicySource, "path" | "text">[] = [entry];
  for (let depth = 0; unread.length > 0; depth += 1) {
    const next: Pick<PolicySource, "path" | "text">[] = [];
    for (const { name, remote, place } of unread.flatMap((file) => remoteNames(file, packs))) {
      if (texts.has(name)) continue;
      if (depth >= deepestRemote || texts.size >= mostRemote) {
        throw new InputError(
          `policies of other repositories extend each other more than ${deepestRemote} levels deep, or are more than ${mostRemote}`,
          place,
        );
      }
      const text = known.get(name) ?? (await readRemotePolicy(client, name, remote));
      texts.set(name, text);
      next.push({ path: name, text });
    }
    unread = next;
  }
  return texts;
}

function remoteNames({ path, text }: Pick<PolicySource, "path" | "text">, packs: ReadonlyMap<string, string>) {
  const file = readPolicyFile(text, path, rules);
  return (file.content.extends ?? []).flatMap((name, index) => {
    const remote: RemotePolicy | undefined = packs.has(name) ? undefined : remotePolicy(name);
    if (remote === undefined) return [];
    const place = file.placeOf(["extends", index]);
    if (isPinned(remote)) return [{ name, remote, place }];
    const message = `\`${name}\` must name a commit by its 40 digits behind the @: what stands at ${remote.ref} can change`;
    throw new InputError(message, place);
  });
}
