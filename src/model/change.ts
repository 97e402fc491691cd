import type { Problem } from "./report.ts";

/** What is to be judged. */
export interface Change {
  readonly head: { readonly sha: string | undefined; readonly ref: string | undefined };
  /** Dockerfiles with their text, in any order. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Trouble met while reading, to be reported with the rest. */
  readonly problems: readonly Problem[];
  /** Target named by the caller: what ships in every file that has it. */
  readonly target: string | undefined;
}
