import type { FactValue } from "../model/repository-facts.ts";
import { isAddress, pathIn } from "./repository-path.ts";

/** Where the Dockerfile and the context of a build are. */
export interface BuildLocation {
  readonly dockerfile: string | undefined;
  readonly context: string | undefined;
  /** Built from an address, and not from this repository. */
  readonly isElsewhere: boolean;
}

const unknownLocation: BuildLocation = { dockerfile: undefined, context: undefined, isElsewhere: false };

/**
 * Finds them from `context` (a folder from the root of the repository, or an address) and `dockerfile`, which is relative to
 * `dockerfileFolder`. Both are undefined where nothing is said.
 */
export function buildLocation(
  context: FactValue | undefined,
  dockerfile: FactValue | undefined,
  dockerfileFolder: (context: string) => string | undefined = (folder) => folder,
): BuildLocation {
  const folder = context === undefined ? "." : context.text;
  if (folder === undefined) {
    // Without its folder only a file that is named from elsewhere is known.
    const base = dockerfileFolder("");
    if (base === undefined || base === "" || dockerfile?.text === undefined) return unknownLocation;
    return { ...unknownLocation, dockerfile: pathIn(base, dockerfile.text) };
  }
  if (isAddress(folder)) return { ...unknownLocation, isElsewhere: true };
  const name = dockerfile === undefined || dockerfile.text === "" ? undefined : dockerfile;
  if (name && name.text === undefined) return { ...unknownLocation, context: folder };
  const base = name ? dockerfileFolder(folder) : folder;
  if (base === undefined || (name?.text !== undefined && isAddress(name.text)))
    return { ...unknownLocation, context: folder };
  return { dockerfile: pathIn(base, name?.text ?? "Dockerfile"), context: folder, isElsewhere: false };
}
