/** Thrown when an expression would do more work than it may. */
export class BudgetSpent extends Error {}

/** Counts the work of expressions, about one step for each node of an expression that is evaluated. */
export class StepBudget {
  private left: number;
  /** What one item that an expression reads costs: it may look at it with every one of its nodes. */
  private weight = 1;

  constructor(steps: number) {
    this.left = steps;
  }

  /** Begins an evaluation of an expression of so many nodes. @throws BudgetSpent */
  begin(nodes: number, cost: number): void {
    this.weight = nodes;
    this.spend(cost);
  }

  /** @throws BudgetSpent */
  charge(items: number): void {
    this.spend(items * this.weight);
  }

  private spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new BudgetSpent();
  }
}
