import type { Artifact } from "../graph/artifacts.ts";
import { broadCopies } from "../graph/broad-copies.ts";
import { type DevelopmentInstall, developmentDependencies } from "../graph/development-dependencies.ts";
import { needsDevelopmentDependencies } from "../knowledge/development-commands.ts";
import type { Fix } from "../model/finding.ts";
import { type BuildGraph, chainOf, type Stage, type Step, shippedStages, stageTitle } from "../model/graph.ts";
import type { SourceFile } from "../model/source.ts";
import { type Draft, defineRule } from "./rule.ts";

export default defineRule({
  id: "dev-dependencies-in-final-stage",
  level: "warning",
  group: "ships",
  summary: "A shipped stage installs development dependencies, or copies them from the stage that did.",
  why: `Test runners, bundlers, compilers and type checkers are often more than the program itself: they are pulled, scanned and patched
with it, and whoever gets in can use them. Install for production where it ships, or prune in the stage that is copied from. A prune in
a later RUN of the shipped stage only hides them: the layer below still has them. What is bundled needs no dependencies beside it.`,
  examples: [
    {
      title: "All dependencies beside the program",
      dockerfile:
        'FROM node:22-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
      lines: [4],
      fixed:
        'FROM node:22-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      title: "The builder's node_modules",
      dockerfile:
        'FROM node:22 AS builder\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=builder /app/dist ./dist\nCOPY --from=builder /app/node_modules ./node_modules\nCMD ["node", "dist/index.js"]\n',
      lines: [9],
    },
    {
      title: "In disguise: through two stages, by a pattern, with a setting that is made too late",
      dockerfile:
        'FROM node:22 AS deps\nWORKDIR /srv\nCOPY package.json pnpm-lock.yaml ./\nRUN corepack enable && pnpm i --frozen-lockfile\nENV NODE_ENV=production\n\nFROM deps AS files\nRUN mkdir /out && cp -r node_modules /out/\n\nFROM scratch AS bundle\nCOPY --from=files /out/ /bundle/\n\nFROM node:22-slim\nCOPY --from=bundle /bundl* /app/\nCMD ["node", "/app/index.js"]\n',
      lines: [14],
    },
    {
      title: "Pruned in a later RUN, so still in the layer below",
      dockerfile:
        'FROM node:22-slim AS base\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nRUN npm prune --omit=dev\n\nFROM base\nCOPY src ./src\nCMD ["node", "src/index.js"]\n',
      lines: [4],
    },
    {
      title: "A virtual environment with the development groups",
      dockerfile:
        'FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim AS build\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --locked --no-install-project\n\nFROM python:3.12-slim\nCOPY --from=build /app/.venv /app/.venv\nCOPY app.py /app/\nCMD ["/app/.venv/bin/python", "/app/app.py"]\n',
      lines: [7],
    },
    {
      title: "Requirements for developers, gems for tests, Composer without --no-dev",
      dockerfile:
        "FROM python:3.12-slim AS api\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt -r requirements-dev.txt\n\nFROM ruby:3.3-slim AS web\nCOPY . .\nRUN bundle install\n\nFROM php:8.3-fpm\nCOPY . .\nRUN composer install --optimize-autoloader\n",
      ships: ["api", "web", "stage-2"],
      lines: [3, 7, 11],
      fixed:
        "FROM python:3.12-slim AS api\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt -r requirements-dev.txt\n\nFROM ruby:3.3-slim AS web\nCOPY . .\nRUN bundle install\n\nFROM php:8.3-fpm\nCOPY . .\nRUN composer install --optimize-autoloader --no-dev\n",
    },
    {
      title: "Pruned before it is copied",
      dockerfile:
        'FROM node:22 AS builder\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nRUN npm prune --omit=dev\n\nFROM node:22-slim\nCOPY --from=builder /app/node_modules /app/node_modules\nCMD ["node", "/app/dist/index.js"]\n',
      lines: [],
    },
    {
      title: "NODE_ENV says it all",
      dockerfile:
        'FROM node:22-alpine AS base\nENV NODE_ENV=production\n\nFROM base\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nCOPY . .\nCMD ["node", "server.js"]\n',
      lines: [],
    },
    {
      title: "A copy kept from before the development dependencies came",
      dockerfile:
        'FROM node:22 AS deps\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev && cp -R node_modules prod_node_modules && npm ci\n\nFROM node:22-slim\nCOPY --from=deps /app/prod_node_modules /app/node_modules\nCMD ["node", "/app/index.js"]\n',
      lines: [],
    },
    {
      title: "Bundled, so no dependencies beside it",
      dockerfile:
        "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN yarn && yarn build\n\nFROM nginx:1.27-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
      lines: [],
    },
    {
      title: "Deployed for production, groups left out",
      dockerfile:
        "FROM node:22 AS build\nWORKDIR /repo\nCOPY . .\nRUN pnpm install --frozen-lockfile && pnpm -r build && pnpm --filter=web --prod deploy /prod/web\n\nFROM ruby:3.3 AS gems\nRUN bundle config set --local without 'development test' && bundle install\n\nFROM ruby:3.3-slim\nCOPY --from=gems /usr/local/bundle /usr/local/bundle\nCOPY --from=build /prod/web /web\n",
      lines: [],
    },
    {
      title: "What starts is a development server",
      dockerfile:
        'FROM node:22-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["npm", "run", "dev"]\n',
      lines: [],
    },
  ],
  *check(graph) {
    const held = developmentDependencies(graph);
    const reported = new Set<DevelopmentInstall["command"]>();
    for (const stage of shippedStages(graph)) {
      if (isForDevelopment(graph, stage)) continue;
      const broad = new Set(
        chainOf(graph, stage)
          .flatMap((link) => link.steps)
          .flatMap((step) => broadCopies(graph, step).map(({ taken }) => taken.span)),
      );
      for (const artifact of held[stage.index] ?? []) {
        // A copy of everything is that copy's own fault.
        if (artifact.taken && broad.has(artifact.taken.span)) continue;
        if (reported.has(artifact.thing.command)) continue;
        reported.add(artifact.thing.command);
        yield draftFor(graph, stage, artifact);
      }
    }
  },
});

