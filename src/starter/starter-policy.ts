import type { AcceptedRule } from "./accepted-findings.ts";
import type { UndecidedTargets } from "./undecided-targets.ts";
import { yamlName, yamlText } from "./yaml-text.ts";

/** What a first policy says beyond the pack that it extends. */
export interface StarterPolicy {
  readonly targets: readonly UndecidedTargets[];
  readonly waivers: StarterWaivers | undefined;
}

export interface StarterWaivers {
  readonly accepted: readonly AcceptedRule[];
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day. */
  readonly expires: string;
}

/** As many as the schema takes. */
const mostTargets = 200;

const head = `# yaml-language-server: $schema=https://raw.githubusercontent.com/stagegate/stagegate/v1/policies/schema.json
#
# By this policy Stagegate judges the Dockerfiles of this repository. A pull request is judged by the policy of the default
# branch, so a change to this file counts once it is merged. On the command line it counts as it stands here:
# \`stagegate check\` judges, \`stagegate check --explain\` says which line is behind each finding.
version: 1

# recommended: errors for what is wrong in any image, warnings for the rest. strict raises what it can; secrets is about
# secrets that leak, and nothing else.
extends: recommended

# Dockerfiles that are to be left alone:
# files:
#   exclude: ["third_party/**", "**/testdata/**"]
`;

const targetsExample = `
# What ships, where the last stage of a Dockerfile is not all that is published:
# targets:
#   - files: "services/*/Dockerfile"
#     ships: [production, worker]
#     test: tester
`;

const rulesExample = `
# Levels are error, warning, notice and off; errors block, from another level on with \`fail-on\`. \`stagegate rules\` lists the
# rules, \`stagegate rules ID\` explains one, with its options.
# rules:
#   root-final-user: error
#   non-minimal-final-base: { level: error, allow: ["ghcr.io/acme/runtime/*"] }
`;

const waiversExample = `
# Findings that are accepted until a day, with a reason. Or by a comment above the instruction:
# \`# stagegate: waive root-final-user until YYYY-MM-DD -- reason\`.
# waivers:
#   - { rule: root-final-user, files: "legacy/**", reason: "…", expires: YYYY-MM-DD }
`;

/** The text of a repository's first policy. */
export function starterPolicyText({ targets, waivers }: StarterPolicy): string {
  const isEmpty = waivers === undefined || waivers.accepted.length === 0;
  return [head, targetsText(targets), rulesExample, isEmpty ? waiversExample : waiversText(waivers)].join("");
}

function targetsText(targets: readonly UndecidedTargets[]): string {
  if (targets.length === 0) return targetsExample;
  const entries = targets.slice(0, mostTargets).map(({ glob, ships, undecided }) => {
    return `  # In question: ${undecided.join(", ")}
  - files: ${yamlText(glob)}
    ships: [${ships.map(yamlName).join(", ")}]
`;
  });
  const rest = targets.length - entries.length;
  const more = rest > 0 ? `  # … and ${rest} more Dockerfiles with such stages\n` : "";
  return `
# What ships. These Dockerfiles have stages that nothing needs, and nothing in the repository builds them: if their images are
# published, add them to \`ships\`; if not, remove the stages. \`test\` names a stage that runs the tests.
targets:
${entries.join("")}${more}`;
}

function waiversText({ accepted, reason, expires }: StarterWaivers): string {
  const entries = accepted.map(
    ({ rule, files }) => `  - rule: ${rule}
    reason: ${yamlText(reason)}
    expires: ${expires}
    files:
${files.map((glob) => `      - ${yamlText(glob)}\n`).join("")}`,
  );
  return `
# What was there when Stagegate was introduced. On the day after \`expires\` it counts again. Take a file out once it is clean: as
# long as it stands here, new findings of that rule in it are waived too. An entry that nothing needs is reported.
waivers:
${entries.join("")}`;
}
