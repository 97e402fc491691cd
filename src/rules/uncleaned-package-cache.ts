import { type UncleanedCache, uncleanedCaches } from "../graph/uncleaned-caches.ts";
import { type CacheName, caches } from "../knowledge/package-caches.ts";
import { readSystemPackageCommand } from "../knowledge/system-packages.ts";
import type { Edit, Fix } from "../model/finding.ts";
import { type BuildGraph, chainOf, type Stage, type Step, shippedStages, stageTitle } from "../model/graph.ts";
import { textIn } from "../model/source.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "uncleaned-package-cache",
  level: "notice",
  group: "ships",
  summary: "Package lists or caches of package managers stay in a shipped stage.",
  why: `Nothing installs from them in a container that runs, and every pull carries them. Clean up in the same RUN: a later one only
hides the files, the layer below still has them. \`apt-get clean\` leaves the package lists where they are. A cache mount keeps the
cache out of the image and makes the next build faster; for apt it takes two, /var/cache/apt and /var/lib/apt.`,
  examples: [
    {
      title: "Lists stay",
      dockerfile: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
      lines: [2],
      fixed:
        "FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      title: "Cleaned in a later RUN, in another order, by the wrong command",
      dockerfile:
        "FROM ubuntu:24.04\nRUN apt-get update \\\n    && apt-get install -y curl \\\n    && apt-get clean\nRUN rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y jq\n",
      lines: [2, 6],
      fixed:
        "FROM ubuntu:24.04\nRUN apt-get update \\\n    && apt-get install -y curl \\\n    && apt-get clean \\\n    && rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      title: "apk's index and pip's cache, inherited from the stage below",
      dockerfile:
        'FROM python:3.12-alpine AS base\nRUN apk add libpq && pip3 install -r requirements.txt\n\nFROM base\nCMD ["python", "app.py"]\n',
      lines: [2],
      fixed:
        'FROM python:3.12-alpine AS base\nRUN apk add --no-cache libpq && pip3 install --no-cache-dir -r requirements.txt\n\nFROM base\nCMD ["python", "app.py"]\n',
    },
    {
      title: "Half a cache mount: the lists are elsewhere",
      dockerfile:
        "FROM debian:12-slim\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\n",
      lines: [2],
      fixed:
        "FROM debian:12-slim\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      title: "In a heredoc, several targets",
      dockerfile:
        "FROM fedora:41 AS web\nRUN <<EOF\ndnf -y install nginx\nEOF\n\nFROM node:22-slim AS api\nRUN npm ci --omit=dev\n",
      ships: ["web", "api"],
      lines: [3, 7],
      fixed:
        "FROM fedora:41 AS web\nRUN <<EOF\ndnf -y install nginx\nEOF\n\nFROM node:22-slim AS api\nRUN npm ci --omit=dev && npm cache clean --force\n",
    },
    {
      title: "Lists that a later RUN installs from, so no simple fix",
      dockerfile: "FROM debian:12-slim\nRUN apt-get update\nRUN apt-get install -y curl\n",
      lines: [2],
    },
    {
      title: "Cleaned in the same RUN",
      dockerfile:
        "FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl && apt-get clean && rm -rf /var/lib/{apt,dpkg,cache}/ /tmp/*\nRUN cd /var/lib/apt && apt-get update && rm -rf lists/*\n",
      lines: [],
    },
    {
      title: "Cache mounts on both folders",
      dockerfile:
        "FROM debian:12-slim\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl\n",
      lines: [],
    },
    {
      title: "Switched off by a setting or an option",
      dockerfile:
        "FROM python:3.12-slim AS base\nENV PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1\n\nFROM base\nRUN pip install flask && uv sync --no-dev\nRUN YARN_CACHE_FOLDER=/dev/null yarn --production && apk --no-cache add curl\n",
      lines: [],
    },
    {
      title: "In a builder",
      dockerfile:
        "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\n\nFROM debian:12-slim\nCOPY --from=build /app /app\n",
      lines: [],
    },
  ],
  *check(graph) {
    // People work in the others: what they install next needs the lists, and nobody counts its bytes.
    const images = shippedStages(graph).filter(({ workbench }) => !workbench);
    const { left, cleaned } = uncleanedCaches(graph, new Set(images.flatMap(({ chain }) => chain)));
    if (left.size === 0) return;
    const listUsers = stepsBeforeInstalls(graph);
    const reported = new Set<Step>();
    for (const shipped of images) {
      const steps = chainOf(graph, shipped)
        .reverse()
        .flatMap((link) => link.steps);
      const drafts: Draft[] = [];
      const cleanedLater = new Set<CacheName>();
      for (const step of steps.reverse()) {
        const found = left.get(step) ?? [];
        if (found.length > 0 && !reported.has(step)) {
          reported.add(step);
          const isHidden = found.every(({ cache }) => cleanedLater.has(cache));
          const isNeeded = listUsers.has(step) && found.some(({ cache }) => cache === "apt lists");
          drafts.push(draftFor(graph, shipped, { step, found, isHidden, isNeeded }));
        }
        for (const cache of cleaned.get(step) ?? []) cleanedLater.add(cache);
      }
      yield* drafts.reverse();
    }
  },
});

interface Found {
  readonly step: Step;
  readonly found: readonly UncleanedCache[];
  /** A later RUN cleans up, for nothing. */
  readonly isHidden: boolean;
  /** A later RUN installs from the package lists. */
  readonly isNeeded: boolean;
}

