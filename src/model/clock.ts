/** The time of a run, given from outside so that the same input gives the same report. */
export interface Clock {
  /** The day in UTC, `YYYY-MM-DD`. */
  readonly today: string;
}
