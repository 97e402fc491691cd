import { misspeltStage } from "../graph/misspelt-stage.ts";
import { type BuildGraph, shippedStages, stageTitle } from "../model/graph.ts";
import { familiarName } from "../model/image-reference.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "floating-base-tag",
  level: "warning",
  group: "bases",
  summary: "A base image without a tag, or with `latest`.",
  why: `What the image is made from then changes without a change in the file: the same commit builds something else tomorrow, and
nobody can tell what a shipped image was made from. A version in the tag keeps updates a decision; a digest pins it exactly.`,
  supersedes: ["unpinned-base-image"],
  examples: [
    {
      title: "No tag is latest",
      dockerfile: "FROM alpine\nCOPY app /app\n",
      lines: [1],
    },
    {
      title: "latest through an ARG",
      dockerfile:
        "ARG TAG=latest\nFROM node:${TAG} AS build\nRUN npm ci\n\nFROM alpine:3.20\nCOPY --from=build /x /x\n",
      lines: [2],
    },
    {
      title: "An image to copy from",
      dockerfile: "FROM alpine:3.20\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/uv\n",
      lines: [2],
    },
    {
      title: "A version",
      dockerfile: "FROM alpine:3.20\nCOPY app /app\n",
      lines: [],
    },
    {
      title: "A digest pins, whatever the tag says",
      dockerfile: `FROM alpine:latest@sha256:${"0".repeat(64)}\nCOPY app /app\n`,
      lines: [],
    },
    {
      title: "Stages and scratch have no tag",
      dockerfile: "FROM golang:1.23 AS build\n\nFROM build AS test\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
  ],
  *check(graph) {
    const shipsToNobody = shippedStages(graph).every(({ workbench }) => workbench);
    for (const { image, span, stage } of images(graph)) {
      // A misspelt stage is no image that should have a tag.
      if (misspeltStage(graph, stage, image.text)) continue;
      if (image.digest !== undefined || (image.tag !== undefined && image.tag !== "latest")) continue;
      const name = familiarName(image);
      yield {
        at: span,
        stage: stage.index,
        // What is worked in, or tested with, ships to nobody; its makers often follow the latest on purpose.
        ...(shipsToNobody ? { level: "notice" as const } : {}),
        message: `${name} ${image.tag ? "has the tag latest" : "has no tag, which means latest"}, so ${stageTitle(stage)} changes without a change here. Write the version, such as \`${name}:<version>\`.`,
      };
    }
  },
});

function* images({ stages }: BuildGraph) {
  for (const stage of stages) {
    if (stage.base.kind === "image") yield { image: stage.base.image, span: stage.from.image.span, stage };
    for (const { instruction, copy, mounts } of stage.steps) {
      if (instruction.keyword === "COPY" && instruction.from && copy?.from.kind === "image") {
        yield { image: copy.from.image, span: instruction.from.span, stage };
      }
      for (const { mount, from } of mounts) {
        if (mount.from && from.kind === "image") yield { image: from.image, span: mount.from.span, stage };
      }
    }
  }
}
