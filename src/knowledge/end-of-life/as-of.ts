/** The day on which the tables of this folder were true, as an ISO date. Written by scripts/end-of-life.ts. */
export const endOfLifeAsOf = "2026-11-24";
