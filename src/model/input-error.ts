/** Where a mistake stands. Lines and columns are 1-based. */
export interface ErrorPlace {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** The user's mistake: shown as one clear line, without a stack trace. Everything else that is thrown is a bug of ours. */
export class InputError extends Error {
  readonly place: ErrorPlace | undefined;

  constructor(message: string, place?: ErrorPlace, options?: ErrorOptions) {
    super(message, options);
    this.name = "InputError";
    this.place = place;
  }

  /** `policy.yml:3:5: message`, the form that editors and people read. */
  get line(): string {
    if (!this.place) return this.message;
    const { path, line, column } = this.place;
    return `${[path, line, column].filter((part) => part !== undefined).join(":")}: ${this.message}`;
  }
}
