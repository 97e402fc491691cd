import { distance } from "fastest-levenshtein";
import { describeImage } from "../knowledge/base-images.ts";
import type { BuildGraph, Stage } from "../model/graph.ts";
import { parseImageReference } from "../model/image-reference.ts";

/** The earlier stage that a plain name, no tag and no path, is one slip away from; no stage's own name. */
export function misspeltStage(graph: BuildGraph, stage: Stage, name: string): Stage | undefined {
  if (!/^[A-Za-z][A-Za-z0-9._-]{3,}$/.test(name)) return undefined;
  const earlier = graph.stages.slice(0, stage.index).filter((candidate) => candidate.name !== undefined);
  const lower = name.toLowerCase();
  if (earlier.some((candidate) => candidate.id === name)) return undefined;
  if (graph.stages.some((candidate) => candidate.id === lower)) return undefined;
  const image = parseImageReference(lower);
  // `FROM bash` beside a stage called base means the image.
  if (image && describeImage(image).kind !== "unknown") return undefined;
  const slips = lower.length >= 6 ? 2 : 1;
  return earlier.find((candidate) => isSlip(candidate.id, lower, slips));
}

function isSlip(id: string, written: string, slips: number): boolean {
  if (Math.abs(id.length - written.length) > slips || id.length < 4) return false;
  // `build-1` and `build-2`, `python3` and `python2` differ on purpose.
  if (id.replace(/\d+/g, "") === written.replace(/\d+/g, "")) return false;
  return distance(id, written) <= slips;
}
