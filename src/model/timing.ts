/** A part of a run whose time is of interest to whoever debugs it. */
export type Phase = "read" | "parse" | "judge" | "build" | "publish";

/** Does a part of a run, and gives its result; may take the time. What it takes never reaches a report. */
export type Timed = <Result>(phase: Phase, work: () => Result) => Result;

export const untimed: Timed = (_, work) => work();
