import { stageTitle } from "../../model/graph.ts";
import type { ProgramHost } from "./surroundings.ts";

/** `stage builder (golang:1.23)`. */
export function placeName({ stage, image }: Pick<ProgramHost, "stage" | "image">): string {
  return image === "" ? stageTitle(stage) : `${stageTitle(stage)} (${image})`;
}
