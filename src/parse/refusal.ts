/** BuildKit refuses an instruction. Thrown while one instruction is read, and turned into a `Rejection` of the file. */
export class Refusal extends Error {
  /** Where in the logical line; undefined when it concerns the whole instruction. */
  readonly range: { readonly start: number; readonly end: number } | undefined;

  constructor(message: string, range?: { readonly start: number; readonly end: number }) {
    super(message);
    this.name = "Refusal";
    this.range = range;
  }
}
