import { migratableFiles } from "../../migrate/migratable.ts";
import { InputError } from "../../model/input-error.ts";
import type { Policy } from "../../model/policy.ts";
import type { PolicyExplanation } from "../../model/policy-explanation.ts";
import type { Report } from "../../model/report.ts";
import { explainPolicy } from "../../policy/explain-policy.ts";
import type { ResolvedPolicy } from "../../policy/resolve-policy.ts";
import { waiverRules } from "../../policy/waiver-rules.ts";
import { renderHtml } from "../../report/html.ts";
import { renderJson } from "../../report/json.ts";
import { nextSteps } from "../../report/next-steps.ts";
import { renderSarif } from "../../report/sarif.ts";
import { renderMarkdown } from "../../report/summary.ts";
import { renderText } from "../../report/text.ts";
import { rules } from "../../rules/index.ts";
import { type ExitStatus, run } from "../../run.ts";
import { version } from "../version.ts";
import { type Call, type Command, optionValue } from "./command.ts";
import { type NamedMatter, readMatter } from "./matter.ts";
import { appearance, say, writeResult } from "./output.ts";
import { progressLine } from "./progress.ts";
import { withPathsFrom } from "./report-paths.ts";
import { requireTarget } from "./target.ts";

const formats = ["text", "json", "markdown", "sarif", "html"] as const;
type Format = (typeof formats)[number];

/** So many Dockerfiles that judging them takes a while. */
const many = 100;

export const checkCommand: Command = {
  name: "check",
  operands: "[PATH…]",
  summary: "Judge Dockerfiles by a policy.",
  description:
    "Judges the Dockerfiles that are named, or found under the folders that are named; without a name, under the current " +
    "folder. A name `-` is standard input.\n\n" +
    "Exit status: 0 passes, 1 blocked by findings, 2 could not be carried out, or something stayed unjudged.",
  options: [
    {
      name: "policy",
      value: "FILE|PACK",
      description:
        "A policy file, or a pack: recommended, strict, secrets. Without it: .github/stagegate.yml of the repository, else recommended.",
    },
    {
      name: "format",
      value: "FORMAT",
      choices: formats,
      description: "How to report: text (the default), json, sarif, markdown or html.",
    },
    { name: "output", value: "FILE", description: "Write the report to a file instead of standard output." },
    {
      name: "fail-on",
      value: "LEVEL",
      choices: ["error", "warning", "notice", "never"],
      description: "The lowest level that blocks: error, warning, notice or never. Without it, what the policy says.",
    },
    { name: "target", value: "NAME", description: "The stage that ships, in every Dockerfile that has it." },
    {
      name: "since",
      value: "REF",
      description: "Only what is new counts: new since the work on disk left this branch, tag or commit.",
    },
    {
      name: "explain",
      value: undefined,
      description:
        "Say why: what set the level of each finding, and what waived it. Lists waived and existing findings too.",
    },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["every Dockerfile under the current folder", "check"],
    ["one file, by a stricter policy", "check --policy strict services/api/Dockerfile"],
    ["a report for another program", "check --format json --output report.json"],
    ["for code scanning", "check --format sarif --output stagegate.sarif"],
    ["a page to read and to pass on", "check --format html --output report.html"],
    ["what a branch brings, before it is pushed", "check --since origin/main"],
    ["which line of which policy is behind each finding", "check --explain"],
    ["what an editor has not saved yet", "check - < Dockerfile"],
  ],
  run: check,
};

async function check(call: Call): Promise<ExitStatus> {
  const { world } = call;
  const format = (optionValue(call, "format") ?? "text") as Format;
  if (call.options.has("explain") && format !== "text") {
    throw new InputError(`--explain is for people: it goes with --format text, not with ${format}.`);
  }
  const progress = progressLine(world, () => performance.now());
  const edges = {
    async read() {
      const names = call.operands.length > 0 ? call.operands : ["."];
      const matter = await readMatter(call, names, "any", (count) => progress.show(`${count} Dockerfiles found`));
      for (const name of matter.emptyFolders) await say(world, `stagegate: no Dockerfiles under ${name}`);
      const { length } = matter.change.files;
      progress.show(`judging ${length} Dockerfiles`, length >= many);
      return { ...matter, policy: withFailOn(matter.policy, call) };
    },
    async publish(report: Report, matter: NamedMatter) {
      progress.clear();
      requireTarget(report, optionValue(call, "target"));
      const explanation = call.options.has("explain") ? explanationOf(matter.policy, call) : undefined;
      const shown = withPathsFrom(report, matter);
      await writeResult(call, rendered(shown, format, call, explanation));
    },
  };
  return run(edges, rules, version);
}

function rendered(report: Report, format: Format, call: Call, explanation: PolicyExplanation | undefined): string {
  switch (format) {
    case "json":
      return renderJson(report);
    case "sarif":
      return renderSarif(report, [...rules, ...waiverRules]);
    case "markdown":
      return renderMarkdown(report);
    case "html":
      return renderHtml(report);
    default:
      return renderText(
        report,
        { ...appearance(call), nextSteps: nextSteps(report, migratableFiles(report)) },
        explanation,
      );
  }
}

function explanationOf(policy: ResolvedPolicy, call: Call): PolicyExplanation {
  const explanation = explainPolicy(policy, rules);
  if (!call.options.has("fail-on")) return explanation;
  return { ...explanation, failOn: { level: policy.failOn, origin: "option" } };
}

/** On the command line the person who asks decides what blocks. */
function withFailOn(policy: ResolvedPolicy, call: Call): ResolvedPolicy {
  const failOn = optionValue(call, "fail-on") as Policy["failOn"] | undefined;
  return failOn === undefined ? policy : { ...policy, failOn };
}
