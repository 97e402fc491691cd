/** A rule of another tool, and what answers to it here. */
export interface PeerRule {
  readonly id: string;
  readonly offence: string;
  /** Rules of ours that find it; empty where this gate does not judge it. */
  readonly ours: readonly string[];
  /** What is different here, or who judges it where we do not. */
  readonly remark?: string;
  /** A Dockerfile in which ours find it: the proof of the row. */
  readonly example?: string;
}

export interface Peer {
  readonly name: string;
  /** Which version the rows are about. */
  readonly version: string;
  /** How its waivers and its configuration become ours. */
  readonly moving: string;
  readonly rules: readonly PeerRule[];
}

/** What style and syntax checkers are better at. */
export const leftToLinters = "Style inside a RUN: keep a linter for it.";