function draftFor(graph: BuildGraph, shipped: Stage, { step, found, isHidden, isNeeded }: Found): Draft {
  const uses = found.flatMap((each) => each.uses.slice(0, 1));
  const titles = found.slice(0, 3).map(({ cache, folder, uses: [first] }) => {
    const { title, folders } = caches[cache];
    // Which folder it is depends on the release.
    if (cache === "dnf") return `${title} ${first?.command.name}`;
    return `${title} (${(folder ?? folders[0]).replace(/^~/, homeOf(step))})`;
  });
  return {
    at: uses[0]?.command.span ?? step.instruction.span,
    stage: shipped.index,
    message: `\`${uses[0]?.use.tool}\` leaves ${titles.join(" and ")} in the shipped ${stageTitle(shipped)}. ${
      isHidden ? "A later RUN removes them, but the layer of this one still has them. " : ""
    }${remedy(found)}`,
    related: uses
      .slice(1, 4)
      .map(({ use, command }) => ({ message: `${use.tool} leaves a cache, too`, span: command.span })),
    fix: isNeeded ? undefined : fixFor(graph, step, found),
  };
}

function homeOf({ before: { user } }: Step): string {
  return user.name === undefined || user.name === "root" || user.name === "0" || user.name === "" ? "/root" : "~";
}

function remedy(found: readonly UncleanedCache[]): string {
  const options = found
    .filter(hasOption)
    .flatMap(({ uses: [first] }) => (first ? `\`${first.use.tool} ${first.use.option}\`` : []));
  const commands = cleaningOf(found);
  const use = options.length > 0 ? [`Use ${options.slice(0, 2).join(" and ")}`] : [];
  const end =
    commands.length > 0
      ? [`${use.length > 0 ? "end" : "End"} this RUN with \`${commands.slice(0, 3).join(" && ")}\``]
      : [];
  return `${[...use, ...end].join(" and ")}, or mount a cache there.`;
}

/** Whether each command that writes to the cache can be told not to. */
function hasOption({ uses }: UncleanedCache): boolean {
  return uses.every(({ use }) => use.option !== undefined);
}

function cleaningOf(found: readonly UncleanedCache[]): string[] {
  const others = found.filter((each) => !hasOption(each));
  return [...new Set(others.flatMap(({ uses: [first] }) => first?.use.cleaning ?? []))];
}

/** An option where there is one, a command at the end of the RUN elsewhere. */
function fixFor(graph: BuildGraph, step: Step, found: readonly UncleanedCache[]): Fix | undefined {
  // Where a folder was given, it is not known that the tool's own command cleans it.
  if (found.some(({ folder }) => folder !== undefined)) return undefined;
  const edits: Edit[] = [];
  for (const { use, command } of found.filter(hasOption).flatMap(({ uses }) => uses)) {
    const word = command.arguments.find(({ value }) => value !== undefined && use.tool.endsWith(` ${value}`));
    if (!word || textIn(graph.dockerfile.source, word.span) !== word.text) return undefined;
    edits.push({ span: { start: word.span.end, end: word.span.end }, text: ` ${use.option}` });
  }
  const commands = cleaningOf(found);
  const end = commands.length > 0 ? atEnd(graph, step, commands) : undefined;
  if (commands.length > 0 && !end) return undefined;
  return { title: "Leave no cache in the layer", safe: true, edits: end ? [...edits, end] : edits };
}

/** Steps with a RUN behind them, in the stage or in one built FROM it, that installs with apt and gets no lists of its own. */
function stepsBeforeInstalls({ stages }: BuildGraph): ReadonlySet<Step> {
  const found = new Set<Step>();
  const needed = new Set<number>();
  for (const stage of [...stages].reverse()) {
    let isNeeded = needed.has(stage.index);
    for (const step of [...stage.steps].reverse()) {
      if (isNeeded) found.add(step);
      isNeeded ||= installsFromLists(step);
    }
    if (isNeeded && stage.base.kind === "stage") needed.add(stage.base.index);
  }
  return found;
}

function installsFromLists({ script }: Step): boolean {
  for (const command of script?.commands ?? []) {
    const read = readSystemPackageCommand(command);
    if (read?.manager !== "apt") continue;
    if (read.action === "update") return false;
    if (read.action === "install" || read.action === "upgrade") return true;
  }
  return false;
}

/** Behind the last command of a RUN in shell form, on a line of its own where the script has several. */
function atEnd(
  { dockerfile }: BuildGraph,
  { instruction, script }: Step,
  commands: readonly string[],
): Edit | undefined {
  const last = script?.commands.at(-1);
  if (instruction.keyword !== "RUN" || instruction.form !== "shell" || instruction.heredocs.length > 0 || !last)
    return undefined;
  const { source, directives } = dockerfile;
  const { end } = instruction.span;
  const isTopLevel = last.within.length === 0 && last.wrappers.length === 0 && script?.syntaxErrors.length === 0;
  if (!isTopLevel || source.text.slice(last.span.end.offset, end.offset).trim() !== "") return undefined;
  const { start } = instruction.span;
  const lines = source.text.slice(start.offset, end.offset).split("\n");
  const indent = /^[\t ]*/.exec(lines.at(-1) ?? "")?.[0] ?? "";
  const lead = lines.length > 1 ? ` ${directives.escape}\n${indent}&& ` : " && ";
  const at = last.span.end;
  return { span: { start: at, end: at }, text: `${lead}${commands.join(lines.length > 1 ? lead : " && ")}` };
}
