import { describe, expect, it } from "vitest";
import { imageContent } from "../../src/build/image-parts.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { comparedParts, type ImageContent, isGrowth, type MeasuredImage } from "../../src/model/image-size.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";
import { imagesJson } from "../../src/report/image-json.ts";
import { imageTable, imageText } from "../../src/report/image-table.ts";
import { Room } from "../../src/report/room.ts";

function content(text: string, layers: readonly (readonly [string, number])[], stage = -1): ImageContent {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
  const target = graph.stages.at(stage);
  if (!target) throw new Error("no stage");
  return imageContent(
    graph,
    target,
    layers.map(([createdBy, bytes]) => ({ createdBy, bytes })),
  );
}

const lines = ({ parts }: ImageContent) => parts.map(({ span, bytes }) => [span.start.line, bytes]);

describe("what each instruction adds to an image", () => {
  it("is told along FROM, stage by stage, with what the base image brings at its FROM", () => {
    const text =
      "FROM alpine AS base\nENV A=b\nRUN one\n\nFROM base AS app\nWORKDIR /w\nCOPY . .\nRUN two\nLABEL c=d\nCMD x\n";
    const layers = [
      ["ADD rootfs", 5],
      ['CMD ["sh"]', 0],
      ["ENV A=b", 0],
      ["RUN /bin/sh -c one # buildkit", 10],
      ["WORKDIR /w", 1],
      ["COPY . . # buildkit", 20],
      ["RUN |1 V=1 /bin/sh -c two # buildkit", 30],
      ["LABEL c=d", 0],
      ['CMD ["/bin/sh" "-c" "x"]', 0],
    ] as const;
    const app = content(text, layers);
    expect(app.bytes).toBe(66);
    expect(lines(app)).toEqual([
      [1, 5],
      [3, 10],
      [6, 1],
      [7, 20],
      [8, 30],
    ]);
  });

  it("counts triggers for the ONBUILD that set them, and those of the base image for the base image", () => {
    const text = "FROM node AS base\nONBUILD RUN trigger\n\nFROM base\nRUN own\n";
    const layers = [
      ["ADD rootfs", 5],
      ["RUN trigger of node", 7],
      ["RUN /bin/sh -c trigger # buildkit", 11],
      ["RUN /bin/sh -c own # buildkit", 13],
    ] as const;
    expect(lines(content(text, layers))).toEqual([
      [1, 12],
      [2, 11],
      [5, 13],
    ]);
  });

  it("is the image's own where its history is not that of the Dockerfile", () => {
    const text = "FROM alpine\nRUN one\nCOPY a /\n";
    expect(
      lines(
        content(text, [
          ["ADD rootfs", 5],
          ["WORKDIR /x", 7],
          ["COPY a /", 9],
        ]),
      ),
    ).toEqual([
      [1, 12],
      [3, 9],
    ]);
    expect(lines(content(text, []))).toEqual([]);
  });

  it("shows no secret that stands in an instruction", () => {
    const token = "Zk93hvQ81xPmLt27";
    const { parts } = content(`FROM alpine\nRUN curl https://bot:${token}@files.example/x\n`, [
      ["ADD", 1],
      ["RUN curl", 2],
    ]);
    expect(parts[1]?.text).toContain("•••");
    expect(parts[1]?.text).not.toContain(token);
  });
});

describe("two images of one target", () => {
  const before = content("FROM alpine:3.19\nRUN apk add a\nCOPY . /app\n", [
    ["A", 5],
    ["RUN x", 10],
    ["COPY x", 20],
  ]);

  it("are compared by their instructions; an edited one with what it was", () => {
    const after = content("FROM alpine:3.20\nRUN apk add a b\nCOPY . /app\nRUN new\n", [
      ["A", 6],
      ["RUN x", 15],
      ["COPY x", 20],
      ["RUN x", 3],
    ]);
    expect(comparedParts(before, after).map(({ part, before: had }) => [part.bytes, had])).toEqual([
      [6, 5],
      [15, 10],
      [20, 20],
      [3, 0],
    ]);
  });

  it("have not grown by what time stamps and logs differ", () => {
    expect(isGrowth(1_000_000, 1_050_000)).toBe(false);
    expect(isGrowth(1_000_000, 1_050_001)).toBe(true);
    expect(isGrowth(1e9, 1.001e9)).toBe(false);
    expect(isGrowth(1e9, 1.002e9)).toBe(true);
    expect(isGrowth(1e9, 1)).toBe(false);
  });
});

describe("how sizes are shown", () => {
  const image = (before: MeasuredImage["before"]): MeasuredImage => ({
    dockerfile: "a|b/Dockerfile",
    stage: 0,
    name: "a|b/Dockerfile: stage 0",
    platform: undefined,
    budget: { max: 200e6, growth: { kind: "percent", percent: 10 } },
    content: content("FROM alpine\nRUN a | b\n", [
      ["A", 5e6],
      ["RUN x", 30e6],
    ]),
    before,
  });
  const earlier = {
    kind: "image",
    content: content("FROM alpine\nRUN a | b\n", [
      ["A", 5e6],
      ["RUN x", 10e6],
    ]),
  } as const;
  const room = () => new Room(10_000, ({ length }) => length);

  it("is a table, whatever stands in names and instructions", () => {
    const [, , row, more] = imageTable([image(earlier)], room(), "").split("\n");
    expect(row).toBe(
      "| a&#124;b/Dockerfile: stage 0 | 15 MB | 35 MB | \\+20 MB, +133 % | 200 MB at most, 10 % growth | `RUN a \\| b` \\+20 MB |",
    );
    expect(more).toBeUndefined();
    expect(imageTable(undefined, room(), "")).toBe("");
    expect(imageTable([image(earlier), image(earlier)], new Room(10, () => 1), "see there")).toContain("**2 more**");
  });

  it.each([
    [{ kind: "new" }, ", before: new"],
    [{ kind: "unbuilt", reason: "r" }, ", before: did not build"],
    [{ kind: "unverified", reason: "r" }, ", before: could not verify"],
    [{ kind: "not-compared" }, ""],
  ] as const)("says what is known of an image before: %j", (before, said) => {
    expect(imageText([image(before)])).toBe(
      `a|b/Dockerfile: stage 0: image of 35 MB${said}; budget 200 MB at most, 10 % growth\n  line 2: RUN a | b  30 MB\n  line 1: FROM alpine  5 MB`,
    );
  });

  it("has every key in JSON", () => {
    const [document] = imagesJson([image({ kind: "unbuilt", reason: "r" })]);
    expect(document).toMatchObject({
      path: "a|b/Dockerfile",
      bytes: 35e6,
      before: { outcome: "not-built", bytes: null, reason: "r" },
      budget: { maxBytes: 200e6, growthPercent: 10, growthBytes: null },
    });
    expect(imagesJson(undefined)).toEqual([]);
  });
});
