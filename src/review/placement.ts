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
export type UnplacedReason = keyof typeof sentences;

const sentences = {
  refused: "GitHub takes no comment on their lines or files.",
  "no-room": "There are more than one run comments on.",
  limited: "GitHub asked to slow down. The next run comments on them.",
  unavailable: "GitHub failed. The next run comments on them.",
  "not-permitted": "The job's token may not comment.",
  "head-moved": "There is a newer commit, whose run comments on them.",
  "newer-run": "A later run has commented.",
  off: "Comments on lines are switched off.",
} as const;

/** Sentences on the findings without a comment, one for each reason; the same for the same placement. */
export function unplacedRemarks({ unplaced }: Placement): string[] {
  const reasons = Object.keys(sentences) as UnplacedReason[];
  return reasons.flatMap((reason) => {
    const count = [...unplaced.values()].filter((each) => each === reason).length;
    if (count === 0 || reason === "off") return [];
    return [
      `${count === 1 ? "1 finding has" : `${count} findings have`} no comment of their own. ${sentences[reason]}`,
    ];
  });
}
