import type { PolicyChange } from "../model/policy-difference.ts";
import type { PolicyWaiver } from "../model/waiver.ts";
import { coversAll } from "./strictness.ts";

/** Of waivers, and of their globs, that are compared each with each; beyond, one that is narrowed is one removed and one added. */
const mostPairs = { waivers: 10_000, globs: 2500 };

/** Waivers of the same rule for the same files are one: the one that ends last. */
export function waiverChanges(before: readonly PolicyWaiver[], after: readonly PolicyWaiver[]): PolicyChange[] {
  const [old, next] = [byTerms(before), byTerms(after)];
  const common = commonTerms(old, next);
  const keys = new Set([...old.keys(), ...next.keys()]);
  const isMany = old.size * next.size > mostPairs.waivers;
  const widerThan = (waiver: PolicyWaiver, others: ReadonlyMap<string, PolicyWaiver>) =>
    isMany ? undefined : findWider(waiver, others);
  return [...keys].flatMap((key): PolicyChange[] => {
    const [waiver, changed] = [old.get(key), next.get(key)];
    const subject = subjectOf(waiver ?? changed);
    if (waiver && changed) {
      const direction = expiryDirection(waiver, changed);
      if (direction === "other" && waiver.reason === changed.reason) return [];
      const text = direction === "other" ? ({ reason }: PolicyWaiver) => reason : untilText;
      return [{ kind: "waiver", subject, before: text(waiver), after: text(changed), direction }];
    }
    if (waiver) {
      if (widerThan(waiver, next)) return [];
      return [{ kind: "waiver", subject, before: untilText(waiver), after: undefined, direction: "stricter" }];
    }
    if (changed === undefined || widerThan(changed, common)) return [];
    const wider = widerThan(changed, old);
    const before = wider && `${untilText(wider)}, in ${wider.files.join(", ")}`;
    return [{ kind: "waiver", subject, before, after: untilText(changed), direction: wider ? "stricter" : "looser" }];
  });
}

function covers(wider: PolicyWaiver, { rule, files }: PolicyWaiver): boolean {
  if (rule !== wider.rule || files.length * wider.files.length > mostPairs.globs) return false;
  return coversAll(wider.files, files);
}

/** A waiver among others that lets pass whatever this one does. */
function findWider(waiver: PolicyWaiver, others: ReadonlyMap<string, PolicyWaiver>): PolicyWaiver | undefined {
  return [...others.values()].find((other) => other.expires >= waiver.expires && covers(other, waiver));
}

/** Those of both, as long as both have them. */
function commonTerms(
  old: ReadonlyMap<string, PolicyWaiver>,
  next: ReadonlyMap<string, PolicyWaiver>,
): ReadonlyMap<string, PolicyWaiver> {
  const common = [...old].flatMap(([key, waiver]) => {
    const other = next.get(key);
    return other ? [[key, endingWith(waiver, other)] as const] : [];
  });
  return new Map(common);
}

/** The waivers that both policies have: those that the other does not have are gone, shorter or narrower ones are as there. */
export function commonWaivers(waivers: readonly PolicyWaiver[], others: readonly PolicyWaiver[]): PolicyWaiver[] {
  const known = byTerms(others);
  return waivers.flatMap((waiver) => {
    const same = known.get(termsOf(waiver));
    if (same) return [endingWith(waiver, same)];
    if (known.size * waivers.length > mostPairs.waivers) return [];
    return [...known.values()]
      .filter((other) => covers(waiver, other))
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
