import { describe, expect, it } from "vitest";
import { renderGraphText } from "../../src/report/graph-text.ts";
import { graphOf } from "./report-builder.ts";

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
  it("draws stages below what they are built FROM, with what else they need", () => {
    expect(renderGraphText(graphOf(text, { ships: ["production"] }))).toMatchInlineSnapshot(`
      "Dockerfile · 5 stages

      golang:1.21
      └─ base        contributes  lines 1-2
         ├─ builder  contributes  lines 4-5
         └─ tester   tests        lines 7-8

      node:20
      └─ assets      contributes  lines 10-11

      scratch
      └─ production  ships        lines 13-16  copies from builder, assets
      "
    `);
  });

  it("tells mounts from copies and names stages without a name", () => {
    const text = "FROM a\nFROM b AS tools\nFROM c\nRUN --mount=from=tools,target=/x true\nCOPY --from=0 /a /b\n";
    expect(renderGraphText(graphOf(text))).toMatchInlineSnapshot(`
      "Dockerfile · 3 stages

      a
      └─ stage 0  contributes  line 1

      b
      └─ tools    contributes  line 2

      c
      └─ stage 2  ships        lines 3-5  mounts tools · copies from stage 0
      "
    `);
  });

  it("shows a base that cannot be known as it is written, hidden characters spelled out", () => {
    expect(renderGraphText(graphOf("FROM $BA\u202eSE AS a\n"))).toContain("$BA<U+202E>SE\n└─ a ");
  });

  it("does not grow sideways with a long chain", () => {
    const chain = ["FROM a AS s0", ...Array.from({ length: 400 }, (_, index) => `FROM s${index} AS s${index + 1}`)];
    const lines = renderGraphText(graphOf(`${chain.join("\n")}\n`)).split("\n");
    expect(lines.filter((line) => /\bs\d+\b/.test(line))).toHaveLength(401);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
  });

  it("marks what ships in colour", () => {
    const coloured = renderGraphText(graphOf("FROM scratch AS app\n"), { colour: true });
    expect(coloured).toContain("\u001b[1mapp\u001b[22m  \u001b[32mships\u001b[39m");
  });

  it("has an answer for a file without stages", () => {
    expect(renderGraphText(graphOf("# nothing\n"))).toBe("Dockerfile · 0 stages\n");
  });
});
