import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMermaid } from "../../src/report/mermaid.ts";
import { fileOf, graphOf } from "./report-builder.ts";

const text = `FROM golang:1.21 AS base
FROM base AS builder
FROM base AS tester
RUN --mount=from=builder,target=/x go test
FROM scratch AS production
COPY --from=builder /app /app
COPY --from=builder /etc/passwd /etc/
`;

describe("renderMermaid", () => {
  it("draws stages, bases and what is needed from where", () => {
    expect(renderMermaid(graphOf(text, { ships: ["production"] }))).toMatchInlineSnapshot(`
      "flowchart LR
        b0(["golang:1.21"]):::base
        b1(["scratch"]):::base
        s0["base · contributes"]:::contributes
        s1["builder · contributes"]:::contributes
        s2["tester · tests"]:::tests
        s3[["production · ships"]]:::ships
        b0 ==>|from| s0
        b1 ==>|from| s3
        s0 ==>|from| s1
        s0 ==>|from| s2
        s1 -.->|mount| s2
        s1 -->|copy| s3
        classDef ships stroke-width:3px
        classDef contributes stroke-width:1px
        classDef tests stroke-dasharray:6 3
        classDef base stroke-width:1px,opacity:0.8
      "
    `);
  });

  it("counts the open findings of each stage", () => {
    const { graph, findings } = fileOf("Dockerfile", text, [
      { at: "FROM golang", level: "error", stage: 0 },
      { at: "RUN", level: "warning", stage: 2 },
      { at: "RUN", level: "notice", stage: 2 },
      { at: "RUN", level: "warning", stage: 2 },
      { at: "COPY", level: "error", stage: 3, status: "waived" },
      { at: "COPY", level: "error" },
    ]);
    const drawn = renderMermaid(graph ?? graphOf(""), findings);
    expect(drawn).toContain('s0["base · contributes · 1 error"]');
    expect(drawn).toContain('s2["tester · tests · 2 warnings, 1 notice"]');
    expect(drawn).toContain('"production · ships"');
  });

  it("shortens digests", () => {
    const drawn = renderMermaid(graphOf(`FROM ghcr.io/acme/app:1@sha256:${"0123456789abcdef".repeat(4)}\n`));
    expect(drawn).toContain('b0(["ghcr.io/acme/app:1@sha256:0123456789ab…"]):::base');
  });

  it("never draws an empty label, which Mermaid refuses", () => {
    const graph = graphOf("FROM a\n");
    const stages = graph.stages.map((stage) => ({
      ...stage,
      base: { kind: "unresolved", text: " ", variables: [] } as const,
    }));
    expect(renderMermaid({ ...graph, stages })).toContain('b0(["unknown base"])');
  });

  it("lets no name out of its label", () => {
    const graph = graphOf("FROM alpine AS a\nFROM a AS b\n");
    const part = fc.constantFrom(
      '"',
      "]",
      "%%{init: {}}%%",
      "`",
      "\\n",
      "<b>",
      "$$",
      ";",
      "\n",
      "#quot;",
      "&lt;",
      "\u2028",
      "|",
      "a",
    );
    const name = fc.array(fc.oneof(part, fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 12 });
    const skeleton = (drawn: string) => drawn.replace(/"[^"\n]*"/g, '""');
    const expected = skeleton(renderMermaid(graph));
    fc.assert(
      fc.property(
        name.map((parts) => `x${parts.join("")}`),
        (foreign) => {
          const stages = graph.stages.map((stage) => ({
            ...stage,
            name: foreign,
            base: stage.index === 0 ? ({ kind: "unresolved", text: foreign, variables: [] } as const) : stage.base,
          }));
          const drawn = renderMermaid({ ...graph, stages });
          expect(skeleton(drawn)).toBe(expected);
          for (const label of drawn.match(/"[^"\n]*"/g) ?? []) {
            expect(label.slice(1, -1)).toMatch(/^(?:#(?:quot|\d+);|[^!-'*;<>?[-^`{-~\p{Cc}\p{Bidi_Control}])+$/u);
          }
        },
      ),
    );
  });
});
