import type { FindingLevel } from "../model/level.ts";

/** What is said about waivers themselves. These have a fixed level, and cannot be waived or switched off. */
export interface WaiverRule {
  readonly id: "invalid-waiver" | "expired-waiver" | "unused-waiver";
  readonly group: "waivers";
  readonly level: FindingLevel;
  readonly summary: string;
  /** Markdown. */
  readonly why: string;
  readonly examples: readonly WaiverExample[];
}

/** A Dockerfile with what is said about its waivers: a test of the rule, and its documentation. */
export interface WaiverExample {
  readonly title: string;
  readonly dockerfile: string;
  /** Lines (1-based) that have a finding of the rule; empty for a good example. */
  readonly lines: readonly number[];
  /** `YYYY-MM-DD`, the day on which it is judged. */
  readonly today: string;
}

const served = "FROM nginx:1.29-alpine\nCOPY site /usr/share/nginx/html\n";
const waived = (until: string) =>
  `# stagegate: waive root-final-user until ${until} -- binds port 80 until the proxy moves\n${served}`;
const today = "2026-11-24";

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
    examples: [
      {
        title: "No last day",
        dockerfile: `# stagegate: waive root-final-user -- binds port 80\n${served}`,
        lines: [1],
        today,
      },
      {
        title: "No reason",
        dockerfile: `# stagegate: waive root-final-user until 2027-03-31\n${served}`,
        lines: [1],
        today,
      },
      {
        title: "A rule that is not there",
        dockerfile: waived("2027-03-31").replace("root-final-user", "root-user-final"),
        lines: [1],
        today,
      },
      {
        title: "Below what it is for",
        dockerfile: served + waived("2027-03-31").replace(served, ""),
        lines: [3],
        today,
      },
      { title: "Rule, last day and reason, above the stage", dockerfile: waived("2027-03-31"), lines: [], today },
      {
        title: "For the whole file, whatever stands below",
        dockerfile: waived("2027-03-31").replace("root-final-user", "root-final-user in file"),
        lines: [],
        today,
      },
    ],
  },
  {
    id: "expired-waiver",
    group: "waivers",
    level: "error",
    summary: "a waiver whose last day is over, while what it waives is still there",
    why: `A waiver is a loan with a date. When the date has passed, its findings count again: fix them, or agree on a new date. From
fourteen days before its end on, a waiver is a notice, so that nobody is surprised.`,
    examples: [
      { title: "Over since yesterday", dockerfile: waived("2026-11-23"), lines: [1], today },
      { title: "Ends in a week: a notice", dockerfile: waived("2026-12-01"), lines: [1], today },
      { title: "Counts for a while yet", dockerfile: waived("2027-03-31"), lines: [], today },
      {
        title: "What it was for is fixed, and the waiver gone with it",
        dockerfile: "FROM nginxinc/nginx-unprivileged:1.29-alpine\nCOPY site /usr/share/nginx/html\nUSER 101\n",
        lines: [],
        today,
      },
    ],
  },
  {
    id: "unused-waiver",
    group: "waivers",
    level: "notice",
    summary: "a waiver that nothing needs",
    why: `What it was for is fixed, or it stands in the wrong place. Left there, it would silently cover the next finding of that
rule. Remove it.`,
    examples: [
      { title: "What it was for is fixed", dockerfile: `${waived("2027-03-31")}USER nginx\n`, lines: [1], today },
      {
        title: "Above another instruction than the one that it is for",
        dockerfile: `FROM alpine:3.22\n# stagegate: waive unverified-download until 2027-03-31 -- the mirror has no checksums\nRUN apk add --no-cache tzdata\nADD https://mirror.example/data.tar.gz /data/\nUSER 1000\n`,
        lines: [2],
        today,
      },
      { title: "Something to waive", dockerfile: waived("2027-03-31"), lines: [], today },
      {
        title: "Directly above the instruction",
        dockerfile: `FROM alpine:3.22\nRUN apk add --no-cache tzdata\n# stagegate: waive unverified-download until 2027-03-31 -- the mirror has no checksums\nADD https://mirror.example/data.tar.gz /data/\nUSER 1000\n`,
        lines: [],
        today,
      },
    ],
  },
];
