import type { Account } from "./world.ts";

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
  readonly start_column?: number;
  readonly end_column?: number;
}

export interface CheckRun {
  readonly id: number;
  readonly suite: number;
  readonly headSha: string;
  readonly creator: Account;
  readonly startedAt: string;
  name: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  completedAt: string | null;
  detailsUrl: string | null;
  externalId: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  /** Every update appends. */
  readonly annotations: CheckAnnotation[];
}
