import fc from "fast-check";
import type { DesiredReview } from "../../src/review/reconcile.ts";
import type { StickyComment } from "../../src/review/reconcile-sticky.ts";
import { fingerprintOf, onFile, onLine } from "./review-scene.ts";

/** What the review wants at some commit: findings by number, with a wording each. */
export interface Wanted {
  readonly planned: readonly { readonly number: number; readonly wording: number; readonly isOnFile: boolean }[];
  readonly elsewhere: readonly number[];
  readonly waived: readonly number[];
}

const anyNumber = fc.integer({ min: 1, max: 6 });
export const anyWanted: fc.Arbitrary<Wanted> = fc
  .record({
    planned: fc.uniqueArray(
      fc.record({ number: anyNumber, wording: fc.integer({ min: 0, max: 2 }), isOnFile: fc.boolean() }),
      { selector: ({ number }) => number },
    ),
    rest: fc.uniqueArray(anyNumber),
    isWaived: fc.boolean(),
  })
  .map(({ planned, rest, isWaived }) => {
    const others = rest.filter((number) => planned.every((each) => each.number !== number));
    return { planned, elsewhere: isWaived ? [] : others, waived: isWaived ? others : [] };
  });

export function desiredOf({ planned, elsewhere, waived }: Wanted): DesiredReview {
  const comments = planned.map(({ number, wording, isOnFile }) => {
    const suggestion = wording === 2 ? "\n\n```suggestion\nUSER 1000\n```" : "";
    const body = `**Error** ${number}, in the words ${wording}.${suggestion}`;
    return isOnFile ? { ...onFile(number), body } : onLine(number, { body });
  });
  const listed = elsewhere.map((number) => ({
    finding: onLine(number).finding,
    path: "Dockerfile",
    reason: "no-room" as const,
  }));
  return { plan: { comments, elsewhere: listed }, waived: new Set(waived.map(fingerprintOf)), problems: [] };
}

export function overviewOf(wanted: Wanted): StickyComment {
  const matter = JSON.stringify(wanted);
  return { markdown: `${matter} at some time`, matter, isClean: wanted.planned.length === 0 };
}
