import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { developmentDependencies } from "../../src/graph/development-dependencies.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

/** What the last stage holds at its end, as `path <- tool in stage`, what a later step hides in brackets. */
function heldAtEnd(text: string): string[] {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
  return (developmentDependencies(graph).at(-1) ?? []).map((artifact) => {
    const line = `${artifact.path} <- ${artifact.thing.effect.tool} in ${artifact.thing.stage.id}`;
    return artifact.hiddenBy ? `(${line})` : line;
  });
}

const node = "FROM node:22 AS deps\nWORKDIR /app\nCOPY . .\n";

describe("where development dependencies come to be", () => {
  it.each([
    ["npm ci", "/app/node_modules <- npm ci in deps"],
    ["npm install --include=dev --omit=optional", "/app/node_modules <- npm install in deps"],
    ["cd web && yarn", "/app/web/node_modules <- yarn install in deps"],
    ["(cd web && pnpm i) && pnpm i --prod", "/app/web/node_modules <- pnpm install in deps"],
    ["npm --prefix web install", "/app/web/node_modules <- npm install in deps"],
    ["corepack enable && pnpm --filter web deploy /out", "/out/node_modules <- pnpm deploy in deps"],
    ["yarn workspaces focus api", "/app/node_modules <- yarn workspaces focus in deps"],
    ["npm ci && mv node_modules /opt/all", "/opt/all/node_modules <- npm ci in deps"],
    ["NODE_ENV=production yarn install --immutable", "/app/node_modules <- yarn install in deps"],
    ["bun install", "/app/node_modules <- bun install in deps"],
    ["composer install -d api", "/app/api/vendor <- composer install in deps"],
    ["php /usr/bin/composer.phar install", "/app/vendor <- composer install in deps"],
    ["BUNDLE_PATH=gems bundle install", "/app/gems <- bundle install in deps"],
    ["mix do deps.get, compile", "/app/deps <- mix deps.get in deps"],
    ["uv sync --frozen", "/app/.venv <- uv sync in deps"],
    ["UV_PROJECT_ENVIRONMENT=/venv uv sync", "/venv <- uv sync in deps"],
    ["poetry config virtualenvs.in-project true && poetry install", "/app/.venv <- poetry install in deps"],
    ["pdm sync --dev -G test", "/app/.venv <- pdm sync in deps"],
    ["/opt/venv/bin/pip install -r requirements/dev.txt", "/opt/venv <- pip install in deps"],
    ["pip install --target /libs -e '.[dev]'", "/libs <- pip install in deps"],
    ["python -m pip install --group test --prefix=/install", "/install <- pip install in deps"],
  ])("%s", (command, expected) => {
    const held = heldAtEnd(`${node}RUN ${command}\n`);
    expect(held).toContain(expected);
  });

  it.each([
    "npm ci --omit=dev",
    "npm ci --omit dev",
    "npm install --only=production",
    "npm install express",
    "npm install -g typescript",
    "npm ci $FLAGS",
    "npm ci --omit=$OMIT",
    "npm config set omit dev && npm ci",
    "NODE_ENV=production npm ci",
    "export NODE_ENV=production && npm ci",
    "npm ci && npm prune --production",
    "npm ci && npm run build && rm -rf node_modules",
    "yarn install && yarn install --production",
    "yarn workspaces focus --all --production",
    "pnpm i -P",
    "pnpm --filter web --prod deploy /out",
    "pnpm fetch",
    "bun install --production",
    "composer install --no-dev",
    "COMPOSER_NO_DEV=1 composer install",
    "bundle config set --local without 'development test' && bundle install",
    "bundle install --without development test",
    "BUNDLE_WITHOUT=development:test bundle install",
    "mix deps.get --only prod",
    "uv sync --no-dev",
    "UV_NO_DEV=1 uv sync",
    "poetry install --only main",
    "poetry install --without dev,test",
    "pipenv install --deploy",
    "pdm install --prod",
    "pip install -r requirements.txt",
    "pip install .[all] pytest-runner",
  ])("none by %s", (command) => {
    expect(heldAtEnd(`${node}RUN ${command}\n`)).toEqual([]);
  });

  it("says nothing where NODE_ENV comes from outside", () => {
    expect(heldAtEnd("FROM node:22\nARG NODE_ENV\nRUN npm ci\n")).toEqual([]);
    expect(heldAtEnd("FROM node:22\nARG MODE\nENV NODE_ENV=$MODE\nRUN npm ci\n")).toEqual([]);
  });

  it("counts a setting from its line on, and through FROM", () => {
    expect(heldAtEnd("FROM node:22\nRUN npm ci\nENV NODE_ENV=production\n")).toHaveLength(1);
    expect(heldAtEnd("FROM node:22 AS a\nENV NODE_ENV=production\nFROM a\nRUN npm ci\n")).toEqual([]);
    // An ARG ends with its stage.
    expect(heldAtEnd("FROM node:22 AS a\nARG NODE_ENV=production\nFROM a\nRUN npm ci\n")).toHaveLength(1);
  });

  it("keeps what a later RUN removes as hidden, and does not copy it", () => {
    const pruned = `${node}RUN npm ci\nRUN npm prune --omit=dev\n`;
    expect(heldAtEnd(pruned)).toEqual(["(/app/node_modules <- npm ci in deps)"]);
    expect(heldAtEnd(`${pruned}FROM node:22\nCOPY --from=deps /app /app\n`)).toEqual([]);
  });

  it.each([
    ["/app/node_modules /srv/node_modules", "/srv/node_modules"],
    ["/app /srv/", "/srv/node_modules"],
    ["/ /root", "/root/app/node_modules"],
    ["/app/node_mod* /srv/x", "/srv/x"],
    ["--parents /app/node_modules /srv", "/srv/app/node_modules"],
  ])("COPY --from=deps %s brings them to %s", (words, path) => {
    expect(heldAtEnd(`${node}RUN npm ci\nFROM node:22\nCOPY --from=deps ${words}\n`)).toEqual([
      `${path} <- npm ci in deps`,
    ]);
  });

  it.each(["/app/dist /srv/dist", "--exclude=node_modules /app /srv", "/app/node_modules/react /srv/react"])(
    "COPY --from=deps %s leaves them",
    (words) => {
      expect(heldAtEnd(`${node}RUN npm ci\nFROM node:22\nCOPY --from=deps ${words}\n`)).toEqual([]);
    },
  );

  it("follows them through several stages", () => {
    const text = `${node}RUN npm ci\nFROM deps AS build\nRUN cp -r /app /out\nFROM scratch AS files\nCOPY --from=build /out /x\nFROM node:22\nCOPY --from=files /x /y\n`;
    expect(heldAtEnd(text)).toEqual(["/y/app/node_modules <- npm ci in deps"]);
  });
});
