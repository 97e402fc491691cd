import { isDependencyManifest, isSourceTree } from "../knowledge/source-files.ts";
import type { BuildCommandInScript } from "../model/build-command.ts";
import type { CopyInstruction } from "../model/dockerfile.ts";
import type { Fix } from "../model/finding.ts";
import { type BuildGraph, chainOf, type Stage, type Step } from "../model/graph.ts";
import { type SourceFile, spanBetween, textIn } from "../model/source.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "source-before-dependencies",
  level: "warning",
  group: "stages",
  summary: "The source tree is copied before the dependencies are installed.",
  why: `BuildKit reuses a step while nothing before it changed. With the sources in front, every edit installs all dependencies
again; with the manifest alone in front, only a change of dependencies does. A step with a cache mount or with the manifest bound
into it has no need of the order.`,
  examples: [
    {
      title: "Every edit installs again",
      dockerfile: "FROM node:22-alpine AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n",
      lines: [3],
      fixed:
        "FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
    },
    {
      title: "Requirements among the sources",
      dockerfile:
        'FROM python:3.12-slim\nWORKDIR /app\nCOPY ./ /app/\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python", "app.py"]\n',
      lines: [3],
      fixed:
        'FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt /app/\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY ./ /app/\nCMD ["python", "app.py"]\n',
    },
    {
      title: "The sources come in through the stage below",
      dockerfile:
        "FROM golang:1.23 AS source\nWORKDIR /src\nCOPY . .\n\nFROM source AS build\nRUN go mod download && go build -o /server .\n",
      lines: [3],
    },
    {
      title: "The manifest first",
      dockerfile:
        "FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
      lines: [],
    },
    {
      title: "A cache mount makes installing again cheap",
      dockerfile:
        "FROM node:22-alpine AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
      lines: [],
    },
    {
      title: "The project itself is what is installed",
      dockerfile: "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install .\n",
      lines: [],
    },
    {
      title: "The manifest bound into the step",
      dockerfile:
        "FROM golang:1.23 AS build\nWORKDIR /src\nCOPY tools tools\nRUN --mount=type=bind,target=. go mod download\n",
      lines: [],
    },
  ],
  *check(graph) {
    const reported = new Set<Step>();
    for (const stage of graph.stages) {
      const draft = firstInChain(graph, stage, reported);
      if (draft) yield draft;
    }
  },
});

function firstInChain(graph: BuildGraph, stage: Stage, reported: Set<Step>): Draft | undefined {
  const steps = chainOf(graph, stage)
    .reverse()
    .flatMap((link) => link.steps);
  let early: { step: Step; index: number } | undefined;
  for (const [index, step] of steps.entries()) {
    if (step.copy && bringsManifestAlone(step)) return undefined;
    if (step.copy && isTreeFromContext(step)) early ??= { step, index };
    const install = step.builds.find((build) => build.kind === "install" && build.manifests.length > 0);
    if (!install) continue;
    // What was installed before the sources came is in order, whatever is installed later.
    if (!early || isCached(step) || !step.instruction.span || reported.has(early.step)) return undefined;
    reported.add(early.step);
    return draftFor(graph, stage, { copy: early.step, install: step, isNext: index === early.index + 1 }, install);
  }
  return undefined;
}

function bringsManifestAlone({ copy }: Step): boolean {
  return copy?.sources.some((source) => isDependencyManifest(source.path)) ?? false;
}

function isTreeFromContext({ copy }: Step): boolean {
  return (
    copy?.from.kind === "context" && copy.sources.some((source) => source.kind === "file" && isSourceTree(source.path))
  );
}

function isCached({ instruction }: Step): boolean {
  return (
    instruction.keyword === "RUN" &&
    instruction.mounts.some(({ type, from }) => type === "cache" || (type === "bind" && !from))
  );
}

interface Pair {
  readonly copy: Step;
  readonly install: Step;
  /** Whether the install is the very next instruction. */
  readonly isNext: boolean;
}

function draftFor(graph: BuildGraph, stage: Stage, pair: Pair, install: BuildCommandInScript): Draft {
  const owner = graph.stages.find((candidate) => candidate.steps.includes(pair.copy)) ?? stage;
  return {
    at: pair.copy.instruction.span,
    stage: owner.index,
    message: `The whole source tree is copied before \`${install.tool}\`, so every edit installs all dependencies again. Copy ${manifestSources(install, pair.copy).slice(0, 2).join(" and ")} first, install, then copy the rest.`,
    related: [{ message: "the dependencies are installed here", span: install.command.span }],
    fix: pair.isNext && owner === stage ? swapFix(graph.dockerfile.source, pair, install) : undefined,
  };
}

/** Only for a RUN that does nothing but install: a build in the same RUN needs the sources. */
function swapFix(source: SourceFile, { copy, install }: Pair, build: BuildCommandInScript): Fix | undefined {
  const { instruction } = copy;
  if (instruction.keyword !== "COPY" || instruction.form === "exec" || instruction.sources.length !== 1)
    return undefined;
  if (install.builds.length !== 1 || install.script?.commands.some((command) => command !== build.command))
    return undefined;
  if (instruction.span.start.line !== instruction.span.end.line) return undefined;
  // The same COPY cannot bring what lies elsewhere, or in a folder of its own.
  if (manifestSources(build, copy).some((path) => path.includes("/") || path.includes("$"))) return undefined;
  const between = source.text.slice(instruction.span.end.offset, install.instruction.span.start.offset);
  if (between.trim() !== "") return undefined;
  const whole = spanBetween(source, instruction.span.start.offset, install.instruction.span.end.offset);
  const run = textIn(source, install.instruction.span);
  const text = [
    manifestCopy(source, copy, instruction, build),
    between,
    run,
    between,
    textIn(source, instruction.span),
  ].join("");
  return { title: "Copy the manifest first", safe: false, edits: [{ span: whole, text }] };
}

/** The same COPY with the manifests for its source; their folder needs a trailing slash. */
function manifestCopy(
  source: SourceFile,
  copy: Step,
  instruction: CopyInstruction,
  build: BuildCommandInScript,
): string {
  const [first] = instruction.sources;
  const head = source.text.slice(instruction.span.start.offset, first?.span.start.offset);
  const destination = instruction.destination.text;
  const folder = destination === "." ? "./" : destination.replace(/\/?$/, "/");
  return `${head}${manifestSources(build, copy).join(" ")} ${folder}`;
}

/**
 * As COPY takes them: the manifest must be there, the others may be, which a wildcard that matches nothing allows. A path in the
 * image is turned back into one in the build context.
 */
function manifestSources({ manifests }: BuildCommandInScript, { copy }: Step): string[] {
  if (manifests.includes("package-lock.json")) return ["package*.json"];
  const folder = copy?.sources[0]?.path === "." ? copy.destination.replace(/\/?$/, "/") : undefined;
  return manifests.map((name, index) => {
    const path = folder !== undefined && name.startsWith(folder) ? name.slice(folder.length) : name;
    return index === 0 || /[*?[]/.test(path) ? path : `${path}*`;
  });
}
