import { randomBytes } from "node:crypto";
import { buildables } from "../../build/buildables.ts";
import { imageContent } from "../../build/image-parts.ts";
import type { BuildPlan } from "../../build/plan-builds.ts";
import { type EarlierImage, earlierImages, type WantedImage } from "../../build/plan-images.ts";
import type { PlannedBuild } from "../../build/planned-build.ts";
import type { TargetResult } from "../../model/build-result.ts";
import { sizeText } from "../../model/byte-size.ts";
import { type Change, filesAtBase, repositoryAtBase } from "../../model/change.ts";
import type { ImageBefore, MeasuredImage } from "../../model/image-size.ts";
import type { Policy } from "../../model/policy.ts";
import type { Problem } from "../../model/report.ts";
import { concealed } from "../../secrets/concealment.ts";
import type { RemoteRepository } from "../git/fetch-commit.ts";
import { type BaseCheckout, checkOutBase } from "./base-checkout.ts";
import { ImageMeter } from "./measure-image.ts";
import { type BuildSurroundings, runBuilds } from "./run-builds.ts";

export interface MeasuredBuilds {
  readonly plan: BuildPlan;
  /** Those of its builds whose images are to be measured. */
  readonly images: readonly WantedImage[];
  readonly change: Change;
  readonly policy: Policy;
  /** The one target that the caller names. */
  readonly target?: string | undefined;
  /** The commit that images are compared with; undefined for none. */
  readonly commit: string | undefined;
  readonly remote: RemoteRepository | undefined;
  /** Absolute folder for what is only there for a while. */
  readonly temporary: string;
}

export type MeasuredEnd =
  | {
      readonly kind: "ran";
      readonly results: readonly TargetResult[];
      /** Undefined where no image was to be measured. */
      readonly images: readonly MeasuredImage[] | undefined;
      readonly problems: readonly Problem[];
    }
  | { readonly kind: "no-engine"; readonly reason: string };

/**
 * Builds a plan, and with it what its images were at the base: in one bake, so that what both have in common is built once. Then
 * measures what was built. Leaves nothing behind but what the builder has in its cache.
 */
export async function buildAndMeasure(request: MeasuredBuilds, surroundings: BuildSurroundings): Promise<MeasuredEnd> {
  const { plan, images } = request;
  if (images.length === 0) {
    const end = await runBuilds(plan.builds, surroundings);
    return end.kind === "ran" ? { ...end, images: undefined, problems: [] } : end;
  }
  const meter = new ImageMeter(surroundings, randomBytes(12).toString("hex"));
  const { earlier, base } = atBase(request, surroundings.root);
  try {
    const before = [...earlier.values()].flatMap((each) => ("build" in each ? [each.build] : []));
    const end = await runBuilds([...plan.builds, ...before], surroundings);
    if (end.kind === "no-engine") return end;
    const outcomes = new Map([...plan.builds, ...before].map(({ id }, index) => [id, end.results[index]]));
    const measured = await measureAll({ images, earlier, outcomes, meter, surroundings });
    return { ...end, results: end.results.slice(0, plan.builds.length), ...measured };
  } finally {
    base?.remove();
  }
}

type Earlier = ReadonlyMap<string, EarlierImage>;

/** What the images were, with the files that they were built of. */
function atBase(request: MeasuredBuilds, checkout: string): { earlier: Earlier; base: BaseCheckout | undefined } {
  const { images, change, policy, target, commit, remote, temporary } = request;
  if (change.base === undefined || commit === undefined) return { earlier: new Map(), base: undefined };
  const repository = repositoryAtBase(change.base, change.repository);
  const files = filesAtBase(change.base, change.files);
  const found = buildables({ ...change, files, repository, base: undefined, target: undefined }, policy);
  const planned = earlierImages(images, { buildables: found, changed: change.base.changed, policy, target });
  const builds = [...planned.values()].flatMap((each) => ("build" in each ? [each.build] : []));
  if (builds.length === 0) return { earlier: planned, base: undefined };
  const base = checkOutBase({ checkout, commit, temporary, remote, builds });
  const { root, trouble } = base;
  const earlier = new Map(
    [...planned].map(([id, each]): [string, EarlierImage] => {
      if (!("build" in each)) return [id, each];
      if (root === undefined) return [id, { kind: "unverified", reason: trouble ?? "its files are not here" }];
      return [id, { ...each, build: { ...each.build, root } }];
    }),
  );
  return { earlier, base };
}