/** Words of folders that hold images for developers. */
const developmentFolder = /(?:^|[-_.])(?:dev|devel|develop|development|local|localdev)(?:[-_.]|$)/i;

/** The container is started with a tool for developers, or is one for development by its folder or environment. */
function isForDevelopment({ dockerfile }: BuildGraph, { end }: Stage): boolean {
  const folders = dockerfile.source.path.split("/").slice(0, -1);
  if (folders.some((folder) => developmentFolder.test(folder))) return true;
  const words = [...(end.entrypoint?.words ?? []), ...(end.command?.words ?? [])];
  if (needsDevelopmentDependencies(words)) return true;
  return ["NODE_ENV", "RAILS_ENV", "RACK_ENV", "APP_ENV", "FLASK_ENV", "MIX_ENV"].some((name) =>
    /^(?:dev|develop|development|test|testing|ci)$/i.test(end.environment.get(name) ?? ""),
  );
}

function draftFor(graph: BuildGraph, shipped: Stage, artifact: Artifact<DevelopmentInstall>): Draft {
  const { effect, command } = artifact.thing;
  const { taken, hiddenBy } = artifact;
  const isNoted = shipped.workbench || hiddenBy !== undefined;
  const where = taken ? ` in ${stageTitle(artifact.thing.stage)}` : "";
  const brings = effect.isExplicit ? effect.list : `whatever is listed as ${effect.list}`;
  return {
    at: taken?.span ?? command.span,
    stage: shipped.index,
    ...(isNoted ? { level: "notice" as const } : {}),
    message: `\`${effect.tool}\`${where} brings ${brings}, and ${
      taken ? `${taken.from.path} takes it` : "it goes"
    } into the shipped ${stageTitle(shipped)}, to be pulled and patched with it. ${remedy(artifact)}`,
    related: [
      ...(taken ? [{ message: "the development dependencies come in here", span: command.span }] : []),
      ...(hiddenBy ? [{ message: "removed here, but still in the layer below", span: hiddenBy.instruction.span }] : []),
    ],
    fix: taken || hiddenBy ? undefined : fixFor(graph, shipped, artifact.thing),
  };
}

function remedy({ thing: { effect }, taken, hiddenBy }: Artifact<DevelopmentInstall>): string {
  if (hiddenBy)
    return "A later RUN hides them, but the layer below still has them: remove them in the same RUN, or copy what is left from a stage of its own.";
  if (!taken) return `${effect.instead}.`;
  return `${effect.instead} before the copy, or in a stage of its own that is copied from.`;
}

/** Where nothing behind the install builds or tests with what it would no longer bring. */
function fixFor(graph: BuildGraph, shipped: Stage, { effect, command, step }: DevelopmentInstall): Fix | undefined {
  if (effect.option === undefined || usesTools(graph, shipped, step)) return undefined;
  const end = command.arguments.at(-1)?.span ?? command.word?.span;
  if (!end || !isPlain(graph.dockerfile.source, command)) return undefined;
  return {
    title: `Add ${effect.option}`,
    safe: false,
    edits: [{ span: { start: end.end, end: end.end }, text: ` ${effect.option}` }],
  };
}

/** A command that stands in the file as it is run: no wrapper's quotes around it, and none left open, which would take in the next line. */
function isPlain({ text }: SourceFile, { arguments: words, word }: DevelopmentInstall["command"]): boolean {
  return [word, ...words].every(
    (each) =>
      each !== undefined &&
      text.slice(each.span.start.offset, each.span.end.offset) === each.text &&
      !/["'\n]/.test(each.text),
  );
}

function usesTools(graph: BuildGraph, shipped: Stage, install: Step): boolean {
  const steps = chainOf(graph, shipped)
    .reverse()
    .flatMap((link) => link.steps);
  return steps
    .slice(steps.indexOf(install))
    .some(({ builds }) => builds.some(({ kind }) => kind === "bundle" || kind === "compile" || kind === "test"));
}
