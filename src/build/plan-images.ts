import type { ComparedBase } from "../model/change.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";
import type { ImageBefore, ImageBudget } from "../model/image-size.ts";
import type { Policy } from "../model/policy.ts";
import type { BudgetOf } from "../policy/budget.ts";
import { type Buildable, planBuilds } from "./plan-builds.ts";
import type { PlannedBuild } from "./planned-build.ts";

/** An image whose size is asked for. */
export interface WantedImage {
  readonly build: PlannedBuild;
  readonly graph: BuildGraph;
  readonly stage: Stage;
  readonly budget: ImageBudget;
}

/** The same image at the base: the build that makes it, or why there is none. */
export type EarlierImage = Pick<WantedImage, "build" | "graph" | "stage"> | Exclude<ImageBefore, { kind: "image" }>;

/** The builds of a plan that make what ships and has a budget. */
export function wantedImages(
  builds: readonly PlannedBuild[],
  buildables: readonly Buildable[],
  budgetOf: BudgetOf,
): readonly WantedImage[] {
  const byKey = keyed(buildables);
  return builds.flatMap((build) => {
    const found = byKey.get(build.dockerfile);
    const stage = found?.graph.stages[build.stage];
    const budget = found && budgetOf(found.shownPath);
    return found && stage?.role === "ships" && budget ? [{ build, graph: found.graph, stage, budget }] : [];
  });
}

export interface BaseOfImages {
  readonly buildables: readonly Buildable[];
  readonly changed: ComparedBase["changed"];
  readonly policy: Pick<Policy, "targets">;
  /** The one target that the caller names, whether it ships or not. */
  readonly target?: string | undefined;
}

/**
 * For each image the build that made it at the base, by its id: of the Dockerfile under its path there, the stage of its name; where
 * none has it, the only one that ships, for a stage without a name is known by nothing else.
 */
export function earlierImages(images: readonly WantedImage[], base: BaseOfImages): ReadonlyMap<string, EarlierImage> {
  const byKey = keyed(base.buildables);
  const previousPaths = new Map(base.changed.map(({ path, previousPath }) => [path, previousPath ?? path]));
  const wish = { what: "ships", target: base.target, policy: base.policy, changed: undefined } as const;
  return new Map(
    images.map((image): [string, EarlierImage] => {
      const found = byKey.get(previousPaths.get(image.build.dockerfile) ?? image.build.dockerfile);
      if (!found) return [image.build.id, { kind: "new" }];
      const plan = planBuilds([found], wish);
      const build = counterpart(image, plan.builds, images);
      const stage = build && found.graph.stages[build.stage];
      if (build && stage) return [image.build.id, { build: beforeOf(build, image.build), graph: found.graph, stage }];
      const trouble = base.target === undefined ? plan.problems[0]?.message : undefined;
      if (trouble === undefined) return [image.build.id, { kind: "new" }];
      return [image.build.id, { kind: "unbuilt", reason: trouble.replace(/^Not built: |\.$/g, "") }];
    }),
  );
}

function counterpart(
  { build, stage }: WantedImage,
  candidates: readonly PlannedBuild[],
  images: readonly WantedImage[],
): PlannedBuild | undefined {
  const named = candidates.filter(({ target }) => stage.name !== undefined && target === build.target);
  const all = images.filter((image) => image.build.dockerfile === build.dockerfile);
  const few = named.length > 0 ? named : all.length === 1 && candidates.length === 1 ? candidates : [];
  const unnamed = candidates.filter(({ target }) => target === undefined);
  const chosen = few.length > 0 || stage.name !== undefined ? few : unnamed.length === 1 ? unnamed : [];
  // Several builds of one stage differ by their arguments and contexts.
  return chosen.find((each) => configuration(each) === configuration(build)) ?? chosen[0];
}

function configuration({ context, buildArguments, namedContexts, platforms }: PlannedBuild): string {
  return JSON.stringify([context, buildArguments, namedContexts, platforms]);
}

/** For the platforms of the head: each is compared with itself. */
function beforeOf(build: PlannedBuild, head: PlannedBuild): PlannedBuild {
  return { ...build, id: `base-${head.id}`, name: `${head.name}, before`, platforms: head.platforms };
}

function keyed(buildables: readonly Buildable[]): ReadonlyMap<string, Buildable> {
  return new Map(buildables.map((each) => [each.graph.dockerfile.source.path, each]));
}
