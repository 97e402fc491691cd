import { array, description, optional, pipe, strictObject } from "valibot";
import {
  bringsOnlyScripts,
  isCalledBase,
  isPerDistribution,
  opensShell,
  startsInterpreter,
} from "../graph/base-for-others.ts";
import { dropsRoot, startsSupervisor } from "../graph/dropped-root.ts";
import { type BuildGraph, type Stage, shippedStages, stageTitle } from "../model/graph.ts";
import { imagePattern, matchesImage } from "../policy/image-pattern.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "root-final-user",
  level: "warning",
  group: "ships",
  summary: "A shipped stage runs as root.",
  why: `A process that breaks out of its container as root is root on the host, and inside it can change every file. What counts is
the last USER along the FROM chain, or the user that the base image sets; a base that is not known is not judged. On scratch there
is no /etc/passwd, so USER must be a number.`,
  options: strictObject({
    "non-root-images": pipe(
      optional(array(imagePattern), []),
      description("Patterns of base images that set a user other than root themselves."),
    ),
  }),
  examples: [
    {
      title: "No USER on a base that runs as root",
      dockerfile: 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "index.js"]\n',
      lines: [1],
    },
    {
      title: "Root again at the end",
      dockerfile:
        'FROM python:3.12-slim\nRUN useradd app\nUSER app\nRUN pip install --user flask\nUSER root\nCMD ["flask", "run"]\n',
      lines: [5],
    },
    {
      title: "The builder's user does not reach what ships",
      dockerfile:
        'FROM golang:1.23 AS build\nUSER nobody\nRUN go build -o /tmp/app .\n\nFROM scratch\nCOPY --from=build /tmp/app /app\nCMD ["/app"]\n',
      lines: [5],
    },
    {
      title: "Root by number, through the stage below",
      dockerfile: 'FROM debian:12-slim AS base\nUSER 0:0\n\nFROM base\nCMD ["sleep", "1"]\n',
      lines: [2],
    },
    {
      title: "A user of its own",
      dockerfile: 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "index.js"]\n',
      lines: [],
    },
    {
      title: "A base that is not root already",
      dockerfile: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT ["/app"]\n',
      lines: [],
    },
    {
      title: "The stage below set the user",
      dockerfile: 'FROM alpine:3.20 AS base\nUSER 1000\n\nFROM base\nCOPY app /app\nCMD ["/app"]\n',
      lines: [],
    },
    {
      title: "A base of a language for others, and an entry point that drops root (notices)",
      dockerfile:
        'FROM debian:12-slim AS language\nRUN apt-get update && apt-get install -y python3\nCMD ["python3"]\n\nFROM language\nRUN apt-get install -y gosu\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n',
      lines: [5],
    },
    {
      title: "A supervisor that starts each service as its own user (a notice)",
      dockerfile: 'FROM debian:12-slim\nCOPY root/ /\nENTRYPOINT ["/init"]\n',
      lines: [1],
    },
    {
      title: "Files only, nothing to run",
      dockerfile: "FROM scratch\nCOPY dist /\n",
      lines: [],
    },
  ],
  *check(graph, options) {
    for (const stage of shippedStages(graph)) {
      const { user } = stage.end;
      if (stage.rootImage && !user.span && matchesImage(stage.rootImage, options["non-root-images"])) continue;
      if (user.name !== undefined && isRoot(user.name) && runsSomething(graph, stage)) yield draftFor(graph, stage);
    }
  },
});

function isRoot(name: string): boolean {
  return name === "" || name === "root" || /^0+$/.test(name);
}

/** Files on scratch without a command are carried, not run. */
function runsSomething(graph: BuildGraph, stage: Stage): boolean {
  const root = graph.stages[stage.chain.at(-1) ?? stage.index];
  return root?.base.kind !== "scratch" || stage.end.command !== undefined || stage.end.entrypoint !== undefined;
}

/** Whoever builds on a base image needs root to do so, and an entry point that drops root does not keep it. */
function isLeftToOthers(graph: BuildGraph, stage: Stage): boolean {
  return (
    isCalledBase(graph.dockerfile.source.path) ||
    opensShell(stage) ||
    startsInterpreter(stage) ||
    dropsRoot(graph, stage) ||
    startsSupervisor(stage) ||
    (isPerDistribution(graph) && bringsOnlyScripts(graph, stage))
  );
}

function draftFor(graph: BuildGraph, stage: Stage): Draft {
  const { user } = stage.end;
  const root = graph.stages[stage.chain.at(-1) ?? stage.index];
  const onScratch = root?.base.kind === "scratch";
  const remedy = onScratch
    ? "Add `USER 65532`: scratch has no /etc/passwd, so a number is needed."
    : "Create a user and end the stage with USER, by number where the cluster checks it.";
  const where = user.span
    ? `This USER makes ${stageTitle(stage)} run as root`
    : `No USER is set, so ${stageTitle(stage)} runs as root`;
  return {
    at: user.span ?? stage.from.span,
    stage: stage.index,
    ...(stage.workbench || isLeftToOthers(graph, stage) ? { level: "notice" as const } : {}),
    message: `${where}: whoever breaks out of the program is root too. ${remedy}`,
  };
}
