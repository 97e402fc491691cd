import { describe, expect, it } from "vitest";
import { renderText } from "../../src/report/text.ts";
import { fileOf, reportOf } from "./report-builder.ts";

const plain = { colour: false };

describe("a finding as text", () => {
  it("spells out what a terminal would obey and a reader overlook", () => {
    const file = fileOf("a\u001b]0;title\u0007\n/Dockerfile", "FROM a AS \u202eb\nCOPY\t. \u001b[31m/x\u200b y\n", [
      { rule: "evil\u001b[2J", at: "y", message: "Stage \u202eb\u0000 is not\u001b[1A here." },
    ]);
    expect(renderText(reportOf([file]), plain)).toMatchInlineSnapshot(`
      "a␛]0;title␇␊/Dockerfile:2:17  warning  evil␛[2J
        Stage <U+202E>b␀ is not␛[1A here.
          │
        2 │ COPY    . ␛[31m/x<U+200B> y
          │                           ^
          = more: stagegate rules evil␛[2J

      1 warning in 1 file · passed
      "
    `);
  });

  it("shortens what is too much to read", () => {
    const file = fileOf("Dockerfile", "FROM node:18\nRUN make\nRUN git\n", [
      {
        at: "make",
        message: `The name ${"x".repeat(10_000)} is long.`,
        related: Array.from({ length: 9 }, (_, index) => ["git", `place ${index}`] as const),
      },
    ]);
    const text = renderText(reportOf([file]), plain);
    expect(text.length).toBeLessThan(6000);
    expect(text).toContain("= see line 3: place 2\n    = and 6 more places\n");
    expect(text).not.toContain("place 3");
  });

  it("does not print a secret that a finding points at", () => {
    const token = `npm_${"a1B2c3D4e5".repeat(3)}F6g7H8`;
    const text = `FROM node:18\nENV NPM_TOKEN=${token} API_KEY=hunter2hunter\nRUN echo ${token}\nRUN npm ci\n`;
    const file = fileOf("Dockerfile", text, [
      {
        rule: "secret-outside-mount",
        level: "error",
        at: `NPM_TOKEN=${token}`,
        message: "ENV NPM_TOKEN writes a secret into the image.",
        fix: { title: "Use a secret mount", edits: [[`ENV NPM_TOKEN=${token} API_KEY=hunter2hunter\n`, ""]] },
      },
      { rule: "other-rule", at: `echo ${token}`, message: "Something else." },
    ]);
    expect(renderText(reportOf([file]), plain)).toMatchInlineSnapshot(`
      "Dockerfile:2:5  error  secret-outside-mount
        ENV NPM_TOKEN writes a secret into the image.
          │
        2 │ ENV NPM_TOKEN=••• API_KEY=•••
          │     ^^^^^^^^^^^^^
          = fix: Use a secret mount
        2 - ENV NPM_TOKEN=••• API_KEY=•••
          = more: stagegate rules secret-outside-mount

      Dockerfile:3:5  warning  other-rule
        Something else.
          │
        3 │ RUN echo •••
          │     ^^^^^^^^
          = more: stagegate rules other-rule

      1 error, 1 warning in 1 file · blocked
      "
    `);
  });
});
