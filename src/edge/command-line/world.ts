import type { Readable, Writable } from "node:stream";

/** Everything that the command line knows of its surroundings. */
export interface CommandWorld {
  /** Behind the name of the program. */
  readonly arguments: readonly string[];
  /** Absolute current folder. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  /** Folder that Stagegate's own policies are in. */
  readonly packs: string;
  /** ISO date of the day, in UTC. */
  readonly today: string;
}

/** A stream that may be a terminal. */
export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };
