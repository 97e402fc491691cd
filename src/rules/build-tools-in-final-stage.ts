import { array, description, optional, pipe, strictObject, string } from "valibot";
import { isBaseForOthers } from "../graph/base-for-others.ts";
import { buildToolPackage } from "../knowledge/build-tools.ts";
import {
  type BuildGraph,
  chainOf,
  type PackageChange,
  type Stage,
  type Step,
  shippedStages,
  stageTitle,
} from "../model/graph.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "build-tools-in-final-stage",
  level: "error",
  group: "ships",
  summary: "Compilers, headers, build systems or version control are installed in a shipped stage and stay there.",
  why: `They are needed to build and never to run, and what is in the image has to be pulled, patched and defended. A package counts
when the same RUN does not remove it again: a later RUN hides the files, but the layer below still ships them. Version control alone
is a warning where a step fetches with it, and a notice where none does, as the program then calls it; in an image to work in, or
that others are built on, tools are a notice.`,
  options: strictObject({
    allow: pipe(optional(array(string()), []), description("Names of packages that the program needs at run time.")),
  }),
  examples: [
    {
      title: "A compiler for the dependencies stays",
      dockerfile:
        'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev curl\nRUN pip install psycopg2\nCMD ["python", "app.py"]\n',
      lines: [2],
    },
    {
      title: "Removed in a later RUN, so still in the layer",
      dockerfile: 'FROM alpine:3.20\nRUN apk add build-base\nRUN make && apk del build-base\nCMD ["/app"]\n',
      lines: [2],
    },
    {
      title: "Deleting an empty virtual group removes nothing",
      dockerfile:
        "FROM php:8.3-alpine\nRUN apk add --no-cache --virtual .deps && apk add --no-cache make autoconf && pecl install redis && apk del .deps\n",
      lines: [2],
    },
    {
      title: "Inherited by FROM, packages from an ENV",
      dockerfile:
        'FROM debian:12-slim AS base\nENV TOOLS="make g++"\nRUN apt-get update && apt-get install -y $TOOLS\n\nFROM base\nCOPY app /app\n',
      lines: [3],
    },
    {
      title: "Removed in the same RUN",
      dockerfile:
        'FROM python:3.12-alpine\nRUN apk add --no-cache --virtual .build gcc musl-dev && pip install psycopg2 && apk del .build\nCMD ["python", "app.py"]\n',
      lines: [],
    },
    {
      title: "Installed in the builder only",
      dockerfile:
        "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc make\nRUN make\n\nFROM debian:12-slim\nCOPY --from=build /app /app\n",
      lines: [],
    },
    {
      title: "Packages of a group that goes again, chosen by a variable",
      dockerfile:
        'FROM ruby:3.3-alpine\nENV DEPS="gcc musl-dev make"\nRUN apk add --no-cache --virtual .build $DEPS && bundle install && apk del .build\nCMD ["ruby", "app.rb"]\n',
      lines: [],
    },
    {
      title: "Version control that the program calls (a notice); it would be a warning behind `git clone`",
      dockerfile:
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y git ca-certificates\nCOPY repo-server /usr/local/bin/\nENTRYPOINT ["repo-server"]\n',
      lines: [2],
    },
    {
      title: "Libraries without their headers",
      dockerfile:
        "FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5 libgcc-s1 ca-certificates\n",
      lines: [],
    },
  ],
  *check(graph, { allow }) {
    const reported = new Set<Step>();
    for (const stage of shippedStages(graph)) {
      const steps = chainOf(graph, stage)
        .reverse()
        .flatMap((link) => link.steps);
      for (const step of steps.filter((candidate) => !reported.has(candidate))) {
        const tools = step.packages.filter(
          ({ change, manager, name }) => change === "added" && buildToolPackage(manager, name) && !allow.includes(name),
        );
        const [first] = tools;
        if (!first) continue;
        reported.add(step);
        const isMeant =
          stage.workbench ||
          isBaseForOthers(graph, stage) ||
          isNamedAfter(graph, tools) ||
          (tools.every(isVersionControl) && !steps.some(mayFetchWithIt));
        yield draftFor(stage, tools, first, isMeant);
      }
    }
  },
});

/** What some programs call when they run: worth a look, not a block. */
const slight: ReadonlySet<string> = new Set([
  "version control",
  "debugger",
  "package tool",
  "object files",
  "plug-in compiler",
]);

function isVersionControl({ manager, name }: PackageChange): boolean {
  return buildToolPackage(manager, name)?.what === "version control";
}

const versionControl: ReadonlySet<string> = new Set(["git", "hg", "svn", "bzr", "cvs", "fossil"]);
const fetching = /^(?:clone|fetch|pull|submodule|checkout|co|export|archive|describe|rev-parse|log|branch|get)$/;

/** Version control is needed to build where a step fetches with it, or installs dependencies, which may be repositories. */
function mayFetchWithIt({ script, builds }: Step): boolean {
  const fetches = script?.commands.some(
    ({ name, arguments: words }) => versionControl.has(name) && words.some(({ text }) => fetching.test(text)),
  );
  return (fetches ?? false) || builds.some(({ kind }) => kind === "install" || kind === "compile");
}

/** binutils alone: what strips and links runtime images, such as jlink, needs it. */
function readsObjectFiles({ manager, name }: PackageChange): boolean {
  return buildToolPackage(manager, name)?.what === "object files";
}

function levelFor(isSlight: boolean, isMeant: boolean): Pick<Draft, "level"> {
  if (isMeant) return { level: "notice" };
  return isSlight ? { level: "warning" } : {};
}

/** `gcc/Dockerfile` that installs gcc, `gitserver/Dockerfile` that installs git alone: the tool is what the image is for. */
function isNamedAfter({ dockerfile }: BuildGraph, tools: readonly PackageChange[]): boolean {
  const folder = dockerfile.source.path.split("/").at(-2) ?? "";
  return (
    tools.some(({ name }) => name === folder) ||
    tools.every(({ name }) => folder.startsWith(name.split("-", 1)[0] ?? name))
  );
}

/** How many packages a message names before it counts the rest. */
const mostNames = 4;

function draftFor(stage: Stage, tools: readonly PackageChange[], first: PackageChange, isMeant: boolean): Draft {
  const names = tools.slice(0, mostNames).map((tool) => tool.name);
  const more = tools.length - names.length;
  const listed = more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
  const isSlight = tools.every((tool) => slight.has(buildToolPackage(tool.manager, tool.name)?.what ?? tool.name));
  return {
    at: first.span,
    stage: stage.index,
    ...levelFor(isSlight, isMeant || tools.every(readsObjectFiles)),
    message: `${listed} ${tools.length > 1 ? "stay" : "stays"} in the shipped image of ${stageTitle(stage)}. Install ${tools.length > 1 ? "them" : "it"} in a builder stage and copy the result, or remove ${tools.length > 1 ? "them" : "it"} in this same RUN.`,
    related: tools.slice(1).map((tool) => ({ message: `${tool.name} is installed here`, span: tool.span })),
  };
}
