import { type BuildGraph, type Stage, shippedStages, stageLabel, stageTitle } from "../model/graph.ts";
import type { Policy } from "../model/policy.ts";
import type { Problem } from "../model/report.ts";
import type { BuildFact, DockerfileFacts } from "../model/repository-facts.ts";
import { matchesAny } from "../policy/glob.ts";
import { folderOf } from "../repository/repository-path.ts";
import { configurationOf, distinct } from "./build-configuration.ts";
import type { PlannedBuild } from "./planned-build.ts";
import { stageNamed, testStages } from "./test-stages.ts";

/** A Dockerfile that may be built. */
export interface Buildable {
  readonly graph: BuildGraph;
  /** Path that is shown: of an inline one the file that it stands in. */
  readonly shownPath: string;
  /** Text of an inline one. */
  readonly inline: string | undefined;
}

export interface BuildWish {
  /** `all`: also what ships. `ships`: only that. */
  readonly what: "test" | "all" | "ships";
  /** Whether what ships of a Dockerfile, by its path, is to be built in any case. */
  readonly measures?: ((path: string) => boolean) | undefined;
  /** The one target that the caller names, whatever it is for. */
  readonly target?: string | undefined;
  readonly policy: Pick<Policy, "targets">;
  /** Paths that the change touches; undefined where everything is to be built. */
  readonly changed: ReadonlySet<string> | undefined;
}

export interface BuildPlan {
  readonly builds: readonly PlannedBuild[];
  /** What was to be built and cannot be. */
  readonly problems: readonly Problem[];
}

/** One bake of more targets is no build of a repository any more. */
const mostBuilds = 500;

/** Works out which targets of which Dockerfiles are to be built, and how the repository builds them. */
export function planBuilds(buildables: readonly Buildable[], wish: BuildWish): BuildPlan {
  const builds: PlannedBuild[] = [];
  const problems: Problem[] = [];
  const inOrder = [...buildables].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  for (const buildable of inOrder) {
    const { graph, shownPath } = buildable;
    if (isRefused(graph) || !isTouched(buildable, wish.changed)) continue;
    const { stages, missing } = wantedStages(graph, shownPath, wish);
    if (missing !== undefined) problems.push(notBuilt(shownPath, `it has no stage ${missing}, which is to be built`));
    for (const [stage, purpose] of stages) {
      if (!canBeTarget(graph, stage)) {
        const title =
          stage.name === undefined ? `its ${stageTitle(stage)} has no name` : `another stage is called ${stage.name}`;
        problems.push(notBuilt(shownPath, `${title}, so BuildKit cannot be asked for it; name it otherwise`));
        continue;
      }
      const { configurations, trouble } = configurationsOf(buildable, stage, purpose);
      if (trouble !== undefined) problems.push(notBuilt(shownPath, trouble));
      for (const configuration of configurations) {
        if (builds.length >= mostBuilds) {
          problems.push(notBuilt(shownPath, `one run builds ${mostBuilds} targets at most`));
          return { builds, problems };
        }
        const suffix = configurations.length > 1 ? ` (${configuration.label})` : "";
        builds.push({
          id: idOf(stage, builds.length),
          name: `${shownPath}: ${stageLabel(stage)}${suffix}`,
          purpose,
          dockerfile: graph.dockerfile.source.path,
          inline: buildable.inline,
          stage: stage.index,
          target: stage.name === undefined ? undefined : stage.id,
          ...configuration.build,
        });
      }
    }
  }
  return { builds, problems };
}

function pathOf({ graph }: Buildable): string {
  return graph.dockerfile.source.path;
}

/** Nothing of a file that BuildKit refuses can be built, and a finding says so. */
function isRefused({ rejections }: BuildGraph): boolean {
  return rejections.some(({ needsBuildArguments }) => !needsBuildArguments);
}

/** Whether the change touches the Dockerfile, what builds it, or anything in its context. */
function isTouched({ graph, shownPath }: Buildable, changed: ReadonlySet<string> | undefined): boolean {
  if (changed === undefined || changed.has(shownPath)) return true;
  const { repository } = graph;
  if (repository?.builds.some(({ path }) => changed.has(path))) return true;
  const context = repository?.context;
  if (context !== undefined) {
    const prefix = context.folder === "." ? "" : `${context.folder}/`;
    return context.listing.some((path) => changed.has(`${prefix}${path}`));
  }
  const folders = repository?.builds.map(({ context: folder }) => folder) ?? [];
  const known = folders.filter((folder) => folder !== undefined);
  const searched = known.length > 0 ? known : [folderOf(shownPath)];
  return [...changed].some((path) => searched.some((folder) => folder === "." || path.startsWith(`${folder}/`)));
}

