import { describe, expect, it } from "vitest";
import { buildGraph } from "../../src/graph/build-graph.ts";
import { dependencyInstalls } from "../../src/graph/dependency-installs.ts";
import { sourceFile } from "../../src/model/source.ts";
import { parseDockerfile } from "../../src/parse/parse-dockerfile.ts";

function bringsOf(text: string): string[] {
  const graph = buildGraph(parseDockerfile(sourceFile("Dockerfile", text)));
  return dependencyInstalls(graph).map(({ brings }) => brings);
}

/** The origin of the manifest of the one install in a stage `FROM node:22`. */
function originOf(instructions: string): string | undefined {
  const [brings] = bringsOf(`FROM node:22 AS other\nFROM node:22\nWORKDIR /app\n${instructions}\n`);
  return brings === undefined ? undefined : (JSON.parse(brings) as string[]).at(-1);
}

describe("where a manifest comes from", () => {
  it.each([
    ["COPY package.json ./\nRUN npm ci", "context /package.json"],
    ["COPY package*.json ./\nRUN npm ci", "context /package.json"],
    ["COPY ./web/package.json web/package-lock.json /app/\nRUN npm ci", "context /web/package.json"],
    ["COPY . .\nRUN npm ci", "context /package.json"],
    ["COPY web .\nRUN npm ci", "context /web/package.json"],
    ["COPY web/ web/\nRUN cd web && npm ci", "context /web/package.json"],
    ["COPY . /app\nRUN npm ci --prefix=web", "context /web/package.json"],
    ["COPY . /app\nRUN npm --prefix web ci", "context /web/package.json"],
    ["COPY old/package.json .\nCOPY new/package.json .\nRUN npm ci", "context /new/package.json"],
    ["COPY manifest.json package.json\nRUN npm ci", "context /manifest.json"],
    ["COPY --from=other /src/package.json .\nRUN npm ci", "stage 0 /src/package.json"],
    ["RUN --mount=type=bind,source=web/package.json,target=package.json npm ci", "context /web/package.json"],
    ["RUN --mount=target=/app,source=web npm ci", "context /web/package.json"],
  ])("%s", (instructions, origin) => {
    expect(originOf(instructions)).toBe(origin);
  });

  it.each([
    ["RUN npm ci"],
    ["COPY index.js .\nRUN npm ci"],
    ["COPY package.json /elsewhere/\nRUN npm ci"],
    ["COPY --from=nginx:1 /app/package.json .\nRUN npm ci"],
    ["COPY . .\nRUN cd $WHERE && npm ci"],
    ["COPY . .\nRUN (cd web && true) && npm ci"],
    ["COPY . .\nRUN npm install left-pad"],
  ])("is not known: %s", (instructions) => {
    expect(originOf(instructions)).toBeUndefined();
  });
});

describe("what an install brings", () => {
  const copy = "COPY package*.json ./\n";

  it.each([
    ["the same in another folder", `WORKDIR /x\n${copy}RUN npm ci`, true],
    ["the same behind other steps", `RUN apt-get update\n${copy}RUN set -e; npm ci`, true],
    ["without development dependencies", `${copy}RUN npm ci --omit=dev`, false],
    ["by a variable before it", `${copy}RUN NODE_ENV=production npm ci`, false],
    ["by ENV", `ENV NODE_ENV=production\n${copy}RUN npm ci`, false],
    ["by an ENV that has nothing to do with it", `ENV PORT=80\n${copy}RUN npm ci`, true],
    ["from another registry", `ARG NPM_CONFIG_REGISTRY=https://npm.example\n${copy}RUN npm ci`, false],
    ["with another tool", `${copy}RUN yarn install`, false],
  ])("%s", (_, instructions, isSame) => {
    const [first, second] = bringsOf(`FROM node:22 AS a\n${copy}RUN npm ci\n\nFROM node:22\n${instructions}\n`);
    expect(second).toBeDefined();
    expect(first === second).toBe(isSame);
  });

  it.each([
    ["node:22", "node:22-slim", true],
    ["node:22", "node:22-alpine", false],
    ["node:22", "node:24", false],
    ["acme/node:22", "acme/node:22", true],
    ["acme/node:22", "acme/node:23", false],
  ])("on %s and on %s", (a, b, isSame) => {
    const [first, second] = bringsOf(`FROM ${a} AS a\n${copy}RUN npm ci\n\nFROM ${b}\n${copy}RUN npm ci\n`);
    expect(second).toBeDefined();
    expect(first === second).toBe(isSame);
  });
});
