import { array, description, optional, picklist, pipe, strictObject } from "valibot";
import { isCalledBase, isPerDistribution } from "../graph/base-for-others.ts";
import { runtimeNeeds } from "../graph/runtime-needs.ts";
import { recommendedBase } from "../knowledge/recommended-base.ts";
import type { BaseImage } from "../model/base-image.ts";
import { type BuildGraph, type Stage, shippedStages, stageTitle } from "../model/graph.ts";
import { familiarName, type ImageReference } from "../model/image-reference.ts";
import type { FindingLevel } from "../model/level.ts";
import { imagePattern, matchesImage } from "../policy/image-pattern.ts";
import { defineRule } from "./rule.ts";

const verdicts = ["allow", "warn", "deny"] as const;

export default defineRule({
  id: "non-minimal-final-base",
  level: "error",
  group: "ships",
  summary: "A shipped stage stands on a toolchain, a full language image or a general distribution.",
  why: `Whatever the base carries ships with the program: compilers, headers and package managers are hundreds of megabytes to pull,
patch and explain in every scan, and tools for whoever gets in. What counts is the image at the root of the FROM chain. Images that
are not known are left to the policy.`,
  options: strictObject({
    allow: pipe(
      optional(array(imagePattern), []),
      description("Patterns over whole image references that may ship, such as `ghcr.io/acme/runtime/*`."),
    ),
    distribution: pipe(
      optional(picklist(verdicts), "warn"),
      description("A general distribution such as `ubuntu` or `debian` without slim."),
    ),
    unknown: pipe(
      optional(picklist(verdicts), "allow"),
      description("An image that Stagegate does not know, or one that a build argument without default names."),
    ),
  }),
  examples: [
    {
      title: "The toolchain ships",
      dockerfile: 'FROM golang:1.23\nCOPY server /server\nCMD ["/server"]\n',
      lines: [1],
    },
    {
      title: "A full language image, through an ARG and a stage",
      dockerfile:
        'ARG NODE=22\nFROM node:${NODE} AS base\nWORKDIR /app\n\nFROM base\nCOPY . .\nCMD ["node", "index.js"]\n',
      lines: [2],
    },
    {
      title: "A JDK where a JRE would do",
      dockerfile: 'FROM eclipse-temurin:21\nCOPY app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
      lines: [1],
    },
    {
      title: "A general distribution (a warning)",
      dockerfile: 'FROM ubuntu:24.04\nCOPY server /server\nCMD ["/server"]\n',
      lines: [1],
    },
    {
      title: "The toolchain builds, and something small ships",
      dockerfile:
        'FROM golang:1.23 AS build\nRUN CGO_ENABLED=0 go build -o /server .\n\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /server /server\nCMD ["/server"]\n',
      lines: [],
    },
    {
      title: "Slim, alpine and JRE images",
      dockerfile:
        '# docker build --target worker -t worker .\nFROM python:3.12-slim AS worker\nCMD ["python", "-m", "worker"]\n\nFROM eclipse-temurin:21-jre-alpine\nCOPY app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
      lines: [],
    },
    {
      title: "Ready software",
      dockerfile: "FROM nginx:1.27\nCOPY html /usr/share/nginx/html\n",
      lines: [],
    },
    {
      title: "Allowed by the policy",
      dockerfile: "FROM docker.io/library/ubuntu:24.04\nCOPY server /server\n",
      lines: [],
      options: { allow: ["ubuntu:24.04"] },
    },
  ],
  *check(graph, options) {
    for (const [root, shipped] of shippedByRoot(graph)) {
      if (root.base.kind !== "image" && root.base.kind !== "unresolved") continue;
      const image = root.base.kind === "image" ? root.base.image : undefined;
      if (image && matchesImage(image, options.allow)) continue;
      const judged = judge(root.root, options);
      const first = shipped[0];
      if (!judged || !first) continue;
      yield {
        at: root.from.image.span,
        stage: first.index,
        level:
          shipped.every((stage) => stage.workbench) ||
          (judged.level === "warning" && (isPerDistribution(graph) || isCalledBase(graph.dockerfile.source.path)))
            ? "notice"
            : judged.level,
        message: messageFor(graph, root, first, image, judged.what),
        related: root === first ? [] : [{ message: `${stageTitle(first)} ships it`, span: first.from.span }],
      };
    }
  },
});

/** Shipped stages by the stage at the root of their FROM chain: one base, one finding. */
function shippedByRoot(graph: BuildGraph): Map<Stage, Stage[]> {
  const roots = new Map<Stage, Stage[]>();
  for (const stage of shippedStages(graph)) {
    const root = graph.stages[stage.chain.at(-1) ?? stage.index] ?? stage;
    roots.set(root, [...(roots.get(root) ?? []), stage]);
  }
  return roots;
}

interface Options {
  readonly distribution: (typeof verdicts)[number];
  readonly unknown: (typeof verdicts)[number];
}

function judge(root: BaseImage | undefined, options: Options): { what: string; level: FindingLevel } | undefined {
  switch (root?.kind) {
    case "toolchain":
      return { what: "a toolchain", level: "error" };
    case "language":
      return { what: "a full language image with compilers and headers", level: "error" };
    case "distribution":
      return levelled("a general distribution", options.distribution);
    case "unknown":
    case undefined:
      return levelled("not known to be minimal", options.unknown);
    default:
      return undefined;
  }
}

function levelled(what: string, verdict: (typeof verdicts)[number]): { what: string; level: FindingLevel } | undefined {
  if (verdict === "allow") return undefined;
  return { what, level: verdict === "deny" ? "error" : "warning" };
}

function messageFor(
  graph: BuildGraph,
  root: Stage,
  shipped: Stage,
  image: ImageReference | undefined,
  what: string,
): string {
  const name = image ? `${familiarName(image)}${image.tag ? `:${image.tag}` : ""}` : root.from.image.text;
  const opening = `${name}, the base of the shipped ${stageTitle(shipped)}, is ${what}.`;
  if (!image || !root.root || root.root.kind === "unknown") {
    return `${opening} Use an image that the policy allows, or add this one to its allow list.`;
  }
  return `${opening} Everything in it ships too. Use ${recommendedBase(root.root, image, runtimeNeeds(graph, shipped))}.`;
}
