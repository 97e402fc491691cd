import type { Analysis } from "../analysis.ts";
import type { SharedText } from "../share.ts";

/** What the page asks its worker. */
export interface Request extends SharedText {
  readonly id: number;
  readonly ask: "analyse" | "fix";
  readonly today: string;
}

export interface Answer {
  readonly id: number;
  readonly analysis?: Analysis;
  /** The Dockerfile with all safe fixes. */
  readonly fixed?: string;
  /** What went wrong on our side. */
  readonly failure?: string;
}
