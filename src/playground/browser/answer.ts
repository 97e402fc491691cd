import { analyse, withSafeFixes } from "../analysis.ts";
import type { Answer, Request } from "./messages.ts";

const packs = new Map(Object.entries(stagegatePlayground.packs));

/** Answers one request, wherever it runs: in the worker, or on the page where there is none. */
export function answer({ id, ask, today, dockerfile, policy }: Request): Answer {
  const surroundings = { packs, version: stagegatePlayground.version, today };
  try {
    if (ask === "fix") return { id, fixed: withSafeFixes({ dockerfile, policy }, surroundings) };
    return { id, analysis: analyse({ dockerfile, policy }, surroundings) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
