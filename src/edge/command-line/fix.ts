import { join } from "node:path";
import { textJudge } from "../../check/judge-text.ts";
import { evaluate } from "../../evaluate.ts";
import { type FixedChange, type FixedFile, type FixJudge, fixChange } from "../../fix/fix-change.ts";
import { migratableFiles } from "../../migrate/migratable.ts";
import type { Finding } from "../../model/finding.ts";
import { InputError } from "../../model/input-error.ts";
import type { Report } from "../../model/report.ts";
import { rules } from "../../rules/index.ts";
import type { ExitStatus } from "../../run.ts";
import { pathFrom } from "../paths.ts";
import { replaceFile } from "../replace-file.ts";
import { version } from "../version.ts";
import { type Call, type Command, optionValue } from "./command.ts";
import { diffOf } from "./fix-diff.ts";
import { type NamedMatter, readMatter } from "./matter.ts";
import { migrateFile } from "./migrate-file.ts";
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
    "With --migrate, one Dockerfile that builds and ships in the same stage is taken apart into a stage to build and one to run, " +
    "made of its own instructions. The result is printed, not written, unless --output or --write says so. What only you can " +
    "know is asked, on standard error and in a comment where the answer goes.\n\n" +
    "Exit status: 0 nothing that is left blocks, 1 blocked by findings that are left, 2 could not be carried out.",
  options: [
    { name: "dry-run", value: undefined, description: "Print the changes as a diff and change nothing." },
    { name: "unsafe", value: undefined, description: "Also apply fixes that may change what the build gives." },
    { name: "rule", value: "ID", description: "Fix the findings of this rule only." },
    {
      name: "migrate",
      value: undefined,
      description: "Take a Dockerfile apart that builds and ships in one stage, and print the result.",
    },
    { name: "output", value: "FILE", description: "With --migrate: write the result to this file." },
    { name: "write", value: undefined, description: "With --migrate: replace the Dockerfile." },
    { name: "policy", value: "FILE|PACK", description: "The policy that is judged by; found as for check." },
    { name: "target", value: "NAME", description: "The stage that ships, in every Dockerfile that has it." },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["see what would change", "fix --dry-run"],
    ["fix one file", "fix services/api/Dockerfile"],
    ["only one rule, also where the result may differ", "fix --unsafe --rule root-final-user"],
    [
      "a multi-stage Dockerfile from one that builds and ships in the same stage",
      "fix --migrate services/api/Dockerfile",
    ],
    ["as a filter, from an editor", "fix - < Dockerfile"],
  ],
  run: fix,
};

async function fix(call: Call): Promise<ExitStatus> {
  if (call.options.has("migrate")) return migrateFile(call, judgeOf);
  for (const name of ["output", "write"]) {
    if (call.options.has(name)) throw new InputError(`--${name} goes with --migrate; without it, fix writes in place.`);
  }
  const rule = optionValue(call, "rule");
  requireRule(rule);
  const names = call.operands.length > 0 ? call.operands : ["."];
  const isFilter = names.includes("-");
  if (isFilter && names.length > 1) throw new InputError("Standard input is fixed alone: name no other file with `-`.");
  const matter = await readMatter(call, names, "any");
  for (const name of matter.emptyFolders) await say(call.world, `stagegate: no Dockerfiles under ${name}`);
  const judge = judgeOf(matter);
  const before = judge.whole(matter.change);
  requireTarget(before, optionValue(call, "target"));
  const fixed = fixChange(matter.change, { unsafe: call.options.has("unsafe"), rule }, judge);
  let unwritten = false;
  const isDry = call.options.has("dry-run");
  for (const file of fixed.files) {
    const shown = isFilter ? "standard input" : pathFrom(matter.folder, join(matter.base, file.path));
    try {
      if (isDry)
        await write(call.world.stdout, diffOf(file, shown, findingsAt(before, file.path), appearance(call).colour));
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
  if (fixed.files.length === 0) await say(call.world, "stagegate: nothing to fix by itself");
  await say(call.world, remainder(fixed.report, matter, call));
  for (const { message, path } of fixed.report.problems) await say(call.world, path ? `${path}: ${message}` : message);
  return unwritten ? 2 : exitStatus(fixed);
}

function requireRule(rule: string | undefined): void {
  const ids = rules.map(({ id }) => id);
  if (rule === undefined || ids.includes(rule)) return;
  throw new InputError(`There is no rule "${rule}".${didYouMean(rule, ids)}`);
}

function judgeOf({ policy, today }: NamedMatter): FixJudge {
  return {
    whole: (change) => evaluate(change, policy, rules, version, today),
    texts: (change) => textJudge({ change, policy, rules, today }),
  };
}

function fixedLine({ path, rules: fixedRules }: FixedFile, shown: string, report: Report, isDry: boolean): string {
  const count = `${fixedRules.length} ${fixedRules.length === 1 ? "finding" : "findings"}`;
  const names = [...new Set(fixedRules)].join(", ");
  return `${shown}: ${isDry ? "would fix" : "fixed"} ${count} (${names}); ${left(findingsAt(report, path).length)}`;
}

function left(count: number): string {
  return count === 0 ? "nothing left" : `${count} left`;
}

/** Open findings of a file, or of all. */
function findingsAt({ files }: Report, path?: string): readonly Finding[] {
  return files
    .filter(({ source }) => path === undefined || source.path === path)
    .flatMap(({ findings }) => findings)
    .filter(({ status }) => status === "open");
}

/** What is left, and who or what takes care of it. */
function remainder(report: Report, { base, folder }: NamedMatter, { options }: Call): string {
  const findings = findingsAt(report);
  if (findings.length === 0) return "stagegate: nothing is left";
  const unsafe = options.has("unsafe") ? 0 : findings.filter(({ fix }) => fix && !fix.safe).length;
  const others = findings.length - unsafe;
  const lines = [`stagegate: ${findings.length} left`];
  if (others > 0)
    lines.push(`  ${others} ${others === 1 ? "needs" : "need"} a person: stagegate check says what to write`);
  if (unsafe > 0) {
    lines.push(
      `  ${unsafe} ${unsafe === 1 ? "has a fix" : "have fixes"} that may change what the build gives: stagegate fix --unsafe`,
    );
  }
  const [file] = migratableFiles(report);
  if (file !== undefined) {
    lines.push(
      `  building and running can be taken apart: stagegate fix --migrate ${pathFrom(folder, join(base, file))}`,
    );
  }
  return lines.join("\n");
}

function exitStatus({ report: { conclusion } }: FixedChange): ExitStatus {
  return conclusion === "passed" ? 0 : conclusion === "blocked" ? 1 : 2;
}
