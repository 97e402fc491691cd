import { workingDirectoryOf } from "../knowledge/base-images/working-directories.ts";
import { describeImage } from "../knowledge/base-images.ts";
import type { BaseImage } from "../model/base-image.ts";
import { Derivations } from "../model/derivations.ts";
import type { Dockerfile, Instruction, Mount, ParsedStage, Rejection } from "../model/dockerfile.ts";
import type { BuildGraph, CopyOrigin, Edge, Stage, StageState } from "../model/graph.ts";
import type { DockerfileFacts } from "../model/repository-facts.ts";
import { compareSpans } from "../model/source.ts";
import { fileBudget } from "../shell/work-budget.ts";
import { agreedArguments, agreedContexts } from "./agreed-builds.ts";
import { type ResolvedFrom, resolveBases } from "./bases.ts";
import { readGlobalArguments } from "./global-arguments.ts";
import { type BoundReference, bindReferences } from "./references.ts";
import { rolesOf } from "./roles.ts";
import { LayeredEnvironment } from "./scope.ts";
import { type WalkInput, walkStage } from "./stage-walk.ts";
import { builtTargets, type TargetOptions } from "./targets.ts";
import { isWorkbenchStage } from "./workbench.ts";

export interface GraphOptions extends TargetOptions {
  readonly buildArguments?: ReadonlyMap<string, string>;
  /** Names that `--build-context` gives. */
  readonly namedContexts?: ReadonlySet<string>;
  /** What the rest of the repository says of this file. */
  readonly repository?: DockerfileFacts | undefined;
}

/** Works out the stage graph of a Dockerfile as BuildKit would build it, and what each stage carries at its end. */
export function buildGraph(dockerfile: Dockerfile, options: GraphOptions = {}): BuildGraph {
  const builds = options.repository?.builds ?? [];
  const named = options.namedContexts;
  const namedContexts = named ? new Map([...named].map((name) => [name, undefined])) : agreedContexts(builds);
  const budget = fileBudget(dockerfile.source.text.length);
  const buildArguments = options.buildArguments ?? agreedArguments(dockerfile, builds);
  const globals = readGlobalArguments(dockerfile, buildArguments, options.ships?.[0], budget.expansion);
  const { froms, rejections, unbound: unboundBases } = resolveBases(dockerfile, globals, namedContexts);
  const { bound, unbound } = bindReferences(
    dockerfile.stages,
    froms.map((from) => from.base),
    namedContexts,
  );
  const edges = edgesOf(dockerfile.stages, froms, bound);
  const roles = rolesOf(dockerfile, edges, { built: builtTargets(builds), ...options });
  const origins = originsOf(bound);
  const derived = new Derivations();
  // Worked out anew where somebody asks when the graph has been judged and has let go of it.
  const walks = () =>
    derived.once(walkStages, dockerfile, () => {
      const left = { expansion: budget.expansion.copy(), nestedScripts: budget.nestedScripts.copy() };
      return walkStages(dockerfile, { froms, globalArguments: globals.values, origins, budget: left });
    });
  const walkOf = (index: number): Walk => {
    const walk = walks().stages[index];
    if (!walk) throw new RangeError(`there is no stage ${index}`);
    return walk;
  };
  const stages: Stage[] = [];
  for (const stage of dockerfile.stages) {
    const from = froms[stage.index];
    const role = roles[stage.index];
    if (!from || !role) continue;
    const parent = from.base.kind === "stage" ? stages[from.base.index] : undefined;
    const { rootImage, root } = walkOf(stage.index);
    stages.push({
      ...stage,
      base: from.base,
      baseName: from.name,
      rootImage,
      root,
      chain: [stage.index, ...(parent?.chain ?? [])],
      platform: from.platform ?? parent?.platform,
      role,
      workbench:
        options.ships === undefined && isWorkbenchStage(dockerfile.source.path, { ...stage, ...walkOf(stage.index) }),
      get steps() {
        return walkOf(stage.index).steps;
      },
      get end() {
        return walkOf(stage.index).end;
      },
    });
  }
  const defaults = globals.refusals.flatMap(({ name, message }) => rejectionAtArgument(dockerfile, name, message));
  return {
    dockerfile,
    stages,
    edges,
    unbound: [...unboundBases, ...unbound].sort((a, b) => compareSpans(a.span, b.span)),
    rejections: [...dockerfile.rejections, ...defaults, ...rejections].sort((a, b) => compareSpans(a.span, b.span)),
    globalArguments: globals.values,
    repository: options.repository,
    complete: walks().complete && budget.expansion.refusals === 0,
    derived,
  };
}

