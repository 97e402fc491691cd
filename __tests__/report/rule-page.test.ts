import { describe, expect, it } from "vitest";
import { renderRulePage } from "../../src/report/rule-markdown.ts";
import type { RulePage } from "../../src/report/rule-page.ts";
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
  mandatory: false,
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
    expect(renderRulePage(page)).toMatchInlineSnapshot(`
      "<!-- Generated from the rule's own definition and examples by npm run generate. -->

      # root-final-user

      A shipped stage that runs as root.

      **Level** in \`recommended\`: warning · **Group**: What ships

      ## Why

      A process that breaks out of a container that runs as root
      is root on the host.

      On scratch, \`USER\` takes a number.

      On the same stage it is reported instead of [\`some-other-rule\`](some-other-rule.md).

      ## Avoid

      ### No USER

      \`\`\`dockerfile
      FROM node:20-slim
      CMD ["node", "server.js"]
      \`\`\`

      \`\`\`text
      Dockerfile:2:1  warning  root-final-user
        Stage 0 runs as root. Write USER node before CMD.
          │
        2 │ CMD ["node", "server.js"]
          │ ^^^^^^^^^^^^^^^^^^^^^^^^^
          = fix: Run as node
          + USER node
        2   CMD ["node", "server.js"]
      \`\`\`

      Fixed:

      \`\`\`dockerfile
      FROM node:20-slim
      USER node
      CMD ["node", "server.js"]
      \`\`\`

      ## Prefer

      ### A user of the image

      With this in the policy:

      \`\`\`yaml
      rules:
        root-final-user: error
      \`\`\`

      \`\`\`dockerfile
      FROM node:20-slim
      USER node
      CMD ["node", "server.js"]
      \`\`\`

      ## Options

      | Option | Type | Default | Meaning |
      |---|---|---|---|
      | \`allow\` | list of patterns | \`[]\` | Images that may run as root. |

      \`\`\`yaml
      rules:
        root-final-user: { level: warning, allow: … }
      \`\`\`

      ## Waive it

      Directly above the instruction or the stage, with a reason and a last day:

      \`\`\`dockerfile
      # stagegate: waive root-final-user until YYYY-MM-DD -- reason
      \`\`\`

      Or for many files, in the policy:

      \`\`\`yaml
      waivers:
        - { rule: root-final-user, files: "legacy/**", reason: "…", expires: YYYY-MM-DD }
      \`\`\`
      "
    `);
  });

  it("leaves out what a rule does not have", () => {
    const bare = renderRulePage({ ...page, level: "off", options: [], examples: [], supersedes: [] });
    expect(bare.match(/^## .*/gm)).toEqual(["## Why", "## Waive it"]);
    expect(bare).toContain("**Level** in `recommended`: off unless a policy sets a level · **Group**: What ships");
  });
});

describe("renderRuleText", () => {
  it("says the same on a terminal", () => {
    expect(renderRuleText(page, { colour: false })).toMatchInlineSnapshot(`
      "root-final-user

        A shipped stage that runs as root.

        warning  What ships

      Why

        A process that breaks out of a container that runs as root is root on the
        host.

        On scratch, \`USER\` takes a number.

        On the same stage it is reported instead of some-other-rule.

      Avoid

        No USER

          │ FROM node:20-slim
          │ CMD ["node", "server.js"]

          Dockerfile:2:1  warning  root-final-user
            Stage 0 runs as root. Write USER node before CMD.
              │
            2 │ CMD ["node", "server.js"]
              │ ^^^^^^^^^^^^^^^^^^^^^^^^^
              = fix: Run as node
              + USER node
            2   CMD ["node", "server.js"]

        Fixed:

          │ FROM node:20-slim
          │ USER node
          │ CMD ["node", "server.js"]

      Prefer

        A user of the image

        With this in the policy:

          │ rules:
          │   root-final-user: error

          │ FROM node:20-slim
          │ USER node
          │ CMD ["node", "server.js"]

      Options

        allow  list of patterns  default []
          Images that may run as root.

          │ rules:
          │   root-final-user: { level: warning, allow: … }

      Waive it

        Directly above the instruction or the stage, with a reason and a last day:

          │ # stagegate: waive root-final-user until YYYY-MM-DD -- reason

        Or for many files, in the policy:

          │ waivers:
          │   - { rule: root-final-user, files: "legacy/**", reason: "…", expires: YYYY-MM-DD }
      "
    `);
  });

  it("colours when asked", () => {
    const coloured = renderRuleText(page, { colour: true });
    expect(coloured.startsWith("\u001b[1mroot-final-user\u001b[22m\n")).toBe(true);
    expect(coloured).toContain("\u001b[33mwarning\u001b[39m");
  });

  it("stays within the terminal", () => {
    const lines = renderRuleText(page, { colour: false, width: 50 }).split("\n");
    const prose = lines.filter((line) => !/# stagegate:|\{ (?:rule|level):/.test(line));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(50);
  });
});
