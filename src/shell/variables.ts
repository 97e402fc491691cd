import type { AssignedNames } from "./assigned-names.ts";

/** What is known of a variable. `choice`: it holds one of these, as the variable of a `for` loop does. */
export type Known =
  | { readonly kind: "scalar"; readonly value: string }
  | { readonly kind: "array"; readonly items: readonly string[] }
  | { readonly kind: "choice"; readonly items: readonly string[] }
  | { readonly kind: "unset" }
  | { readonly kind: "unknown" };

interface Entry {
  readonly known: Known;
  readonly exported: boolean;
  /** Depth of the shell process that set it: a child sees only what is exported. */
  readonly process: number;
  /** When it was set, counted over the whole reading. */
  readonly order: number;
}

/** What ENV and ARG give: `has` with an undefined value means declared, but not known. */
export type BuildVariables = Pick<ReadonlyMap<string, string | undefined>, "get" | "has">;

/** Code that may run again or later: what it assigns anywhere is not known at its start. */
interface Barrier {
  readonly order: number;
  readonly names: AssignedNames;
  readonly start: number;
  readonly end: number;
}

/** The entries that a stretch of code changed, as they are behind it. */
export type Outcome = ReadonlyMap<string, Entry | undefined>;

/** Loops over more items than this have a variable that is simply not known. */
export const maximumChoices = 64;

const unknown: Known = { kind: "unknown" };

/**
 * The variables of a script while it is read from top to bottom. Code that may not run is read on trial: its changes are
 * taken back and merged, at a cost of what it changes and not of what there is.
 */
export class Variables {
  private readonly entries = new Map<string, Entry>();
  /** For each trial under way, the entries that it changed, as they were before. */
  private readonly trials: Map<string, Entry | undefined>[] = [];
  private readonly barriers: Barrier[] = [];
  /** Assigned in a function: not known any more, because any command may call it. */
  private readonly functionNames = new Set<string>();
  private process = 0;
  private order = 0;

  private readonly environment: BuildVariables;

  /** The environment is asked by name and never copied: a file may have as many RUNs as variables. */
  constructor(environment: BuildVariables) {
    this.environment = environment;
  }

  get(name: string): Known {
    const entry = this.entryOf(name);
    if (entry === undefined || this.functionNames.has(name)) return unknown;
    if (entry.process !== this.process && !entry.exported) return unknown;
    for (const { order, names, start, end } of this.barriers) {
      if (entry.order < order && names.isAssigned(name, start, end)) return unknown;
    }
    return entry.known;
  }

  /** Whether anything sets the variable, known or not. */
  has(name: string): boolean {
    return this.entries.has(name) || this.environment.has(name);
  }

  set(name: string, known: Known, exported = false): void {
    const before = this.entryOf(name);
    this.write(name, {
      known,
      // `unset` takes the export away, too.
      exported: exported || (known.kind !== "unset" && (before?.exported ?? false)),
      process: this.process,
      order: ++this.order,
    });
  }

  forget(name: string): void {
    this.set(name, unknown);
  }

  export(name: string): void {
    const entry = this.entryOf(name);
    if (entry) this.write(name, { ...entry, exported: true });
    else this.set(name, unknown, true);
  }

  private entryOf(name: string): Entry | undefined {
    const entry = this.entries.get(name);
    if (entry || !this.environment.has(name)) return entry;
    const value = this.environment.get(name);
    const known: Known = value === undefined ? unknown : { kind: "scalar", value };
    return { known, exported: true, process: 0, order: 0 };
  }

  /** Runs code that may not run, and takes its changes back; `merge` brings them in as far as they are certain. */
  trial<Result>(run: () => Result): { readonly result: Result; readonly outcome: Outcome } {
    const before = new Map<string, Entry | undefined>();
    this.trials.push(before);
    let result: Result;
    try {
      result = run();
    } finally {
      this.trials.pop();
    }
    if (before.size === 0) return { result, outcome: before };
    const outcome = new Map<string, Entry | undefined>();
    for (const [name, entry] of before) {
      outcome.set(name, this.entries.get(name));
      this.restore(name, entry);
    }
    return { result, outcome };
  }

  /** Code that may run or not: its changes are certain only where they change nothing. */
  perhaps<Result>(run: () => Result): Result {
    const { result, outcome } = this.trial(run);
    this.merge([outcome], true);
    return result;
  }

  /** Code in a process of its own, such as a subshell: what it sets is lost. */
  apart<Result>(run: () => Result): Result {
    return this.trial(run).result;
  }

  /** A child such as `sh -c`: what it sets is lost, and it sees only what is exported. */
  childProcess<Result>(run: () => Result): Result {
    return this.apart(() => {
      this.process++;
      try {
        return run();
      } finally {
        this.process--;
      }
    });
  }

  /** Code that runs at an unknown time between `start` and `end` of the text that `names` was made from. */
  repeatedly<Result>(names: AssignedNames, start: number, end: number, run: () => Result): Result {
    this.barriers.push({ order: ++this.order, names, start, end });
    try {
      return run();
    } finally {
      this.barriers.pop();
    }
  }

  /** A function has been defined that assigns these names. */
  assignedInFunction(names: readonly string[]): void {
    for (const name of names) this.functionNames.add(name);
  }

  /** One of the outcomes holds from here on, or nothing has changed when `orNone`. */
  merge(outcomes: readonly Outcome[], orNone: boolean): void {
    if (outcomes.every(({ size }) => size === 0)) return;
    const merged = new Map<string, { known: Known; exported: boolean; count: number }>();
    for (const outcome of outcomes) {
      for (const [name, entry] of outcome) {
        const known = entry?.known ?? unknown;
        const exported = entry?.exported ?? false;
        const earlier = merged.get(name);
        merged.set(name, {
          known: earlier && !isSame(earlier.known, known) ? unknown : known,
          exported: exported || (earlier?.exported ?? false),
          count: (earlier?.count ?? 0) + 1,
        });
      }
    }
    for (const [name, { known, exported, count }] of merged) {
      const stays = !orNone && count === outcomes.length;
      this.set(name, stays || isSame(known, this.get(name)) ? known : unknown, exported);
    }
  }

  private write(name: string, entry: Entry): void {
    this.remember(name);
    this.entries.set(name, entry);
  }

  private restore(name: string, entry: Entry | undefined): void {
    if (entry === undefined) this.entries.delete(name);
    else this.entries.set(name, entry);
  }

  private remember(name: string): void {
    const trial = this.trials.at(-1);
    if (trial && !trial.has(name)) trial.set(name, this.entries.get(name));
  }
}

function isSame(a: Known, b: Known): boolean {
  if (a.kind === "scalar" && b.kind === "scalar") return a.value === b.value;
  if ((a.kind === "array" && b.kind === "array") || (a.kind === "choice" && b.kind === "choice")) {
    return a.items === b.items;
  }
  return a.kind === "unset" && b.kind === "unset";
}
