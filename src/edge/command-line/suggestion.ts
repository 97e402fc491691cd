import { closestName } from "../../policy/closest-name.ts";

/** ` Did you mean …?`, or nothing when no name comes near. */
export function didYouMean(written: string, names: readonly string[], show = (name: string): string => name): string {
  const best = closestName(written, names);
  return best === undefined ? "" : ` Did you mean ${show(best)}?`;
}