function wantedStages(
  graph: BuildGraph,
  path: string,
  { what, target, policy, measures }: BuildWish,
): { stages: readonly (readonly [Stage, PlannedBuild["purpose"]])[]; missing: string | undefined } {
  if (target !== undefined) {
    const stage = stageNamed(graph, target);
    const purpose = stage?.role === "ships" ? "ships" : "test";
    return stage ? { stages: [[stage, purpose]], missing: undefined } : { stages: [], missing: target };
  }
  const ships = what !== "test" || measures?.(path) ? shippedStages(graph) : [];
  if (what === "ships") return { stages: ships.map((stage) => [stage, "ships"] as const), missing: undefined };
  const declared = policy.targets.find(({ files }) => matchesAny(path, files))?.test;
  const named = declared === undefined ? undefined : stageNamed(graph, declared);
  const tests = named ? [named] : declared === undefined ? testStages(graph) : [];
  const shipped = ships.filter((stage) => !tests.includes(stage));
  return {
    stages: [...tests.map((stage) => [stage, "test"] as const), ...shipped.map((stage) => [stage, "ships"] as const)],
    missing: named === undefined ? declared : undefined,
  };
}

interface Configuration {
  readonly label: string;
  readonly build: Pick<PlannedBuild, "context" | "buildArguments" | "namedContexts" | "platforms">;
}

/** The builds that ask for the stage; without any, the first of the Dockerfile's, the one that ships in front. */
function configurationsOf(
  { graph, shownPath, inline }: Buildable,
  stage: Stage,
  purpose: PlannedBuild["purpose"],
): { configurations: readonly Configuration[]; trouble: string | undefined } {
  const { repository } = graph;
  const here = repository?.builds.filter(({ isElsewhere }) => !isElsewhere) ?? [];
  const asking = here.filter(({ target }) => asksFor(graph, target, stage));
  const fallback = here.find(({ ships }) => ships) ?? here[0];
  const chosen = asking.length > 0 ? asking : fallback ? [fallback] : [];
  if (chosen.length === 0) {
    const context = contextWithoutFacts(repository, shownPath, inline);
    return { configurations: [{ label: context, build: { ...nothing, context } }], trouble: undefined };
  }
  const results = chosen.map((fact) => ({ fact, ...configurationOf(fact, purpose) }));
  const usable = results.flatMap(({ fact, build }) => (build ? [{ label: labelOf(fact), build }] : []));
  const trouble = usable.length === 0 ? results[0]?.trouble : undefined;
  return { configurations: distinct(usable), trouble };
}

const nothing = { buildArguments: [], namedContexts: [], platforms: [] } as const;

function contextWithoutFacts(facts: DockerfileFacts | undefined, path: string, inline: string | undefined): string {
  return facts?.context?.folder ?? (inline === undefined ? folderOf(path) : ".");
}

function asksFor(graph: BuildGraph, target: BuildFact["target"], stage: Stage): boolean {
  if (target.kind === "last") return stage === graph.stages.at(-1);
  return target.kind === "named" && stageNamed(graph, target.name) === stage;
}

function labelOf({ path, name }: BuildFact): string {
  return `${path}: ${name}`;
}

/** BuildKit builds the last stage where no target is given, and takes names, not numbers; of a name the last stage. */
function canBeTarget(graph: BuildGraph, stage: Stage): boolean {
  return stage === graph.stages.at(-1) || (stage.name !== undefined && stageNamed(graph, stage.id) === stage);
}

/** Bake takes letters, digits, `_` and `-`. */
function idOf({ id }: Stage, ordinal: number): string {
  return `t${ordinal + 1}-${id.replace(/[^a-z0-9-]/g, "-").slice(0, 60)}`;
}

function notBuilt(path: string, reason: string): Problem {
  return { code: "not-built", message: `Not built: ${reason}.`, path, span: undefined, incomplete: true };
}
