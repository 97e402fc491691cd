import { yamlText } from "./yaml-text.ts";

/** What a workflow writes behind `uses:`. */
const action = "stagegate/stagegate@v1";

/**
 * The text of the workflow that judges pull requests. It needs no checkout: the action reads what it judges through the API.
 * @param defaultBranch its name, as git has it.
 */
export function starterWorkflowText(defaultBranch: string): string {
  return `# Judges the Dockerfiles of every pull request by .github/stagegate.yml. It blocks merges once the check "dockerfile-policy" is
# required for the default branch: Settings, Rules, Rulesets.
name: Stagegate

on:
  # No \`paths:\` here: a required check that is filtered away is waited for without end, and without Dockerfiles this ends in
  # seconds. \`edited\` is for a pull request that is pointed at another branch. Do not filter it by \`if:\` either: a job
  # that is skipped counts as passed.
  pull_request:
    types: [opened, synchronize, reopened, edited]
  # An approval lets waivers in comments count, and one that is withdrawn ends them.
  pull_request_review:
    types: [submitted, dismissed]
  merge_group:
  # On the default branch everything is judged and reported, and nothing blocks.
  push:
    branches: [${branchFilter(defaultBranch)}]

permissions: {}

concurrency:
  # A pull request needs the verdict on its last commit only.
  group: dockerfile-policy-\${{ github.event.pull_request.number || github.sha }}
  cancel-in-progress: true

jobs:
  dockerfile-policy:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # the Dockerfiles and the policy; nothing has to be checked out
      pull-requests: write # comments on lines; without it they stand in the job summary alone
    steps:
      - uses: ${action}
`;
}

/** Filters of branches are patterns: what means something in them is escaped. */
function branchFilter(branch: string): string {
  const pattern = branch.replace(/[\\*?+[\]!]/g, "\\$&");
  return /^[A-Za-z][\w./-]*$/.test(pattern) && !/^(?:true|false|null)$/i.test(pattern) ? pattern : yamlText(pattern);
}
