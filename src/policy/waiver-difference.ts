import type { PolicyChange } from "../model/policy-difference.ts";
import type { PolicyWaiver } from "../model/waiver.ts";
import { coversAll } from "./strictness.ts";

/** Waivers of the same rule for the same files are one: the one that ends last. */
export function waiverChanges(before: readonly PolicyWaiver[], after: readonly PolicyWaiver[]): PolicyChange[] {
  const [old, next] = [byTerms(before), byTerms(after)];
  const keys = new Set([...old.keys(), ...next.keys()]);
  return [...keys].flatMap((key): PolicyChange[] => {
    const [waiver, changed] = [old.get(key), next.get(key)];
    const subject = subjectOf(waiver ?? changed);
    if (waiver && changed) {
      const direction = expiryDirection(waiver, changed);
      if (direction === "other" && waiver.reason === changed.reason) return [];
      const text = direction === "other" ? ({ reason }: PolicyWaiver) => reason : untilText;
      return [{ kind: "waiver", subject, before: text(waiver), after: text(changed), direction }];
    }
    const direction = changed ? "looser" : "stricter";
    return [
      {
        kind: "waiver",
        subject,
        before: waiver && untilText(waiver),
        after: changed && untilText(changed),
        direction,
      },
    ];
  });
}

/** The waivers that both policies have: those that the other does not have are gone, shorter or narrower ones are as there. */
export function commonWaivers(waivers: readonly PolicyWaiver[], others: readonly PolicyWaiver[]): PolicyWaiver[] {
  const known = byTerms(others);
  return waivers.flatMap((waiver) => {
    const same = known.get(termsOf(waiver));
    if (same) return [endingWith(waiver, same)];
    return [...known.values()]
      .filter(({ rule, files }) => rule === waiver.rule && coversAll(waiver.files, files))
      .map((narrower) => ({ ...endingWith(waiver, narrower), files: narrower.files }));
  });
}

function endingWith(waiver: PolicyWaiver, { expires }: PolicyWaiver): PolicyWaiver {
  return expires < waiver.expires ? { ...waiver, expires } : waiver;
}

/** Days are compared as text, which orders `YYYY-MM-DD` rightly. */
function expiryDirection(before: PolicyWaiver, after: PolicyWaiver): PolicyChange["direction"] {
  if (before.expires === after.expires) return "other";
  return after.expires < before.expires ? "stricter" : "looser";
}

function byTerms(waivers: readonly PolicyWaiver[]): ReadonlyMap<string, PolicyWaiver> {
  const known = new Map<string, PolicyWaiver>();
  for (const waiver of waivers) {
    const earlier = known.get(termsOf(waiver));
    if (earlier === undefined || earlier.expires < waiver.expires) known.set(termsOf(waiver), waiver);
  }
  return known;
}

function termsOf({ rule, files }: PolicyWaiver): string {
  return JSON.stringify([rule, [...files].sort()]);
}

function subjectOf(waiver: PolicyWaiver | undefined): string {
  return waiver === undefined ? "" : `${waiver.rule} in ${[...waiver.files].sort().join(", ")}`;
}

function untilText({ expires }: PolicyWaiver): string {
  return `until ${expires}`;
}
