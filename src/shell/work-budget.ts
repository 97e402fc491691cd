/**
 * Bounds what expansion may produce, so that `X="$X$X"` many times over, or a long value used many times, costs no more than
 * a long script would. What no longer fits is not known.
 */
export class WorkBudget {
  private left: number;

  /** @param units characters, or steps of about that cost. */
  constructor(units: number) {
    this.left = units;
  }

  spend(units: number): boolean {
    if (units > this.left) return false;
    this.left -= units;
    return true;
  }
}
