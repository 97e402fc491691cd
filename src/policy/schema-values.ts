import * as v from "valibot";
import { globProblem } from "./glob.ts";

export const levels = ["error", "warning", "notice", "off"] as const;

/** Descriptions go into the JSON Schema and the documentation. */
export function described<Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

export const glob = v.pipe(
  v.string(),
  v.check(
    (text) => globProblem(text) === undefined,
    (issue) => globProblem(issue.input) ?? "",
  ),
);

/** By name as BuildKit takes it, or by number. */
export const stageName = v.pipe(
  v.string(),
  v.regex(
    /^(?:[A-Za-z][A-Za-z0-9._-]{0,127}|\d{1,4})$/,
    "must be the name of a stage: letters, digits, `.`, `_` and `-`",
  ),
);

export function listOf<Schema extends v.GenericSchema>(item: Schema, most: number) {
  return v.pipe(v.array(item), v.maxLength(most));
}

/** A value or a list of them; always a list once read. The description stands before the change, where JSON Schema ends. */
export function oneOrMore<Schema extends v.GenericSchema>(item: Schema, most: number, description: string) {
  return v.pipe(
    v.union([item, listOf(item, most)]),
    v.description(description),
    v.transform((given): v.InferOutput<Schema>[] => (Array.isArray(given) ? given : [given])),
  );
}

export function textOf(most: number) {
  return v.pipe(v.string(), v.regex(/\S/, "must not be empty"), v.maxLength(most));
}

/** A day of the calendar, `YYYY-MM-DD`; stays text. */
export const date = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date, written YYYY-MM-DD"),
  v.check(isCalendarDay, (issue) => `must be a day of the calendar; there is no ${issue.input}`),
);

/** Whether a text written YYYY-MM-DD is a day that exists. */
export function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
