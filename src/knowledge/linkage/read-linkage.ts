import type { BuildCommandInScript } from "../../model/build-command.ts";
import { goLinkage } from "./go.ts";
import type { BuildPlace, Linkage, LinkageReader } from "./linkage.ts";
import { cLinkage } from "./native.ts";
import { habitualLinkage } from "./others.ts";
import { rustLinkage } from "./rust.ts";

const readers: readonly LinkageReader[] = [goLinkage, rustLinkage, cLinkage, habitualLinkage];

/** The C library that what a command makes loads when it starts; undefined for a static program, and where nobody can say. */
export function readLinkage(build: BuildCommandInScript, place: BuildPlace): Linkage | undefined {
  for (const read of readers) {
    const linkage = read(build, place);
    if (linkage) return linkage;
  }
  return undefined;
}
