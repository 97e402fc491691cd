import { join } from "node:path";
import { textJudge } from "../../check/judge-text.ts";
import { evaluate } from "../../evaluate.ts";
import { type FixedChange, type FixedFile, type FixJudge, fixChange } from "../../fix/fix-change.ts";
import { InputError } from "../../model/input-error.ts";
import type { Report } from "../../model/report.ts";
import { sourceFile } from "../../model/source.ts";
import { secretRanges } from "../../report/secret-ranges.ts";
import { unifiedDiff } from "../../report/unified-diff.ts";
import { rules } from "../../rules/index.ts";
import type { ExitStatus } from "../../run.ts";
import { pathFrom } from "../paths.ts";
import { replaceFile } from "../replace-file.ts";
import { version } from "../version.ts";
import { type Call, type Command, optionValue } from "./command.ts";
import { readMatter } from "./matter.ts";
import { appearance, say, write } from "./output.ts";
import { didYouMean } from "./suggestion.ts";
import { requireTarget } from "./target.ts";

export const fixCommand: Command = {
  name: "fix",
  operands: "[PATH…]",
  summary: "Fix what can be fixed.",
  description:
    "Applies the fixes of open findings in the Dockerfiles that are named, or found as for check, and judges again. A fix that " +
    "does not remove its finding, or brings another, is not applied. A name `-` is standard input; the fixed text is " +
    "written to standard output.\n\n" +
    "Exit status: 0 nothing that is left blocks, 1 blocked by findings that are left, 2 could not be carried out.",
  options: [
    { name: "dry-run", value: undefined, description: "Print the changes as a diff and change nothing." },
    { name: "unsafe", value: undefined, description: "Also apply fixes that may change what the build gives." },
    { name: "rule", value: "ID", description: "Fix the findings of this rule only." },
    { name: "policy", value: "FILE|PACK", description: "The policy that is judged by; found as for check." },
    { name: "target", value: "NAME", description: "The stage that ships, in every Dockerfile that has it." },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["see what would change", "fix --dry-run"],
    ["fix one file", "fix services/api/Dockerfile"],
    ["only one rule, also where the result may differ", "fix --unsafe --rule root-final-user"],
    ["as a filter, from an editor", "fix - < Dockerfile"],
  ],
  run: fix,
};

async function fix(call: Call): Promise<ExitStatus> {
  const rule = optionValue(call, "rule");
  requireRule(rule);
  const names = call.operands.length > 0 ? call.operands : ["."];
  const isFilter = names.includes("-");
  if (isFilter && names.length > 1) throw new InputError("Standard input is fixed alone: name no other file with `-`.");
  const matter = await readMatter(call, names, "any");
  for (const name of matter.emptyFolders) await say(call.world, `stagegate: no Dockerfiles under ${name}`);
  const { policy, today } = matter;
  const judge: FixJudge = {
    whole: (change) => evaluate(change, policy, rules, version, today),
    texts: (change) => textJudge({ change, policy, rules, today }),
  };
  const before = judge.whole(matter.change);
  requireTarget(before, optionValue(call, "target"));
  const fixed = fixChange(matter.change, { unsafe: call.options.has("unsafe"), rule }, judge);
  let unwritten = false;
  const isDry = call.options.has("dry-run");
  for (const file of fixed.files) {
    const shown = isFilter ? "standard input" : pathFrom(matter.folder, join(matter.base, file.path));
    try {
      if (isDry) await write(call.world.stdout, diffOf(file, shown, before, appearance(call).colour));
      else if (!isFilter) replaceFile(matter.base, join(matter.base, file.path), shown, file.before, file.after);
      await say(call.world, fixedLine(file, shown, fixed.report, isDry));
    } catch (error) {
      if (!(error instanceof InputError) || !error.place) throw error;
      unwritten = true;
      await say(call.world, error.line);
    }
  }
  const [only] = matter.change.files;
  if (isFilter && !isDry && only) await write(call.world.stdout, fixed.files[0]?.after ?? only.text);
  if (fixed.files.length === 0) await say(call.world, `stagegate: nothing to fix; ${left(openIn(fixed.report))}`);
  for (const { message, path } of fixed.report.problems) await say(call.world, path ? `${path}: ${message}` : message);
  return unwritten ? 2 : exitStatus(fixed);
}

function requireRule(rule: string | undefined): void {
  const ids = rules.map(({ id }) => id);
  if (rule === undefined || ids.includes(rule)) return;
  throw new InputError(`There is no rule "${rule}".${didYouMean(rule, ids)}`);
}

function diffOf({ path, before, after }: FixedFile, shown: string, report: Report, colour: boolean): string {
  const findings = report.files.filter(({ source }) => source.path === path).flatMap((file) => file.findings);
  const secrets = secretRanges(sourceFile(path, before), findings);
  const values = secrets.map(({ start, end }) => before.slice(start, end));
  return unifiedDiff(shown, before, after, values, colour);
}

function fixedLine({ path, rules: fixedRules }: FixedFile, shown: string, report: Report, isDry: boolean): string {
  const count = `${fixedRules.length} ${fixedRules.length === 1 ? "finding" : "findings"}`;
  const names = [...new Set(fixedRules)].join(", ");
  return `${shown}: ${isDry ? "would fix" : "fixed"} ${count} (${names}); ${left(openIn(report, path))}`;
}

function left(count: number): string {
  return count === 0 ? "nothing left" : `${count} left`;
}

function openIn({ files }: Report, path?: string): number {
  return files
    .filter(({ source }) => path === undefined || source.path === path)
    .flatMap(({ findings }) => findings)
    .filter(({ status }) => status === "open").length;
}

function exitStatus({ report: { conclusion } }: FixedChange): ExitStatus {
  return conclusion === "passed" ? 0 : conclusion === "blocked" ? 1 : 2;
}
