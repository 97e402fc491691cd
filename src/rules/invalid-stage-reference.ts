import { misspeltStage } from "../graph/misspelt-stage.ts";
import type { Fix } from "../model/finding.ts";
import { type BuildGraph, type Stage, stageTitle, type UnboundReference } from "../model/graph.ts";
import type { Span } from "../model/source.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "invalid-stage-reference",
  level: "error",
  group: "stages",
  summary: "FROM or `--from` names a stage that cannot be meant: later, itself, out of range, a variable, or misspelt.",
  why: `BuildKit refuses a reference to the stage itself, to a later one, to a number that does not exist or to a variable. Worse
is a misspelt stage name: BuildKit then takes it for an image and pulls whatever a registry has under that name.
\`RUN --mount=from=0\` is such an image too: only COPY knows stages by number.`,
  examples: [
    {
      title: "A misspelt stage becomes an image",
      dockerfile:
        "FROM golang:1.23 AS builder\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=bulider /app /app\n",
      lines: [5],
      fixed: "FROM golang:1.23 AS builder\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=builder /app /app\n",
    },
    {
      title: "A stage that comes later",
      dockerfile: "FROM alpine:3.20 AS first\nCOPY --from=second /x /x\n\nFROM alpine:3.20 AS second\nRUN touch /x\n",
      lines: [2],
    },
    {
      title: "A variable",
      dockerfile: "ARG SOURCE=builder\nFROM golang:1.23 AS builder\n\nFROM scratch\nCOPY --from=$SOURCE /app /app\n",
      lines: [5],
    },
    {
      title: "A mount from a stage by number",
      dockerfile:
        "FROM golang:1.23\nRUN go build -o /app .\n\nFROM debian:12-slim\nRUN --mount=from=0,target=/src cp /src/app /app\n",
      lines: [5],
    },
    {
      title: "FROM finds the lower-case spelling only",
      dockerfile: "FROM golang:1.23 AS Build\n\nFROM Build\nRUN go test ./...\n",
      lines: [3],
      fixed: "FROM golang:1.23 AS Build\n\nFROM build\nRUN go test ./...\n",
    },
    {
      title: "COPY does not mind upper case",
      dockerfile: "FROM golang:1.23 AS Build\n\nFROM scratch\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "An image of its own, no stage",
      dockerfile:
        "FROM alpine:3.20 AS app\nCOPY --from=nginx:1.27 /etc/nginx /etc/nginx\nCOPY --from=busybox /bin/sh /bin/sh\n",
      lines: [],
    },
    {
      title: "An image whose name is like a stage's",
      dockerfile: "FROM alpine:3.20 AS base\n\nFROM bash\nCOPY --from=base /x /x\n",
      lines: [],
    },
    {
      title: "Stages by number",
      dockerfile: "FROM golang:1.23\nRUN go build -o /app .\n\nFROM scratch\nCOPY --from=0 /app /app\n",
      lines: [],
    },
  ],
  *check(graph) {
    for (const reference of graph.unbound) yield unboundDraft(graph, reference);
    for (const stage of graph.stages) {
      yield* misspeltBase(graph, stage);
      yield* misspeltSources(graph, stage);
    }
  },
});

function unboundDraft(graph: BuildGraph, reference: UnboundReference): Draft {
  const { span, text, stage, reason } = reference;
  const meant = reason === "letter-case" ? graph.stages.find(({ id }) => id === text.toLowerCase()) : undefined;
  return {
    at: span,
    stage,
    message: unboundMessage(graph, reference, text),
    fix: meant && renameFix(span, meant, true),
  };
}

function unboundMessage(graph: BuildGraph, { reason, stage, via }: UnboundReference, text: string): string {
  switch (reason) {
    case "own-stage":
      return `This stage copies from itself. Name an earlier stage, or leave out --from to copy from the build context.`;
    case "later-stage":
      return `Stage ${text} comes after this one, so BuildKit refuses the build. Move it above ${titleAt(graph, stage)}.`;
    case "out-of-range":
      return `There is no stage ${text}: stages count from 0, and this file has ${graph.stages.length}. Name the stage with AS and copy by its name.`;
    case "variable":
      return `BuildKit does not expand variables in ${via === "mount" ? "a mount's from" : "--from"}. Add a stage \`FROM ${text} AS source\` with a global ARG, and copy from source.`;
    case "letter-case":
      return `FROM ${text} does not find the stage of that name: FROM compares names in lower case. Write \`FROM ${text.toLowerCase()}\`.`;
    default:
      return `${text} is neither a stage of this file nor a valid image name. Name a stage or an image.`;
  }
}

function titleAt(graph: BuildGraph, index: number): string {
  const stage = graph.stages[index];
  return stage ? stageTitle(stage) : String(index);
}

function* misspeltBase(graph: BuildGraph, stage: Stage): Iterable<Draft> {
  if (stage.base.kind === "stage" || stage.base.kind === "scratch") return;
  const { image } = stage.from;
  const meant = misspeltStage(graph, stage, image.text);
  if (!meant) return;
  yield {
    at: image.span,
    stage: stage.index,
    message: `No stage is called ${image.text}, so BuildKit pulls an image of that name. Did you mean ${stageTitle(meant)}?`,
    fix: renameFix(image.span, meant),
  };
}

function* misspeltSources(graph: BuildGraph, stage: Stage): Iterable<Draft> {
  for (const { instruction, mounts } of stage.steps) {
    const copied = instruction.keyword === "COPY" ? instruction.from : undefined;
    const words = [...(copied ? [copied] : []), ...mounts.flatMap(({ mount }) => mount.from ?? [])];
    for (const word of words) {
      const numbered =
        instruction.keyword === "RUN" && /^\d+$/.test(word.text) ? graph.stages[Number(word.text)] : undefined;
      if (numbered && numbered.index < stage.index) {
        yield {
          at: word.span,
          stage: stage.index,
          message: `A mount knows no stage numbers, so BuildKit pulls an image called ${word.text}. Name the stage with AS and mount it by its name.`,
        };
      }
      const meant = misspeltStage(graph, stage, word.text);
      if (!meant) continue;
      yield {
        at: word.span,
        stage: stage.index,
        message: `No stage is called ${word.text}, so BuildKit pulls an image of that name. Did you mean ${stageTitle(meant)}?`,
        fix: renameFix(word.span, meant),
      };
    }
  }
}

function renameFix(span: Span, meant: Stage, safe = false): Fix {
  return { title: `Name the stage ${meant.id}`, safe, edits: [{ span, text: meant.id }] };
}
