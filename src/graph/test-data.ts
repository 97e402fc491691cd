import { isFixture } from "../knowledge/workbenches.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";

/**
 * Whether a stage is what a test is made with: it is in a folder of such files, and neither the policy nor anything in the
 * repository ships it. Where a file lies is for the author of a change to choose, so that alone is not enough.
 */
export function isTestData({ dockerfile, repository }: BuildGraph, stage: Stage | undefined): boolean {
  if (stage === undefined || !stage.workbench || !isFixture(dockerfile.source.path)) return false;
  return !repository?.builds.some(({ ships }) => ships);
}
