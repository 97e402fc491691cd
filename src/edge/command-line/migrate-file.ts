import { realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { withText } from "../../check/judge-text.ts";
import { type FixJudge, fixChange } from "../../fix/fix-change.ts";
import { migratableStage } from "../../migrate/migratable.ts";
import { migrateStage, questionsIn } from "../../migrate/migrate-dockerfile.ts";
import type { ContextReader, Migration } from "../../migrate/migration.ts";
import type { Change } from "../../model/change.ts";
import type { Finding } from "../../model/finding.ts";
import { InputError } from "../../model/input-error.ts";
import type { FileReport, Report } from "../../model/report.ts";
import { openFindings } from "../../report/place.ts";
import type { ExitStatus } from "../../run.ts";
import { isInside, pathFrom } from "../paths.ts";
import { replaceFile } from "../replace-file.ts";
import { readTextFile } from "../text-file.ts";
import type { Call } from "./command.ts";
import { diffOf } from "./fix-diff.ts";
import { type NamedMatter, readMatter } from "./matter.ts";
import { appearance, say, write, writeResult } from "./output.ts";
import { requireTarget } from "./target.ts";

const alone = ["unsafe", "rule"];

/**
 * `stagegate fix --migrate [FILE]`: prints the Dockerfile with building and running taken apart, and says what is left to answer.
 * @throws InputError where there is nothing to take apart, or no way to.
 */
export async function migrateFile(call: Call, judge: (matter: NamedMatter) => FixJudge): Promise<ExitStatus> {
  for (const name of alone) if (call.options.has(name)) throw new InputError(`--migrate goes without --${name}.`);
  if (call.options.has("write") && (call.options.has("output") || call.options.has("dry-run"))) {
    throw new InputError("--write replaces the Dockerfile: it goes without --output and --dry-run.");
  }
  const [name = "Dockerfile", ...more] = call.operands;
  if (more.length > 0) throw new InputError("--migrate takes one Dockerfile.");
  const matter = await readMatter(call, [name], "file");
  const judges = judge(matter);
  const report = judges.whole(matter.change);
  const target = call.options.get("target");
  requireTarget(report, target === true ? undefined : target);
  const file = fileIn(report, matter, name);
  const migration = migrated(file, matter, name);
  const shown = name === "-" ? "standard input" : name;
  const ordered = inOrder(withText(matter.change, file.source.path, migration.text), judges);
  const settled = { ...migration, ...ordered.migration };
  await publish(call, file, settled, matter, shown);
  await say(call.world, summary(shown, settled, ordered.report, file.source.path));
  const { conclusion } = ordered.report;
  return conclusion === "passed" ? 0 : conclusion === "blocked" ? 1 : 2;
}

/** A new stage to build is no place for sources in front of the install: the fix for that is part of taking it apart. */
function inOrder(change: Change, judge: FixJudge): { readonly report: Report; readonly migration: Partial<Migration> } {
  const choice = { unsafe: true, rule: "source-before-dependencies" };
  const { report, files } = fixChange(change, choice, judge);
  const text = files[0]?.after;
  return { report, migration: text === undefined ? {} : { text, questions: questionsIn(text) } };
}

function fileIn({ files, problems }: Report, { change }: NamedMatter, name: string): FileReport {
  const path = change.files[0]?.path;
  const file = files.find(({ source, graph }) => source.path === path && graph !== undefined);
  if (file) return file;
  throw new InputError(problems[0]?.message ?? "cannot be read.", { path: name });
}

function migrated({ graph, findings }: FileReport, matter: NamedMatter, name: string): Migration {
  const stage = graph && migratableStage(graph, findings);
  if (!graph || !stage) {
    throw new InputError("has no stage that builds the program and ships it. There is nothing to migrate.", {
      path: name,
    });
  }
  const folder = graph.repository?.context?.folder ?? dirname(graph.dockerfile.source.path);
  const migration = migrateStage(graph, stage, contextReader(matter.base, join(matter.base, folder)));
  if ("reason" in migration) throw new InputError(`was not migrated. ${migration.reason}`, { path: name });
  return migration;
}

/** Files of the build context; a name that ends with `/` asks whether a folder is there. Nothing outside of `base` is read. */
function contextReader(base: string, folder: string): ContextReader {
  return (path) => {
    try {
      const real = realpathSync(join(folder, path));
      if (!isInside(base, real)) return undefined;
      if (path.endsWith("/")) return statSync(real).isDirectory() ? "" : undefined;
      const file = readTextFile(real);
      return file.kind === "text" ? file.text : undefined;
    } catch {
      // A file that is not there says nothing.
      return undefined;
    }
  };
}

async function publish(
  call: Call,
  file: FileReport,
  { text }: Migration,
  matter: NamedMatter,
  shown: string,
): Promise<void> {
  const { source, findings } = file;
  if (call.options.has("dry-run")) {
    return write(
      call.world.stdout,
      diffOf({ path: source.path, before: source.text, after: text }, shown, findings, appearance(call).colour),
    );
  }
  if (!call.options.has("write") || shown === "standard input") return writeResult(call, text);
  const path = join(matter.base, source.path);
  replaceFile(matter.base, path, pathFrom(matter.folder, path), source.text, text);
}

/** What is to be answered, and what the new file is still found guilty of. */
function summary(shown: string, { questions }: Migration, left: Report, path: string): string {
  const findings = left.files.filter(({ source }) => source.path === path).flatMap(openFindings);
  const verdict = findings.length === 0 ? "judges clean" : `${counted(findings.length, "finding")} left`;
  const asked = questions.length === 0 ? "no question open" : `${counted(questions.length, "question")} for you`;
  return [
    `${shown}: building and running are stages of their own now; ${verdict}, ${asked}`,
    ...questions.map(({ line, text }) => `  line ${line}: ${text}`),
    ...findings.map((finding) => `  ${leftLine(finding)}`),
  ].join("\n");
}

function leftLine({ span, level, rule }: Finding): string {
  return `line ${span.start.line}: ${level}, ${rule}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
