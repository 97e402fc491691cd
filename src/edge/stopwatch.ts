import type { Phase, Timed } from "../model/timing.ts";

const names: Readonly<Record<Phase, string>> = {
  read: "read",
  parse: "parse and graph",
  judge: "judge",
  build: "build",
  publish: "publish",
};

/** Takes the time of the phases of one run. A phase within another one counts for itself and not for the other. */
export class Stopwatch {
  readonly #now: () => number;
  readonly #spent = new Map<Phase, number>();
  readonly #running: Phase[] = [];
  #since = 0;

  /** @param now in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  readonly timed: Timed = (phase, work) => {
    this.#turn(() => this.#running.push(phase));
    const end = () => this.#turn(() => this.#running.pop());
    let result: ReturnType<typeof work>;
    try {
      result = work();
    } catch (error) {
      end();
      throw error;
    }
    if (!(result instanceof Promise)) {
      end();
      return result;
    }
    return result.finally(end) as typeof result;
  };

  /** `read 120 ms, parse and graph 8 ms`, in the order in which the phases began. */
  get text(): string {
    return [...this.#spent].map(([phase, spent]) => `${names[phase]} ${Math.round(spent)} ms`).join(", ");
  }

  #turn(change: () => void): void {
    const now = this.#now();
    const current = this.#running.at(-1);
    if (current !== undefined) this.#spent.set(current, (this.#spent.get(current) ?? 0) + now - this.#since);
    this.#since = now;
    change();
    const next = this.#running.at(-1);
    if (next !== undefined && !this.#spent.has(next)) this.#spent.set(next, 0);
  }
}
