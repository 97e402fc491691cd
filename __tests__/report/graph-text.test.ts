import { describe, expect, it } from "vitest";
import { renderGraphText } from "../../src/report/graph-text.ts";
import { fileOf, graphOf } from "./report-builder.ts";

const text = `FROM golang:1.21 AS base
RUN go mod download

FROM base AS builder
RUN go build -o /app

FROM base AS tester
RUN go test ./...

FROM node:20 AS assets
RUN npm run build

FROM scratch AS production
COPY --from=builder /app /app
COPY --from=assets /dist /dist
COPY --from=builder /etc/passwd /etc/
`;

describe("renderGraphText", () => {
  it("draws stages below what they are built FROM, with what else they take and the row of steps that bounds the build", () => {
    expect(renderGraphText(graphOf(text, { ships: ["production"] }))).toMatchInlineSnapshot(`
      "Dockerfile · 5 stages

      golang:1.21
      └─ base        ○ contributes  lines 1-2
         ├─ builder  ○ contributes  lines 4-5
         └─ tester   ◇ tests        lines 7-8

      node:20
      └─ assets      ○ contributes  lines 10-11

      scratch
      └─ production  ● ships        lines 13-16
              copies /app from builder
              copies /etc/passwd to /etc/ from builder
              copies /dist from assets

      longest row of steps: base → builder → production, 5 steps
      "
    `);
  });

  it("counts the open findings of a stage", () => {
    const { graph, findings } = fileOf("Dockerfile", "FROM a AS b\nRUN x\n", [
      { at: "RUN", level: "error", stage: 0 },
      { at: "RUN", level: "notice", stage: 0 },
      { at: "RUN", level: "error", stage: 0, status: "waived" },
    ]);
    const drawn = renderGraphText(graph ?? graphOf(""), { colour: false }, findings);
    expect(drawn).toContain("└─ b  ● ships  lines 1-2  1 error, 1 notice\n");
  });

  it("tells mounts from copies and names stages without a name", () => {
    const text = "FROM a\nFROM b AS tools\nFROM c\nRUN --mount=from=tools,target=/x true\nCOPY --from=0 /a /b\n";
    expect(renderGraphText(graphOf(text))).toMatchInlineSnapshot(`
      "Dockerfile · 3 stages

      a
      └─ stage 0  ○ contributes  line 1

      b
      └─ tools    ○ contributes  line 2

      c
      └─ stage 2  ● ships        lines 3-5
              mounts / to /x from tools
              copies /a to /b from stage 0
      "
    `);
  });

  it("keeps the branches of further stages beside what one takes", () => {
    const text = "FROM x AS a\nFROM y AS b\nCOPY --from=a /a /b\nFROM b AS c\nFROM b AS d\n";
    expect(renderGraphText(graphOf(text))).toContain(
      "└─ b     ○ contributes  lines 2-3\n   │    copies /a to /b from a\n   ├─ c  ",
    );
  });

  it("lists four of what a stage takes from another, and counts the rest", () => {
    const copies = Array.from({ length: 7 }, (_, index) => `COPY --from=a /f${index} /f${index}`);
    const drawn = renderGraphText(graphOf(`FROM x AS a\nFROM y\n${copies.join("\n")}\n`));
    expect(drawn).toContain("copies /f3 from a\n        and 3 more from a\n");
    expect(drawn).not.toContain("/f4");
  });

  it("shows no value of a secret that a variable brings into a path", () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const drawn = renderGraphText(graphOf(`FROM x AS a\nFROM y\nENV T=${token}\nCOPY --from=a /$T /b\n`));
    expect(drawn).toContain("copies /••• to /b from a");
    expect(drawn).not.toContain("a1B2");
  });

  it("shows a base that cannot be known as it is written, hidden characters spelled out", () => {
    expect(renderGraphText(graphOf("FROM $BA\u202eSE AS a\n"))).toContain("$BA<U+202E>SE\n└─ a ");
  });

  it("does not grow sideways with a long chain", () => {
    const chain = ["FROM a AS s0", ...Array.from({ length: 400 }, (_, index) => `FROM s${index} AS s${index + 1}`)];
    const lines = renderGraphText(graphOf(`${chain.join("\n")}\n`)).split("\n");
    expect(lines.filter((line) => /[○●] /.test(line))).toHaveLength(401);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
  });

  it("marks what ships in colour", () => {
    const coloured = renderGraphText(graphOf("FROM scratch AS app\n"), { colour: true });
    expect(coloured).toContain("\u001b[1mapp\u001b[22m  \u001b[32m● ships\u001b[39m");
  });

  it("has an answer for a file without stages", () => {
    expect(renderGraphText(graphOf("# nothing\n"))).toBe("Dockerfile · 0 stages\n");
  });
});
