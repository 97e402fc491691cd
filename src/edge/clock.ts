import type { Clock } from "../model/clock.ts";

/** The time as the machine has it. */
export function systemClock(): Clock {
  return { today: new Date().toISOString().slice(0, 10) };
}