interface Built {
  readonly images: readonly WantedImage[];
  readonly earlier: Earlier;
  readonly outcomes: ReadonlyMap<string, TargetResult | undefined>;
  readonly meter: ImageMeter;
  readonly surroundings: BuildSurroundings;
}

async function measureAll({ images, earlier, outcomes, meter, surroundings }: Built) {
  const measured: MeasuredImage[] = [];
  const problems: Problem[] = [];
  const hidden = (text: string) => concealed(text, surroundings.secrets.values);
  const contentOf = async (image: Pick<WantedImage, "build" | "graph" | "stage">, platform: string | undefined) => {
    const answer = await meter.measure(image.build, platform);
    return "reason" in answer
      ? { reason: hidden(answer.reason) }
      : imageContent(image.graph, image.stage, answer.layers);
  };
  const beforeOf = async (found: EarlierImage | undefined, platform: string | undefined): Promise<ImageBefore> => {
    if (found === undefined) return { kind: "not-compared" };
    if (!("build" in found)) return found;
    const trouble = troubleWith(outcomes.get(found.build.id));
    if (trouble) return trouble;
    const content = await contentOf(found, platform);
    return "reason" in content ? { kind: "unverified", reason: content.reason } : { kind: "image", content };
  };
  for (const image of images) {
    const { build, budget } = image;
    // A failure is a finding, and what could not be verified a problem, of the build itself.
    if (outcomes.get(build.id)?.outcome !== "built") continue;
    for (const platform of build.platforms.length > 0 ? build.platforms : [undefined]) {
      const name = build.platforms.length > 1 ? `${build.name} (${platform})` : build.name;
      const content = await contentOf(image, platform);
      if ("reason" in content) {
        problems.push(notMeasured(build, `Could not verify the size of ${name}: ${content.reason}.`, true));
        continue;
      }
      const before = await beforeOf(earlier.get(build.id), platform);
      surroundings.log(
        `${name}: ${sizeText(content.bytes)}${before.kind === "image" ? `, ${sizeText(before.content.bytes)} before` : ""}`,
      );
      const { dockerfile, stage } = build;
      measured.push({
        dockerfile,
        stage,
        name,
        platform: build.platforms.length > 1 ? platform : undefined,
        budget,
        content,
        before,
      });
      const doubt = doubtOf(build, name, budget.growth !== undefined, before);
      if (doubt) problems.push(doubt);
    }
  }
  return { images: measured, problems };
}

/** Why there is no image of the base, after its build. */
function troubleWith(result: TargetResult | undefined): ImageBefore | undefined {
  if (result?.outcome === "built") return undefined;
  if (result?.outcome === "failed") {
    const { step, message } = result.failure ?? {};
    return {
      kind: "unbuilt",
      reason: [step, message]
        .filter((part) => part !== undefined)
        .join(": ")
        .slice(0, 400),
    };
  }
  return { kind: "unverified", reason: result?.reason ?? "nothing is known of its build" };
}

/**
 * What is not known of the growth. Where the base cannot be built by its own fault there is nothing to grow from: a change that
 * repairs it must be able to pass.
 */
function doubtOf(build: PlannedBuild, name: string, judgesGrowth: boolean, before: ImageBefore): Problem | undefined {
  if (before.kind === "unverified") {
    const message = `Could not verify how much the image of ${name} grows: what it was before cannot be built or measured here (${before.reason.replace(/\.$/, "")}).`;
    return notMeasured(build, message, judgesGrowth);
  }
  if (before.kind !== "unbuilt" || !judgesGrowth) return undefined;
  const message = `The growth of the image of ${name} is not judged: it does not build at the merge base (${before.reason.replace(/\.$/, "")}).`;
  return notMeasured(build, message, false);
}

function notMeasured({ dockerfile }: PlannedBuild, message: string, incomplete: boolean): Problem {
  return { code: "not-measured", message, path: dockerfile, span: undefined, incomplete };
}
