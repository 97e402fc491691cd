import { type BuildGraph, chainOf, type Stage, shippedStages, stageTitle } from "../model/graph.ts";

/** How a secret enters the build, which decides where it stays; a `kept-argument` is an ARG that ENV hands on. */
export type SecretEntry = "argument" | "kept-argument" | "environment" | "text";

/**
 * Where a secret of a stage ends up, as the end of a sentence. What a stage holds reaches an image along FROM only; build
 * arguments also reach the provenance that BuildKit attests for the whole build, whichever stage declares them.
 */
export function destinationOf(graph: BuildGraph, stage: Stage | undefined, entry: SecretEntry): string {
  const image = stage && shippedWith(graph, stage);
  if (entry === "environment" || entry === "kept-argument") {
    if (image) return `the configuration of the image of ${stageTitle(image)}, readable by whoever pulls it`;
    return `${entry === "environment" ? "" : "the provenance of the build, "}the build cache and every stage that is built FROM this one`;
  }
  if (image) {
    return entry === "argument"
      ? `the history of the image of ${stageTitle(image)} and the provenance of the build`
      : `the history of the image of ${stageTitle(image)}, readable by whoever pulls it`;
  }
  return entry === "argument" ? "the provenance of the build and its cache" : "the repository and the build cache";
}

/** A shipped stage that stands on the given one by FROM. */
function shippedWith(graph: BuildGraph, stage: Stage): Stage | undefined {
  return shippedStages(graph).find((shipped) => chainOf(graph, shipped).includes(stage));
}
