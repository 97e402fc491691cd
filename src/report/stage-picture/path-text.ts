import type { StagePath } from "../../graph/critical-path.ts";
import { shortened } from "../foreign-text.ts";
import { counted } from "../outcome.ts";
import type { StagePicture } from "./stage-picture.ts";

/** Of a long row of stages, as many are named as begin it and as many as end it. */
const shownStages = 4;
const longest = 90;

/** `longest row of steps: base → builder → production, 6 steps`. */
export function pathText({ stages }: Pick<StagePicture, "stages">, path: StagePath): string {
  const names = path.stages.map((index) => stages[index]?.name ?? String(index));
  const shown =
    names.length <= 2 * shownStages ? names : [...names.slice(0, shownStages), "…", ...names.slice(-shownStages)];
  return `longest row of steps: ${shortened(shown.join(" → "), longest)}, ${counted(path.steps, "step")}`;
}
