import type { CommandWorld } from "./world.ts";

/** Milliseconds before a run counts as a long one, and between two updates. */
const patience = 500;
const interval = 100;

/** A line that tells a person at a terminal what a long run is doing. Nobody else sees it. */
export interface Progress {
  /** Shows the line if the run has become a long one; `soon` if what comes next is known to be long. */
  show(text: string, soon?: boolean): void;
  /** Takes the line away. */
  clear(): void;
}

export function progressLine({ stderr }: CommandWorld, now: () => number): Progress {
  if (stderr.isTTY !== true) return { show() {}, clear() {} };
  const start = now();
  let last = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show(text, soon = false) {
      const time = now();
      if (!soon && (time - start < patience || time - last < interval)) return;
      last = time;
      isShown = true;
      stderr.write(`\r\u001b[K${text}`);
    },
    clear() {
      if (isShown) stderr.write("\r\u001b[K");
      isShown = false;
    },
  };
}
