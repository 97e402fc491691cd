import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeBoxes } from "../../../src/report/stage-picture/layout.ts";
import { stagePicture } from "../../../src/report/stage-picture/stage-picture.ts";
import { renderStageSvg } from "../../../src/report/stage-picture/svg.ts";
import { readMarkup, shapeOf } from "../markup-reader.ts";
import { fileOf, graphOf } from "../report-builder.ts";

const text = `FROM golang:1.21 AS base
RUN go mod download
FROM base AS builder
RUN go build -o /app .
FROM base AS tester
RUN --mount=from=builder,target=/x go test
FROM alpine AS docs
FROM scratch AS production
COPY --from=builder /app /app
COPY --from=builder /etc/passwd /etc/
`;

function drawn(dockerfile: string, standalone = false): string {
  return renderStageSvg(stagePicture(graphOf(dockerfile)), { title: "Stages", standalone }).markup;
}

describe("renderStageSvg", () => {
  it("says role, lines, what is taken and the longest row of steps in words", () => {
    const { text: words } = readMarkup(drawn(text));
    for (const part of ["builder", "contributes · lines 3-4", "ships", "tests", "/app +1", "mount / to /x"]) {
      expect(words).toContain(part);
    }
    expect(words).toContain("copy /app, /etc/passwd to /etc/");
    expect(words).toContain("longest row of steps: base → builder → production, 4 steps");
    expect(words).toContain("mounted during a step");
  });

  it("tells roles by their borders, too", () => {
    const { elements } = readMarkup(drawn(text));
    const classes = elements.filter(({ name }) => name === "g").map(({ attributes }) => attributes.get("class"));
    expect(classes.filter((each) => each !== undefined && each !== "base" && each !== "legend")).toEqual([
      "contributes",
      "contributes",
      "tests",
      "auxiliary",
      "ships",
    ]);
    expect(elements.filter(({ attributes }) => attributes.get("class") === "inner")).toHaveLength(1);
  });

  it("counts the open findings of each stage", () => {
    const { graph, findings } = fileOf("Dockerfile", text, [
      { at: "RUN", level: "error", stage: 0 },
      { at: "COPY", level: "warning", stage: 4 },
      { at: "COPY", level: "warning", stage: 4 },
    ]);
    const { text: words } = readMarkup(
      renderStageSvg(stagePicture(graph ?? graphOf(""), findings), { title: "x" }).markup,
    );
    expect(words).toContain("1 error");
    expect(words).toContain("2 warnings");
  });

  it("draws no stage, one, a hundred and a thousand, the same each time", () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, index) => `FROM ${index === 0 ? "a" : `s${index - 1}`} AS s${index}\nRUN x\n`).join(
        "",
      );
    const hub = (length: number) =>
      `FROM a AS s0\n${Array.from({ length }, (_, index) => `FROM a AS b${index}\nCOPY --from=s0 /x /y${index}\n`).join("")}`;
    for (const file of ["# none\n", "FROM a\n", chain(100), hub(99), chain(1000), hub(999)]) {
      const svg = drawn(file);
      const { elements } = readMarkup(svg);
      const stages = elements.filter(({ attributes }) =>
        /^(?:ships|contributes|auxiliary|unreachable)$/.test(attributes.get("class") ?? ""),
      );
      expect(stages.length).toBeGreaterThanOrEqual(graphOf(file).stages.length);
      expect(drawn(file)).toBe(svg);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  }, 240_000);

  it("draws so many lines and no more, and counts the rest", () => {
    const stages = Array.from({ length: 80 }, (_, index) => {
      const copies = Array.from({ length: index }, (_, source) => `COPY --from=s${source} /a /b${source}\n`);
      return `FROM a AS s${index}\n${copies.join("")}`;
    });
    const svg = drawn(stages.join(""));
    expect(readMarkup(svg).text).toContain("1660 more lines not drawn");
    expect(svg.length).toBeLessThan(1_000_000);
  });

  it("makes no element or attribute of a hostile name", () => {
    const part = fc.constantFrom(
      '"',
      "'",
      "<",
      ">",
      "&",
      "]]>",
      "<script>",
      "</svg>",
      "<!--",
      "\u202e",
      "&#x3c;",
      "onload=",
      "`",
    );
    const names = fc.array(fc.oneof(part, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 6 });
    const own = new Set(shapeOf(readMarkup(drawn(text, true))));
    fc.assert(
      fc.property(names, (parts) => {
        const name = parts.join("");
        const picture = stagePicture(graphOf(text));
        const hostile = {
          ...picture,
          bases: picture.bases.map((base) => ({ ...base, title: name })),
          stages: picture.stages.map((stage) => ({ ...stage, name })),
          links: picture.links.map((link) => ({ ...link, what: [name, name] })),
        };
        const read = readMarkup(renderStageSvg(hostile, { title: name, standalone: true }).markup);
        expect(shapeOf(read).filter((each) => !own.has(each))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("placeBoxes", () => {
  it("puts every box below those that it has lines from, whatever their number", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 60 }),
        (count, pairs) => {
          const boxes = Array.from({ length: count }, (_, index) => ({ key: `k${index}`, width: 80, height: 30 }));
          const lines = pairs
            .filter(([from, to]) => from < to && to < count)
            .map(([from, to]) => ({ from: `k${from}`, to: `k${to}`, label: undefined }));
          const placed = placeBoxes(boxes, lines);
          for (const { from, to } of lines) {
            expect(placed.boxes.get(to)?.y ?? 0).toBeGreaterThan(placed.boxes.get(from)?.y ?? 0);
          }
          expect(placed.lines).toHaveLength(lines.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});
