import { array, description, optional, pipe, strictObject, string } from "valibot";
import { isFixture } from "../knowledge/workbenches.ts";
import { stageTitle } from "../model/graph.ts";
import { defineRule } from "./rule.ts";

export default defineRule({
  id: "unreachable-stage",
  level: "warning",
  group: "stages",
  summary: "A stage that nothing needs and nobody builds.",
  why: `BuildKit skips it, so whatever it was meant to do never happens, and its mistakes never show. Test stages, development and
documentation targets, stages that a build argument chooses, and stages that say how to run them are targets of their own and
not meant here.`,
  options: strictObject({
    allow: pipe(
      optional(array(string()), []),
      description("Names of stages that are built from outside the repository."),
    ),
  }),
  examples: [
    {
      title: "Left over from an earlier layout",
      dockerfile:
        "FROM node:22-alpine AS assets\nRUN npm ci && npm run build\n\nFROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [1],
    },
    {
      title: "Its only user is unreachable too",
      dockerfile:
        "FROM node:22-alpine AS deps\nRUN npm ci\n\nFROM deps AS assets\nRUN npm run build\n\nFROM nginx:1.27\nCOPY html /usr/share/nginx/html\n",
      lines: [1, 4],
    },
    {
      title: "A number means another stage than its comment says",
      dockerfile:
        "ARG GO=1.23\nFROM golang:${GO}\nRUN go build -o /app ./cmd/app\n\nFROM golang:${GO}\nRUN go build -o /plugin ./cmd/plugin\n\nFROM scratch\n# The program and its plugin\nCOPY --from=0 /app /app\nCOPY --from=0 /plugin* /\n",
      lines: [5],
    },
    {
      title: "Every stage is needed",
      dockerfile: "FROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "Needed by a mount alone",
      dockerfile:
        "FROM node:22-alpine AS tools\nRUN npm install -g esbuild\n\nFROM node:22-alpine\nRUN --mount=from=tools,source=/usr/local,target=/tools /tools/bin/esbuild app.js --outfile=/app.js\n",
      lines: [],
    },
    {
      title: "Test and lint stages are targets",
      dockerfile:
        "FROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./...\n\nFROM build AS lint\nRUN go vet ./...\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "A build argument chooses the stage",
      dockerfile:
        "ARG VARIANT=full\nFROM alpine:3.20 AS base-slim\nRUN true\nFROM alpine:3.20 AS base-full\nRUN apk add bash\n\nFROM base-${VARIANT}\nCOPY app /app\n",
      lines: [],
    },
    {
      title: "The file itself tells to build it",
      dockerfile:
        '# docker build --target worker -t worker .\nFROM python:3.12-slim AS base\nCOPY . .\n\nFROM base AS worker\nRUN pip install celery\n\n# docker buildx bake scheduler\nFROM base AS scheduler\nRUN pip install apscheduler\n\nFROM base\nCMD ["python", "web.py"]\n',
      lines: [],
    },
  ],
  *check({ stages, dockerfile }, { allow }) {
    for (const stage of stages) {
      if (stage.role !== "unreachable" || allow.includes(stage.name ?? "")) continue;
      yield {
        at: stage.from.span,
        stage: stage.index,
        ...(isFixture(dockerfile.source.path) ? { level: "notice" as const } : {}),
        message: `Nothing needs ${stageTitle(stage)}, so BuildKit never builds it. Copy from it, name it as a target in the policy, or remove it.`,
      };
    }
  },
});
