import { join } from "node:path";
import { bakeDefinitionText } from "../../build/bake-definition.ts";
import { bakeArguments, buildArguments } from "../../build/buildx-arguments.ts";
import { readFinalWords } from "../../build/final-words.ts";
import { settleStranded, withContexts } from "../../build/linked-results.ts";
import type { PlannedBuild } from "../../build/planned-build.ts";
import { ProgressRecord } from "../../build/progress-record.ts";
import { type RunEnd, type Settlement, settle, targetResult } from "../../build/target-results.ts";
import type { TargetResult } from "../../model/build-result.ts";
import { concealed } from "../../secrets/concealment.ts";
import { BuildLog, type LogSink } from "./build-log.ts";
import { detectEngine } from "./detect.ts";
import { runDocker } from "./docker-process.ts";
import { troubleWithPlaces } from "./places.ts";
import type { GivenSecrets } from "./secrets.ts";

export interface BuildSurroundings {
  /** Absolute folder of the checkout, links resolved. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the user's builder; undefined for the one in use. */
  readonly builder: string | undefined;
  readonly secrets: GivenSecrets;
  /** Seconds for everything together. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
  readonly log: LogSink;
  /** Milliseconds. */
  now(): number;
}

/** What the builds made; `noEngine` says why nothing could be built at all. */
export type BuildsEnd =
  | { readonly kind: "ran"; readonly results: readonly TargetResult[] }
  | { readonly kind: "no-engine"; readonly reason: string };

/**
 * Builds the targets: one by `docker buildx build`, several by one bake. Where one fails, Buildx stops the others; those are built
 * again without it, from what is in the cache, until each is settled or time is up. Leaves no image, container, builder or file.
 */
export async function runBuilds(builds: readonly PlannedBuild[], surroundings: BuildSurroundings): Promise<BuildsEnd> {
  const { root, secrets, builder, signal, now } = surroundings;
  const environment = dockerEnvironment(surroundings);
  const engine = await detectEngine(builder, { folder: root, environment, signal });
  if (engine.kind === "none") return { kind: "no-engine", reason: engine.reason };
  const settled = new Map<string, Settlement>();
  for (const build of builds) {
    const trouble = troubleWithPlaces(build, root) ?? (engine.bakes ? undefined : troubleWithoutBake(build));
    if (trouble !== undefined) settled.set(build.id, { kind: "unverified", reason: trouble });
  }
  settleStranded(builds, settled);
  const runnable = builds.filter(({ id }) => !settled.has(id));
  const records = new Map<string, ProgressRecord>();
  const log = new BuildLog(surroundings.log, new Map(builds.map(({ id, name }) => [id, name])), secrets.values);
  const options = {
    builder,
    secrets: secrets.secrets,
    progress: engine.rawJson ? ("rawjson" as const) : ("plain" as const),
    locate: (path: string) => join(root, path),
    writesCache: engine.writesCache,
  };
  const start = now();
  const runOnce = async (open: readonly PlannedBuild[]): Promise<void> => {
    const defined = withContexts(open, builds);
    const single = defined.length === 1 ? defined[0] : undefined;
    // A bake of one target does not put its name in front of the steps.
    const record = new ProgressRecord(single ? [] : defined.map(({ id }) => id), options.progress);
    const ids = open.map(({ id }) => id);
    const call = single
      ? { arguments: buildArguments(single, options), ...(single.inline === undefined ? {} : { input: single.inline }) }
      : { arguments: bakeArguments(ids, options, engine.asksForLeave), input: bakeDefinitionText(defined, options) };
    const timeLeft = surroundings.timeLimit - (now() - start) / 1000;
    const end: RunEnd =
      timeLeft <= 0
        ? { kind: "timed-out", seconds: surroundings.timeLimit }
        : await runDocker({
            ...call,
            folder: root,
            environment: { ...environment, ...secrets.environment },
            timeLimit: timeLeft,
            signal,
            line: (text) => {
              for (const news of record.add(text, now())) log.add(news);
            },
          });
    const given = end.kind === "timed-out" ? { ...end, seconds: surroundings.timeLimit } : end;
    const settlements = settle(open, record, given, readFinalWords(record.words));
    for (const build of open) {
      const settlement = settlements.get(build.id);
      // What ran in the first bake is not called cached because a second one found it.
      if (!records.has(build.id) || settlement?.kind === "failed") records.set(build.id, record);
      if (settlement && settlement.kind !== "again") settled.set(build.id, settlement);
    }
    settleStranded(builds, settled);
  };
  for (const group of engine.bakes ? [runnable] : runnable.map((build) => [build])) {
    let open: readonly PlannedBuild[] = group;
    while (open.length > 0) {
      await runOnce(open);
      open = open.filter(({ id }) => !settled.has(id));
    }
  }
  const results = builds.map((build) => {
    const settlement = settled.get(build.id) ?? { kind: "unverified", reason: "it was not built" };
    const result = targetResult(build, records.get(build.id) ?? new ProgressRecord([]), settlement);
    return withoutSecrets(result, secrets.values);
  });
  return { kind: "ran", results };
}

function troubleWithoutBake({ namedContexts }: PlannedBuild): string | undefined {
  if (!namedContexts.some(({ kind }) => kind === "target")) return undefined;
  return "it stands on another target, which takes Buildx 0.8 or newer";
}

/** Docker's own process has no use for the inputs of a step, some of which are tokens. */
function dockerEnvironment({ environment }: BuildSurroundings): NodeJS.ProcessEnv {
  const inherited = Object.entries(environment).filter(([name]) => !/^INPUT_|^GITHUB_TOKEN$/i.test(name));
  return { ...Object.fromEntries(inherited), BUILDX_NO_DEFAULT_ATTESTATIONS: "1", DOCKER_CLI_HINTS: "false" };
}

function withoutSecrets(result: TargetResult, values: readonly string[]): TargetResult {
  if (values.length === 0) return result;
  const hidden = (text: string) => concealed(text, values);
  const { failure, reason } = result;
  return {
    ...result,
    reason: reason === undefined ? undefined : hidden(reason),
    steps: result.steps.map((step) => ({ ...step, name: hidden(step.name) })),
    failure: failure && { ...failure, message: hidden(failure.message), log: failure.log.map(hidden) },
  };
}
