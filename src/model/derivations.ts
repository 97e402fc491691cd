/**
 * What is worked out of a graph when the first rule asks for it, and then shared by all that ask: nothing is worked out twice, and
 * nothing that no rule needs.
 */
export class Derivations {
  private readonly results = new Map<object, Map<object, unknown>>();

  /**
   * @param question the function that asks, which tells its results from those of others.
   * @param subject what the result is about; the same question about the same subject has the same result.
   */
  once<Result>(question: object, subject: object, derive: () => Result): Result {
    let known = this.results.get(question);
    if (known === undefined) {
      known = new Map();
      this.results.set(question, known);
    }
    if (known.has(subject)) return known.get(subject) as Result;
    const result = derive();
    known.set(subject, result);
    return result;
  }

  /** Lets go of all results: who asks again, has them worked out again. */
  forget(): void {
    this.results.clear();
  }
}
