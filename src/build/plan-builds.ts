import { type BuildGraph, type Stage, shippedStages, stageLabel } from "../model/graph.ts";
import type { Policy } from "../model/policy.ts";
import type { Problem } from "../model/report.ts";
import type { BuildFact, DockerfileFacts } from "../model/repository-facts.ts";
import { matchesAny } from "../policy/glob.ts";
import { folderOf } from "../repository/repository-path.ts";
import { type CacheTrust, cachesFor, noCacheUse } from "./build-cache.ts";
import { configurationOf, distinct } from "./build-configuration.ts";
import { LinkedTargets } from "./linked-targets.ts";
import type { PlannedBuild } from "./planned-build.ts";
import { stageNamed, targetId, targetName, testStages } from "./test-stages.ts";
import { isTouched } from "./touched-builds.ts";

/** A Dockerfile that may be built. */
export interface Buildable {
  readonly graph: BuildGraph;
  /** Path that is shown: of an inline one the file that it stands in. */
  readonly shownPath: string;
  /** Text of an inline one. */
  readonly inline: string | undefined;
}

export interface BuildWish {
  /** `all`: also what ships. */
  readonly what: "test" | "all";
  /** The one target that the caller names, whatever it is for. */
  readonly target?: string | undefined;
  readonly policy: Pick<Policy, "targets">;
  /** Paths that the change touches; undefined where everything is to be built. */
  readonly changed: ReadonlySet<string> | undefined;
  /** Without it no cache is used but that of the builder. */
  readonly caches?: CacheTrust;
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
  const trust = wish.caches ?? noCacheUse;
  const links = new LinkedTargets(buildables, trust, builds);
  const inOrder = [...buildables].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  for (const buildable of inOrder) {
    const { graph, shownPath } = buildable;
    if (isRefused(graph) || !isTouched(buildable, wish.changed)) continue;
    const { stages, missing } = wantedStages(graph, shownPath, wish);
    if (missing !== undefined) problems.push(notBuilt(shownPath, `it has no stage ${missing}, which is to be built`));
    for (const [stage, purpose] of stages) {
      const target = targetName(graph, stage);
      if (target === undefined) {
        problems.push(
          notBuilt(shownPath, `BuildKit builds stages by their names alone; give ${stageLabel(stage)} one`),
        );
        continue;
      }
      const { configurations, trouble } = configurationsOf(buildable, stage, purpose, trust);
      if (trouble !== undefined) problems.push(notBuilt(shownPath, trouble));
      for (const configuration of configurations) {
        if (builds.length >= mostBuilds) {
          problems.push(notBuilt(shownPath, `one run builds ${mostBuilds} targets at most`));
          return { builds, problems };
        }
        const suffix = configurations.length > 1 ? ` (${configuration.label})` : "";
        const linked = links.link(configuration.build.namedContexts, purpose);
        if ("trouble" in linked) {
          problems.push(notBuilt(shownPath, linked.trouble));
          continue;
        }
        builds.push({
          id: targetId(stage, builds.length),
          name: `${shownPath}: ${stageLabel(stage)}${suffix}`,
          purpose,
          dockerfile: graph.dockerfile.source.path,
          inline: buildable.inline,
          stage: stage.index,
          target,
          ...configuration.build,
          namedContexts: linked.contexts,
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

function wantedStages(
  graph: BuildGraph,
  path: string,
  { what, target, policy }: BuildWish,
): { stages: readonly (readonly [Stage, PlannedBuild["purpose"]])[]; missing: string | undefined } {
  if (target !== undefined) {
    const stage = stageNamed(graph, target);
    const purpose = stage?.role === "ships" ? "ships" : "test";
    return stage ? { stages: [[stage, purpose]], missing: undefined } : { stages: [], missing: target };
  }
  const declared = policy.targets.find(({ files }) => matchesAny(path, files))?.test;
  const named = declared === undefined ? undefined : stageNamed(graph, declared);
  const tests = named ? [named] : declared === undefined ? testStages(graph) : [];
  const shipped = what === "all" ? shippedStages(graph).filter((stage) => !tests.includes(stage)) : [];
  return {
    stages: [...tests.map((stage) => [stage, "test"] as const), ...shipped.map((stage) => [stage, "ships"] as const)],
    missing: named === undefined ? declared : undefined,
  };
}

interface Configuration {
  readonly label: string;
  readonly build: Pick<PlannedBuild, "context" | "buildArguments" | "namedContexts" | "platforms" | "caches">;
}

/** The builds that ask for the stage; without any, the first of the Dockerfile's, the one that ships in front. */
function configurationsOf(
  { graph, shownPath, inline }: Buildable,
  stage: Stage,
  purpose: PlannedBuild["purpose"],
  trust: CacheTrust,
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
  const usable = results.flatMap(({ fact, build }) => {
    if (!build) return [];
    return [
      { label: labelOf(fact), build: { ...build, caches: cachesFor(fact.caches, asking.includes(fact), trust) } },
    ];
  });
  const trouble = usable.length === 0 ? results[0]?.trouble : undefined;
  return { configurations: distinct(usable), trouble };
}

const nothing = { buildArguments: [], namedContexts: [], platforms: [], caches: { from: [], to: [] } } as const;

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

function notBuilt(path: string, reason: string): Problem {
  return { code: "not-built", message: `Not built: ${reason}.`, path, span: undefined, incomplete: true };
}
