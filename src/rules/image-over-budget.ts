import type { ImageLayer } from "../build/image-layers.ts";
import { allowedGrowth, growthText, percentText, sizeText } from "../model/byte-size.ts";
import { type BuildGraph, stageTitle } from "../model/graph.ts";
import { grownParts, type ImagePart, isGrowth, type MeasuredImage, type PartGrowth } from "../model/image-size.ts";
import { shortened } from "../report/foreign-text.ts";
import { type Draft, defineRule, type ExampleImage } from "./rule.ts";

/** Instructions can be of any length; characters. */
const longestText = 80;
const mostRelated = 3;

const layer = (createdBy: string, megabytes: number): ImageLayer => ({ createdBy, bytes: megabytes * 1e6 });

const shipped = (command: string) =>
  `FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\n\nFROM alpine:3.20\nRUN ${command}\nCOPY --from=build /app /app\nUSER 65532\n`;

const built = (command: string, added: number): readonly ImageLayer[] => [
  layer("ADD rootfs", 8),
  layer(`RUN /bin/sh -c ${command} # buildkit`, added),
  layer("COPY /app /app # buildkit", 12),
  layer("USER 65532", 0),
];

const grows = { kind: "percent", percent: 10 } as const;
const image = (command: string, added: number, budget: ExampleImage["budget"]): ExampleImage => ({
  stage: 1,
  layers: built(command, added),
  budget,
});
const before = (command: string, added: number) => ({ dockerfile: shipped(command), layers: built(command, added) });

export default defineRule({
  id: "image-over-budget",
  level: "error",
  group: "build",
  summary: "A shipped image that is larger than its budget, or grew by more than that allows against the merge base.",
  why: `Every pull, every deployment and every new node waits for an image to arrive, and what nobody needs in it still has to be
patched. The budget is the policy's: \`build: { budget: { max: 200MB, growth: 10% } }\`. The image is built at the merge base and at the
head, on the same engine, and the finding stands on the instruction that adds most. An image that was over \`max\` before and did not
grow is an existing finding. One that cannot be built or measured, for want of a base image or of time, leaves the run incomplete.
[Building](../building.md#budgets-of-images) tells what counts as size.`,
  examples: [
    {
      title: "A package more than the budget lets it grow",
      dockerfile: shipped("apk add --no-cache ca-certificates git"),
      images: [
        {
          ...image("apk add --no-cache ca-certificates git", 15, { max: undefined, growth: grows }),
          before: before("apk add --no-cache ca-certificates", 1),
        },
      ],
      lines: [6],
    },
    {
      title: "Larger than the budget, and new",
      dockerfile: shipped("apk add --no-cache texlive"),
      images: [image("apk add --no-cache texlive", 410, { max: 200e6, growth: grows })],
      lines: [6],
    },
    {
      title: "Most of it comes with the base image",
      dockerfile: "FROM python:3.13\nCOPY app.py /\nUSER 65532\n",
      images: [
        {
          stage: 0,
          layers: [layer("ADD rootfs", 120), layer("RUN configure", 900), layer("COPY app.py / # buildkit", 1)],
          budget: { max: 300e6, growth: undefined },
        },
      ],
      lines: [1],
    },
    {
      title: "Within the budget",
      dockerfile: shipped("apk add --no-cache ca-certificates"),
      images: [
        {
          ...image("apk add --no-cache ca-certificates", 1, { max: 200e6, growth: grows }),
          before: before("apk add --no-cache tzdata", 2),
        },
      ],
      lines: [],
    },
    {
      title: "A few bytes more are no growth",
      dockerfile: shipped("apk add --no-cache git"),
      images: [
        {
          ...image("apk add --no-cache git", 15.02, { max: undefined, growth: { kind: "percent", percent: 0 } }),
          before: before("apk add --no-cache git", 15),
        },
      ],
      lines: [],
    },
    { title: "Nothing was built", dockerfile: shipped("apk add --no-cache git"), lines: [] },
  ],
  *check(graph) {
    for (const measured of graph.images ?? []) {
      const draft = judged(graph, measured);
      if (draft) yield draft;
    }
  },
});

function judged(
  graph: BuildGraph,
  { stage: index, platform, budget, content, before: earlier }: MeasuredImage,
): Draft | undefined {
  const stage = graph.stages[index];
  if (!stage) return undefined;
  const { max, growth } = budget;
  const size = content.bytes;
  const was = earlier.kind === "image" ? earlier.content.bytes : undefined;
  const hasGrown = was !== undefined && isGrowth(was, size);
  const isOver = max !== undefined && size > max;
  const allowed = growth && was !== undefined ? allowedGrowth(growth, was) : undefined;
  const growsTooMuch = hasGrown && allowed !== undefined && size - was > allowed;
  if (!isOver && !growsTooMuch) return undefined;
  const grown = hasGrown && earlier.kind === "image" ? grownParts(earlier.content, content) : [];
  const main = grown[0]?.part ?? largest(content.parts);
  const title = `The image of ${stageTitle(stage)}${platform === undefined ? "" : ` for ${platform}`}`;
  const tooMuch = isOver ? `${sizeText(size - max)} over the ${sizeText(max)} that the policy allows` : "";
  const what =
    growsTooMuch && growth
      ? `grows from ${sizeText(was)} to ${sizeText(size)} (${percentText(size - was, was)}), and the policy allows ${growthText(growth)}${isOver ? `; it is ${tooMuch}` : ""}`
      : `has ${sizeText(size)}, ${tooMuch}`;
  return {
    at: main?.span ?? stage.from.span,
    stage: index,
    message: `${title} ${what}. ${main ? `${causeOf(main, grown[0])} ` : ""}${remedyFor(main)}`,
    related: grown.slice(1, 1 + mostRelated).map(({ part, before: had }) => ({
      span: part.span,
      message: `Adds ${sizeText(part.bytes - had)} more.`,
    })),
    // Whoever makes a large image larger is told; whoever leaves it as it is, is not blocked by it.
    wasBefore: isOver && was !== undefined && was > max && !hasGrown,
  };
}

function largest(parts: readonly ImagePart[]): ImagePart | undefined {
  return parts.reduce<ImagePart | undefined>(
    (most, part) => (part.bytes > (most?.bytes ?? 0) ? part : most),
    undefined,
  );
}

function causeOf(part: ImagePart, growth: PartGrowth | undefined): string {
  const text = `\`${shortened(part.text, longestText)}\``;
  if (growth === undefined) return `Most of it, ${sizeText(part.bytes)}, comes with ${text}.`;
  return `Most of what is new, ${sizeText(part.bytes - growth.before)}, comes with ${text}.`;
}

function remedyFor(part: ImagePart | undefined): string {
  switch (part?.keyword) {
    case "FROM":
      return "Build FROM a smaller image, such as a slim or distroless one.";
    case "COPY":
    case "ADD":
      return "Copy only what the program needs when it runs, and keep the rest out by .dockerignore or in a stage of its own.";
    default:
      return "Do what only the build needs in a stage of its own, copy its result from there, and remove caches in the same RUN.";
  }
}
