/** Where the findings of a review are to be seen in the pull request. */
export interface Placement {
  /** Fingerprints of those with a comment of their own. */
  readonly inline: ReadonlySet<string>;
  /** Those that were to have one and have none, with the reason. */
  readonly unplaced: ReadonlyMap<string, UnplacedReason>;
}

/**
 * Why a finding has no comment of its own. `refused`: GitHub takes none on its lines, nor on its file. `no-room`: beyond the most
 * comments or requests of a run. `limited`: GitHub asks to slow down. `unavailable`: GitHub failed. `not-permitted`: the token may not
 * write. `head-moved`: there is a newer commit, whose run will comment. `newer-run`: a later run has commented. `off`: comments are
 * switched off.
 */
export type UnplacedReason =
  | "refused"
  | "no-room"
  | "limited"
  | "unavailable"
  | "not-permitted"
  | "head-moved"
  | "newer-run"
  | "off";
