import { join } from "node:path";
import { InputError } from "../../model/input-error.ts";
import { renderAccepted, renderStanding } from "../../report/starter-text.ts";
import type { ExitStatus } from "../../run.ts";
import { starterWorkflowText } from "../../starter/starter-workflow.ts";
import { isTaken, type NewFile, writeNewFiles } from "../new-files.ts";
import { pathFrom } from "../paths.ts";
import { ownPolicies } from "../policy-source.ts";
import { defaultBranch, findRepository } from "../repository.ts";
import type { Call, Command } from "./command.ts";
import { acceptedTerms, firstPolicy, usualReason } from "./first-policy.ts";
import { currentFolder } from "./matter.ts";
import { appearance, write } from "./output.ts";

const ownWorkflows = [".github/workflows/stagegate.yml", ".github/workflows/stagegate.yaml"];

export const initCommand: Command = {
  name: "init",
  operands: "",
  summary: "Introduce Stagegate to a repository.",
  description:
    "Writes .github/stagegate.yml, the policy, and .github/workflows/stagegate.yml, the workflow that judges pull requests, and " +
    "says what the gate says of the repository today. What is there is never overwritten without --force.\n\n" +
    "Exit status: 0 written, 2 not.",
  options: [
    {
      name: "accept-existing",
      value: "DATE",
      description:
        "Accept everything that is found today until this day (YYYY-MM-DD), as waivers in the policy: one a rule, with its files.",
    },
    { name: "reason", value: "TEXT", description: `Why it is accepted. Without it: ${usualReason}.` },
    { name: "dry-run", value: undefined, description: "Print the files, and write nothing." },
    { name: "force", value: undefined, description: "Overwrite the files where they are there." },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["a policy and a workflow", "init"],
    ["what they would say", "init --dry-run"],
    [
      "a repository with a past: only what is new counts, and the rest is due in spring",
      "init --accept-existing 2027-03-31",
    ],
  ],
  run: introduce,
};

async function introduce(call: Call): Promise<ExitStatus> {
  if (call.operands.length > 0) {
    throw new InputError("stagegate init takes no file: it is for the repository of the current folder.");
  }
  const accepting = acceptedTerms(call);
  const folder = currentFolder(call);
  const base = findRepository(folder) ?? folder;
  const paths = [pathOf(base, ownPolicies), pathOf(base, ownWorkflows)] as const;
  const isDry = call.options.has("dry-run");
  if (!isDry && !call.options.has("force")) refuseTaken(base, folder, paths);

  const policy = await firstPolicy(call, paths[0], accepting);
  const files: NewFile[] = [
    { path: paths[0], text: policy.text },
    { path: paths[1], text: starterWorkflowText(defaultBranch(base) ?? "main") },
  ];
  if (!isDry) writeNewFiles(base, files, call.options.has("force"));
  const shown = files.map(({ path, text }) => {
    const name = pathFrom(folder, join(base, path));
    return isDry ? `# ${name}\n${text}` : `Written: ${name}`;
  });
  const parts = [
    shown.join("\n"),
    `What the gate says today${accepting ? ", with what was accepted" : ""}:`,
    renderStanding(policy.report, appearance(call)).trimEnd(),
    ...(policy.baseline && accepting ? [renderAccepted(policy.baseline, accepting.expires, appearance(call))] : []),
    ...(isDry ? [] : [nextSteps(accepting !== undefined)]),
  ];
  await write(call.world.stdout, `${parts.join("\n\n")}\n`);
  return 0;
}

function pathOf(base: string, names: readonly string[]): string {
  return names.find((name) => isTaken(base, name)) ?? names[0] ?? "";
}

function refuseTaken(base: string, folder: string, paths: readonly string[]): void {
  const taken = paths.filter((path) => isTaken(base, path)).map((path) => pathFrom(folder, join(base, path)));
  const [first, other] = taken;
  if (first === undefined) return;
  const also = other === undefined ? "" : `, and so is ${other}`;
  throw new InputError(`is there already${also}. Nothing was written; --force overwrites.`, { path: first });
}

function nextSteps(hasAccepted: boolean): string {
  return [
    "Next: commit both files, and make the check dockerfile-policy required for the default branch.",
    ...(hasAccepted
      ? []
      : [
          "In a pull request only what it brings counts. To have all else accepted until a day, run",
          "stagegate init --force --accept-existing YYYY-MM-DD.",
        ]),
  ].join("\n");
}
