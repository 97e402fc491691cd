import type { FindingLevel } from "../model/level.ts";

/** What is said about waivers themselves. These have a fixed level, and cannot be waived or switched off. */
export interface WaiverRule {
  readonly id: "invalid-waiver" | "expired-waiver" | "unused-waiver";
  readonly group: "waivers";
  readonly level: FindingLevel;
  readonly summary: string;
  /** Markdown. */
  readonly why: string;
}

export const waiverRules: readonly WaiverRule[] = [
  {
    id: "invalid-waiver",
    group: "waivers",
    level: "error",
    summary: "a comment for Stagegate that waives nothing, because it cannot be read",
    why: `Whoever wrote it believes that something is waived, and it is not. A waiver names a rule, a last day and a reason, and
stands directly above the instruction or stage that it is for:

\`\`\`dockerfile
# stagegate: waive root-final-user until 2027-03-31 -- binds port 80 until the proxy moves
FROM nginx:1.29
\`\`\`

Above an instruction it covers that instruction, above a FROM the stage; \`waive RULE in file until …\` covers the whole file.
Comments for other tools, such as \`# hadolint ignore=DL3008\`, waive nothing here.`,
  },
  {
    id: "expired-waiver",
    group: "waivers",
    level: "error",
    summary: "a waiver whose last day is over, while what it waives is still there",
    why: `A waiver is a loan with a date. When the date has passed, its findings count again: fix them, or agree on a new date. From
fourteen days before its end on, a waiver is a notice, so that nobody is surprised.`,
  },
  {
    id: "unused-waiver",
    group: "waivers",
    level: "notice",
    summary: "a waiver that nothing needs",
    why: `What it was for is fixed, or it stands in the wrong place. Left there, it would silently cover the next finding of that
rule. Remove it.`,
  },
];
