import { InputError } from "../../model/input-error.ts";

/** Seconds. */
export const usualTimeLimit = 1800;
const longest = 6 * 60 * 60;

/** @throws InputError for what is no number of seconds, or more than a job may take. */
export function timeLimitOf(given: string | undefined, name: string): number {
  if (given === undefined) return usualTimeLimit;
  const seconds = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (seconds < 1 || seconds > longest) throw new InputError(`${name} takes seconds, from 1 to ${longest}.`);
  return seconds;
}
