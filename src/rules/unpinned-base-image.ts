import { type ImageUse, imageUses } from "../graph/image-uses.ts";
import { misspeltStage } from "../graph/misspelt-stage.ts";
import { stageTitle } from "../model/graph.ts";
import { familiarName } from "../model/image-reference.ts";
import { defineRule } from "./rule.ts";

const digest = `sha256:${"0".repeat(64)}`;

export default defineRule({
  id: "unpinned-base-image",
  level: "off",
  group: "bases",
  summary: "An image that is given without a digest.",
  why: `A tag is a name that its owner moves: what was reviewed and tested is not what the next build pulls. A digest names the
content itself, so that a commit builds the same tomorrow and nobody can slip another image under it. A bot such as Renovate or
Dependabot keeps digests current.`,
  examples: [
    {
      title: "A version is not a digest",
      dockerfile: "FROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [1],
    },
    {
      title: "Through an ARG, on several lines",
      dockerfile:
        "ARG NODE=22.11.0\nARG BASE=node:${NODE}-alpine\nFROM --platform=linux/amd64 \\\n  ${BASE}\nCOPY app /app\n",
      lines: [4],
    },
    {
      title: "Images to copy and mount from",
      dockerfile: `FROM alpine:3.20@${digest}\nCOPY --from=ghcr.io/astral-sh/uv:0.5.1 /uv /bin/uv\nRUN --mount=from=busybox:1.37,target=/tools cp /tools/bin/sh /x\n`,
      lines: [2, 3],
    },
    {
      title: "An ONBUILD of the stage below",
      dockerfile: `FROM alpine:3.20@${digest} AS base\nONBUILD COPY --from=nginx:1.27 /etc/nginx /etc/nginx\n\nFROM base\nRUN ls\n`,
      lines: [2],
    },
    {
      title: "A digest",
      dockerfile: `FROM alpine:3.20@${digest}\nCOPY app /app\n`,
      lines: [],
    },
    {
      title: "A digest in an ARG",
      dockerfile: `ARG DIGEST=${digest}\nFROM alpine@\${DIGEST}\nCOPY app /app\n`,
      lines: [],
    },
    {
      title: "Stages and scratch have none",
      dockerfile: `FROM golang:1.23@${digest} AS build\n\nFROM build AS test\n\nFROM scratch\nCOPY --from=build /app /app\nCOPY --from=0 /etc/ssl /etc/ssl\n`,
      lines: [],
    },
    {
      title: "A base that a build argument names",
      dockerfile: "ARG BASE\nFROM ${BASE}\nCOPY app /app\n",
      lines: [],
    },
  ],
  *check(graph) {
    for (const use of imageUses(graph)) {
      // A misspelt stage is no image that should be pinned.
      if (use.image.digest !== undefined || misspeltStage(graph, use.stage, use.image.text)) continue;
      yield { at: use.span, stage: use.stage.index, message: messageFor(use) };
    }
  },
});

function messageFor({ image, via, stage }: ImageUse): string {
  const name = `${familiarName(image)}${image.tag === undefined ? "" : `:${image.tag}`}`;
  const what = via === "from" ? `${stageTitle(stage)} stands on` : `${stageTitle(stage)} takes from it`;
  return `${name} has no digest, so what ${what} can change while the file stays the same. Write \`${name}@sha256:<digest>\`, and let a bot renew it.`;
}
