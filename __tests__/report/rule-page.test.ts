import { describe, expect, it } from "vitest";
import { type RulePage, renderRulePage } from "../../src/report/rule-page.ts";
import { renderRuleText } from "../../src/report/rule-text.ts";
import { fileOf } from "./report-builder.ts";

const bad = fileOf("Dockerfile", 'FROM node:20-slim\nCMD ["node", "server.js"]\n', [
  {
    at: 'CMD ["node", "server.js"]',
    message: "Stage 0 runs as root. Write USER node before CMD.",
    fix: { title: "Run as node", edits: [["CMD", "USER node\nCMD"]] },
  },
]);
const good = fileOf("Dockerfile", 'FROM node:20-slim\nUSER node\nCMD ["node", "server.js"]\n');

const page: RulePage = {
  id: "root-final-user",
  level: "warning",
  group: "ships",
  summary: "a shipped stage that runs as root",
  why: "A process that breaks out of a container that runs as root\nis root on the host.\n\nOn scratch, `USER` takes a number.",
  supersedes: ["some-other-rule"],
  options: [{ name: "allow", type: "list of patterns", default: "[]", description: "Images that may run as root." }],
  examples: [
    {
      title: "No USER",
      source: bad.source,
      findings: bad.findings,
      fixed: good.source.text,
      policy: undefined,
    },
    {
      title: "A user of the image",
      source: good.source,
      findings: [],
      fixed: undefined,
      policy: "rules:\n  root-final-user: error",
    },
  ],
};

describe("renderRulePage", () => {
  it("explains the rule with its own examples", () => {
    expect(renderRulePage(page)).toMatchInlineSnapshot();
  });

  it("leaves out what a rule does not have", () => {
    const bare = renderRulePage({ ...page, level: "off", options: [], examples: [], supersedes: [] });
    expect(bare.match(/^## .*/gm)).toEqual(["## Why", "## Waive it"]);
    expect(bare).toContain("**Level** in `recommended`: off unless a policy sets a level · **Group**: What ships");
  });
});

describe("renderRuleText", () => {
  it("says the same on a terminal", () => {
    expect(renderRuleText(page, { colour: false })).toMatchInlineSnapshot();
  });

  it("colours when asked", () => {
    const coloured = renderRuleText(page, { colour: true });
    expect(coloured.startsWith("\u001b[1mroot-final-user\u001b[22m  \u001b[33mwarning\u001b[39m")).toBe(true);
  });

  it("stays within the terminal", () => {
    const lines = renderRuleText(page, { colour: false, width: 50 }).split("\n");
    const prose = lines.filter((line) => !line.includes("# stagegate:"));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(50);
  });
});
