import type { Fix } from "../../model/finding.ts";
import type { ShellCommand } from "../../model/shell.ts";
import type { CarriedFile } from "./carried-files.ts";
import type { HostFacts } from "./host-facts.ts";
import type { MadeFile } from "./made-files.ts";

/** Something that a shipped stage takes from another one and that does not run there. */
export interface Misfit {
  /** The command that made it; undefined where the image below the builder stage brought it. */
  readonly command: ShellCommand | undefined;
  /** False where a default is the only evidence, so that the project's own files may say otherwise. */
  readonly certain: boolean;
  /** What is wrong and what a person would see; the sentence may be two. */
  readonly problem: string;
  /** What to write instead, one sentence. */
  readonly remedy: string;
  readonly fix?: Fix;
}

/** A carried file with what made it and where it runs: what the judges of each kind look at. */
export interface Passage {
  readonly carried: CarriedFile;
  readonly made: MadeFile;
  /** Where it was made, and where it runs. */
  readonly builder: HostFacts;
  readonly runtime: HostFacts;
}
