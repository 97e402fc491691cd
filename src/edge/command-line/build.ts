import { buildables } from "../../build/buildables.ts";
import { isBuilderName } from "../../build/buildx-arguments.ts";
import { type BuildPlan, planBuilds } from "../../build/plan-builds.ts";
import { evaluate } from "../../evaluate.ts";
import type { TargetResult } from "../../model/build-result.ts";
import { InputError } from "../../model/input-error.ts";
import type { Report } from "../../model/report.ts";
import { renderBuildJson } from "../../report/build-json.ts";
import { buildText } from "../../report/build-table.ts";
import { visibleText } from "../../report/foreign-text.ts";
import { renderText } from "../../report/text.ts";
import failedTestStage from "../../rules/failed-test-stage.ts";
import type { ExitStatus } from "../../run.ts";
import { stoppedBySignals } from "../buildx/cancellation.ts";
import { runBuilds } from "../buildx/run-builds.ts";
import { readSecretOptions } from "../buildx/secrets.ts";
import { timeLimitOf, usualTimeLimit } from "../buildx/time-limit.ts";
import { version } from "../version.ts";
import { type Call, type Command, optionValue } from "./command.ts";
import { type NamedMatter, readMatter } from "./matter.ts";
import { appearance, writeResult } from "./output.ts";
import { withPathsFrom } from "./report-paths.ts";
import { didYouMean } from "./suggestion.ts";

export const buildCommand: Command = {
  name: "build",
  operands: "[FILE]",
  summary: "Build the test target of Dockerfiles through Docker Buildx.",
  description:
    "Builds the targets that test, in the contexts and with the arguments that compose, bake and workflow files of the " +
    "repository say, and points to the instruction that fails. Without a name, of all Dockerfiles under the current folder, in " +
    "one bake. No image is left behind.\n\n" +
    "Exit status: 0 all were built, 1 one failed, 2 could not be carried out: no engine, no such target, no image or secret, no time.",
  options: [
    { name: "target", value: "NAME", description: "Build this stage, and not those that test." },
    { name: "builder", value: "NAME", description: "The Buildx builder to build on. Without it, the one in use." },
    {
      name: "secret",
      value: "ID=VARIABLE",
      repeats: true,
      description:
        "A secret that steps mount by this id, from a variable of the environment. May stand more than once.",
    },
    {
      name: "time-limit",
      value: "SECONDS",
      description: `How long everything may take. Without it, ${usualTimeLimit} seconds.`,
    },
    { name: "policy", value: "FILE|PACK", description: "The policy that names test targets; found as for check." },
    {
      name: "format",
      value: "FORMAT",
      choices: ["text", "json"],
      description: "How to report: text (the default) or json.",
    },
    { name: "output", value: "FILE", description: "Write the report to a file instead of standard output." },
    { name: "no-color", value: undefined, description: "Never colour the output. NO_COLOR does the same." },
  ],
  examples: [
    ["the tests of every Dockerfile under the current folder", "build"],
    ["one target, with a secret", "build --target e2e --secret npm=NPM_TOKEN services/web/Dockerfile"],
    ["on a builder of your own, for another program", "build --builder remote --format json --output build.json"],
  ],
  run: build,
};

async function build(call: Call): Promise<ExitStatus> {
  if (call.operands.length > 1) throw new InputError("stagegate build takes one Dockerfile or folder.");
  const { world } = call;
  const builder = optionValue(call, "builder");
  if (builder !== undefined && !isBuilderName(builder)) throw new InputError(`There is no builder "${builder}".`);
  const timeLimit = timeLimitOf(optionValue(call, "time-limit"), "--time-limit");
  const secrets = readSecretOptions(call.repeated.get("secret") ?? [], world.environment);
  const matter = await readMatter(call, call.operands.length > 0 ? call.operands : ["."], "any");
  const plan = planOf(matter, optionValue(call, "target"));
  const end = await stoppedBySignals((signal) =>
    runBuilds(plan.builds, {
      root: matter.base,
      environment: world.environment,
      builder,
      secrets,
      timeLimit,
      signal,
      log: (line) => world.stderr.write(`${visibleText(line)}\n`),
      now: () => performance.now(),
    }),
  );
  if (end.kind === "no-engine") throw new InputError(`Nothing was built: ${end.reason}.`);
  const report = withPathsFrom(judged(matter, end.results, plan), matter);
  await writeResult(call, rendered(report, end.results, call));
  return exitStatus(report, end.results);
}

/** @throws InputError where there is nothing to build. */
function planOf({ change, policy }: NamedMatter, target: string | undefined): BuildPlan {
  const found = buildables({ ...change, target: undefined }, policy);
  const having = target === undefined ? found : found.filter(({ graph }) => hasStage(graph.stages, target));
  if (target !== undefined && having.length === 0) {
    const names = found.flatMap(({ graph }) => graph.stages.flatMap(({ name }) => name ?? []));
    throw new InputError(`No Dockerfile here has the target "${target}".${didYouMean(target, [...new Set(names)])}`);
  }
  const plan = planBuilds(having, {
    what: "test",
    target,
    policy,
    changed: undefined,
    caches: { policy: policy.build.cache, code: "local", event: "", known: undefined },
  });
  if (plan.builds.length + plan.problems.length > 0) return plan;
  const [refused] = found.flatMap(({ graph }) =>
    graph.rejections.filter(({ needsBuildArguments }) => !needsBuildArguments),
  );
  const reason = found.length === 0 ? "there is no Dockerfile here" : "no stage here tests; name one with --target";
  throw new InputError(`Nothing to build: ${refused ? `BuildKit refuses the file, ${refused.message}` : reason}.`);
}

function hasStage(stages: readonly { readonly id: string; readonly index: number }[], name: string): boolean {
  return stages.some(({ id, index }) => id === name.toLowerCase() || String(index) === name);
}

/** What the builds say of the Dockerfiles, and nothing else. */
function judged(
  { change, policy, today }: NamedMatter,
  built: readonly TargetResult[],
  { problems }: BuildPlan,
): Report {
  const rules = new Map([[failedTestStage.id, { level: "error", options: undefined } as const]]);
  const custom = { ...policy.custom, run: () => ({ drafts: [], failures: [] }) };
  const changed = { ...change, target: undefined, built, problems: [...change.problems, ...problems] };
  return evaluate(
    changed,
    { ...policy, rules, custom, waivers: [], notApplied: [] },
    [failedTestStage],
    version,
    today,
  );
}

function rendered(report: Report, results: readonly TargetResult[], call: Call): string {
  if (optionValue(call, "format") === "json") {
    const graphs = new Map(
      report.files.flatMap(({ graph }) => (graph ? [[graph.dockerfile.source.path, graph] as const] : [])),
    );
    return renderBuildJson(results, report.problems, graphs);
  }
  return `${buildText(results)}\n\n${renderText(report, appearance(call))}`;
}

function exitStatus({ problems }: Report, results: readonly TargetResult[]): ExitStatus {
  if (results.some(({ outcome }) => outcome === "failed")) return 1;
  const isWhole = results.every(({ outcome }) => outcome === "built") && !problems.some(({ incomplete }) => incomplete);
  return isWhole ? 0 : 2;
}
