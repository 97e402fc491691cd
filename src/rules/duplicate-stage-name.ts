import { defineRule } from "./rule.ts";

export default defineRule({
  id: "duplicate-stage-name",
  level: "warning",
  group: "stages",
  summary: "Two stages share a name.",
  why: `Names are compared without regard to case, and the last one wins: \`--target\` and \`COPY --from\` silently mean another
stage than the one that a reader finds first.`,
  examples: [
    {
      title: "The second stage takes the name over",
      dockerfile: "FROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM node:22 AS build\nRUN npm ci\n",
      lines: [4],
    },
    {
      title: "Case does not tell names apart",
      dockerfile: "FROM golang:1.23 AS Build\n\nFROM node:22 AS build\n",
      lines: [3],
    },
    {
      title: "Two architectures in one file, each found by the other's name",
      dockerfile:
        "FROM --platform=linux/amd64 alpine:3.20 AS binaries\nCOPY app-amd64 /app\n\nFROM --platform=linux/arm64 alpine:3.20 \\\n  AS binaries\nCOPY app-arm64 /app\n\nFROM alpine:3.20\nCOPY --from=binaries /app /app\n",
      lines: [5],
    },
    {
      title: "Each stage has a name of its own",
      dockerfile: "FROM golang:1.23 AS backend\n\nFROM node:22 AS frontend\n",
      lines: [],
    },
    {
      title: "Stages without names, and a name that only begins alike",
      dockerfile:
        "FROM golang:1.23\nRUN go build -o /app .\n\nFROM node:22 AS build-assets\n\nFROM scratch AS build\nCOPY --from=0 /app /app\n",
      lines: [],
    },
    {
      title: "A stage may be called as the image that it stands on",
      dockerfile: "FROM alpine:3.20 AS alpine\n\nFROM alpine AS app\n",
      lines: [],
    },
  ],
  *check({ stages }) {
    const first = new Map<string, (typeof stages)[number]>();
    for (const stage of stages) {
      if (!stage.from.name) continue;
      const other = first.get(stage.id);
      if (!other?.from.name) {
        first.set(stage.id, stage);
        continue;
      }
      yield {
        at: stage.from.name.span,
        stage: stage.index,
        message: `The name ${stage.name} is already taken in line ${other.from.span.start.line}; from here on it means this stage. Give one of them another name.`,
        related: [{ message: "the first stage of that name", span: other.from.name.span }],
      };
    }
  },
});
