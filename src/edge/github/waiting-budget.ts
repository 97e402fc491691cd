/** Seconds that one run waits for GitHub in all before it goes on without. */
export const defaultWaitingBudget = 120;

/** Grants waits until their sum, in seconds, is used up. GitHub's own `retry-after` is never cut short: it is granted or refused. */
export interface WaitingBudget {
  /** Whether to wait so many seconds and ask again. Costs a second at least: GitHub may name a moment that has passed. */
  grant(seconds: number): boolean;
  readonly left: number;
}

export function waitingBudget(seconds: number): WaitingBudget {
  let left = seconds;
  return {
    grant(wait) {
      const cost = Math.max(1, wait);
      if (!(cost <= left)) return false;
      left -= cost;
      return true;
    },
    get left() {
      return left;
    },
  };
}
