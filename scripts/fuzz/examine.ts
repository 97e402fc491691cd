import type { Policy } from "../../src/model/policy.ts";
import { type Property, properties } from "./properties.ts";
import { subjectOf } from "./subject.ts";

/** A property that does not hold of a text. */
export interface Failure {
  readonly property: string;
  readonly detail: string;
}

/** What one judgement of one text may cost, and what is added for each thousand characters of it; milliseconds of processor time. */
const mostTime = { once: 1_500, perThousand: 50 };

/** @param index which of the costly properties are looked at depends on it; undefined for all. */
export function examine(text: string, policy: Policy, index?: number): Failure | undefined {
  const due = ({ every }: Property) => index === undefined || Math.floor(index / 2) % every === 0;
  const started = process.cpuUsage();
  let property = "no crash";
  try {
    const subject = subjectOf(text, policy);
    const { user } = process.cpuUsage(started);
    const most = mostTime.once + (mostTime.perThousand * text.length) / 1_000;
    if (user / 1_000 > most) return { property: "no hang", detail: `${Math.round(user / 1_000)} ms` };
    for (const each of properties.filter(due)) {
      property = each.name;
      const detail = each.broken(subject);
      if (detail !== undefined) return { property, detail };
    }
  } catch (error) {
    return { property, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  return undefined;
}
