import type { Change } from "../model/change.ts";
import type { ResolvedPolicy } from "../policy/resolve-policy.ts";
import { isRepositoryFactsPath } from "../repository/facts-paths.ts";
import { namedFilesIn } from "../repository/read-repository.ts";
import type { ActionInputs } from "./action-inputs.ts";
import { readCheckout, requireCheckout } from "./checkout.ts";
import type { WorkflowEvent } from "./event.ts";
import type { RepositoryEvent } from "./event-subject.ts";
import type { GitHubClient } from "./github/client.ts";
import { type PolicyInputs, readPolicyFor } from "./github/policy-for.ts";
import { readChange } from "./github/read-change.ts";
import { readPolicy, selectionOf } from "./policy-source.ts";

/** Where a step reads what it judges: the policy first, then by it the change. */
export interface ActionSource {
  readPolicy(): Promise<ResolvedPolicy>;
  readChange(policy: Pick<ResolvedPolicy, "files" | "scope">): Promise<Change>;
}

/** GitHub's API at fixed commits; the policy from the default branch or another repository, never from the change. */
export function gitHubSource(
  event: RepositoryEvent,
  client: GitHubClient,
  inputs: ActionInputs,
  more: Omit<PolicyInputs, "policy">,
): ActionSource {
  return {
    readPolicy: () => readPolicyFor(event, client, { ...more, policy: inputs.policy }),
    readChange: (policy) =>
      readChange(event, client, {
        choice: {
          selection: selectionOf(policy),
          files: inputs.files,
          workingDirectory: inputs.workingDirectory,
        },
        scope: policy.scope,
        facts: { isFactsPath: isRepositoryFactsPath, namedFiles: namedFilesIn },
      }),
  };
}

/** The checkout, where a workflow gives the step no token. Whoever can change the checkout can then change the policy. */
export function checkoutSource(
  workspace: string,
  event: WorkflowEvent,
  inputs: ActionInputs,
  packs: string,
): ActionSource {
  return {
    async readPolicy() {
      requireCheckout(workspace, event.changeCommits);
      return readPolicy({ named: inputs.policy, folder: workspace, base: workspace, packs, trustLinks: false });
    },
    async readChange(policy) {
      const { workingDirectory, files } = inputs;
      const checkout = readCheckout({ workspace, workingDirectory, files, selection: selectionOf(policy) });
      return { head: event.head, ...checkout, target: undefined };
    },
  };
}