interface Walk extends Pick<Stage, "rootImage" | "root" | "steps" | "end"> {}

interface WalkSurroundings extends Pick<WalkInput, "globalArguments" | "origins" | "budget"> {
  readonly froms: readonly ResolvedFrom[];
}

/** Follows all stages, each behind the one that it stands on. */
function walkStages(
  { source, directives, stages }: Dockerfile,
  { froms, ...surroundings }: WalkSurroundings,
): { readonly stages: readonly Walk[]; readonly complete: boolean } {
  const walks: Walk[] = [];
  for (const stage of stages) {
    const from = froms[stage.index];
    if (!from) continue;
    const base = from.base.kind === "stage" ? from.base.index : undefined;
    const parent = base === undefined ? undefined : walks[base];
    const rootImage = parent ? parent.rootImage : from.base.kind === "image" ? from.base.image : undefined;
    const root = parent ? parent.root : rootImage && describeImage(rootImage);
    const { steps, end } = walkStage({
      ...surroundings,
      source,
      escapeCharacter: directives.escape,
      start: parent?.end ?? startingState(from, root),
      instructions: [...triggersOf(base === undefined ? undefined : stages[base]), ...stage.instructions],
    });
    walks[stage.index] = { rootImage, root, steps, end };
  }
  return { stages: walks, complete: surroundings.budget.expansion.refusals === 0 };
}

/** State of a stage that does not stand on another stage. */
function startingState(from: ResolvedFrom, root: BaseImage | undefined): StageState {
  const isScratch = from.base.kind === "scratch";
  return {
    user: { name: isScratch ? "root" : root?.user, span: undefined },
    workdir: workingDirectoryOf(from.base.kind === "image" ? from.base.image : undefined),
    shell: root?.distribution === "windows" ? ["cmd", "/S", "/C"] : ["/bin/sh", "-c"],
    environment: new LayeredEnvironment(undefined),
    entrypoint: undefined,
    command: undefined,
  };
}

function triggersOf(parent: ParsedStage | undefined): Instruction[] {
  return (parent?.instructions ?? []).flatMap((instruction) =>
    instruction.keyword === "ONBUILD" ? instruction.trigger : [],
  );
}

function edgesOf(
  stages: readonly ParsedStage[],
  froms: readonly ResolvedFrom[],
  bound: readonly BoundReference[],
): Edge[] {
  const edges: Edge[] = stages.flatMap((stage): Edge[] => {
    const base = froms[stage.index]?.base;
    if (base?.kind !== "stage") return [];
    return [{ stage: stage.index, source: base.index, via: "from", span: stage.from.image.span }];
  });
  for (const { stage, source, via, word } of bound) {
    if (source.kind === "stage") edges.push({ stage, source: source.index, via, span: word.span });
  }
  return edges.sort((a, b) => a.stage - b.stage || compareSpans(a.span, b.span));
}

function originsOf(bound: readonly BoundReference[]): Map<Instruction | Mount, CopyOrigin> {
  return new Map(bound.map(({ instruction, mount, source }) => [mount ?? instruction, source]));
}

function rejectionAtArgument(dockerfile: Dockerfile, name: string, message: string): Rejection[] {
  const pair = dockerfile.globalArgs.flatMap((instruction) => instruction.pairs).findLast(({ key }) => key === name);
  return pair ? [{ message, span: pair.span, needsBuildArguments: false }] : [];
}
