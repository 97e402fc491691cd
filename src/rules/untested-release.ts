import { isTestName } from "../knowledge/stage-names.ts";
import { type BuildGraph, neededBy, type Stage, stageTitle } from "../model/graph.ts";
import type { BuildFact } from "../model/repository-facts.ts";
import { defineRule } from "./rule.ts";

const tested =
  "FROM golang:1.23 AS build\nCOPY . .\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./...\n\n";
const release = "FROM scratch\nCOPY --from=build /app /app\n";
const both = `${tested}${release}`;

export default defineRule({
  id: "untested-release",
  level: "warning",
  group: "stages",
  summary: "A test stage that nothing in the repository builds, while the image is built and shipped.",
  why: `BuildKit builds only what the target needs. A test stage that no other stage copies from is skipped without a word, so the
image is released whether its tests pass or not. The rule speaks only where it knows the builds: workflows, bake and compose files,
Makefiles and scripts of the repository. Where one of them cannot be read to its end, it is silent.`,
  examples: [
    {
      title: "The workflow publishes the last stage, and nothing builds the tests",
      dockerfile: both,
      files: {
        ".github/workflows/release.yml":
          "on: push\njobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          tags: ghcr.io/acme/app\n",
      },
      lines: [5],
    },
    {
      title: "A bake file that builds everything but the tests",
      dockerfile:
        'FROM node:22 AS deps\nRUN npm ci\n\nFROM deps AS unit-tests\nRUN npm test\n\nFROM unit-tests AS e2e-tests\nRUN npm run e2e\n\nFROM deps AS web\nCMD ["node", "web.js"]\n\nFROM deps AS worker\nCMD ["node", "worker.js"]\n',
      files: {
        "docker-bake.hcl":
          'group "default" {\n  targets = ["web", "worker"]\n}\ntarget "web" {\n  target = "web"\n}\ntarget "worker" {\n  target = "worker"\n}\n',
      },
      lines: [7],
    },
    {
      title: "A Makefile, by way of its variables",
      dockerfile: both,
      files: { Makefile: "IMAGE := app\n\nimage:\n\tdocker build -t $(IMAGE) . && docker push $(IMAGE)\n" },
      lines: [5],
    },
    {
      title: "A step of the workflow builds the tests first",
      dockerfile: both,
      files: {
        ".github/workflows/release.yml":
          "on: push\njobs:\n  image:\n    steps:\n      - run: |\n          docker build \\\n            --target test .\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n",
      },
      lines: [],
    },
    {
      title: "What ships needs the tests",
      dockerfile: `${tested}FROM scratch\nCOPY --from=test /app /app\n`,
      files: { "compose.yaml": "services:\n  app:\n    build: .\n" },
      lines: [],
    },
    {
      title: "A matrix names the targets",
      dockerfile: both,
      files: {
        ".github/workflows/release.yml":
          "on: push\njobs:\n  image:\n    strategy:\n      matrix:\n        target: [test, '']\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          target: ${{ matrix.target }}\n",
      },
      lines: [],
    },
    {
      title: "The target is known only when it runs",
      dockerfile: both,
      files: { Makefile: "image:\n\tdocker build --target $(TARGET) .\n\npush:\n\tdocker build --push .\n" },
      lines: [],
    },
    { title: "Nobody knows who builds it", dockerfile: both, lines: [] },
  ],
  *check(graph) {
    const { repository, stages } = graph;
    if (!repository?.complete || repository.builds.length === 0) return;
    const indexes = repository.builds.map((build) => builtIndex(graph, build));
    if (indexes.some((index) => index === undefined)) return;
    const built = neededBy(
      graph.edges,
      indexes.filter((index) => index !== undefined),
    );
    const unbuilt = stages.filter(
      ({ role, name, index }) => role === "tests" && isTestName(name ?? "") && !built.has(index),
    );
    const tests = stages.filter(({ role, name }) => role === "tests" && isTestName(name ?? ""));
    // One test stage that is built is enough to show that the others are left out on purpose.
    if (unbuilt.length < tests.length) return;
    for (const stage of unbuilt) {
      if (isNeeded(graph, stage, unbuilt)) continue;
      const [build] = repository.builds;
      yield {
        at: stage.from.span,
        stage: stage.index,
        message: `Nothing in the repository builds ${stageTitle(stage)}, though ${build?.path ?? "a file"} builds this Dockerfile, so the image ships untested. Run \`docker build --target ${stage.name} .\` before it is released.`,
      };
    }
  },
});

/** The stage that a build asks for; undefined for one that the file does not have. */
function builtIndex({ stages }: BuildGraph, { target }: BuildFact): number | undefined {
  if (target.kind === "last") return stages.at(-1)?.index;
  if (target.kind === "unknown") return undefined;
  const name = target.name.toLowerCase();
  return stages.findLast(({ id, index }) => id === name || String(index) === name)?.index;
}

/** A test stage upon which another one stands is built with that one. */
function isNeeded({ edges }: BuildGraph, stage: Stage, others: readonly Stage[]): boolean {
  return others.some((other) => other !== stage && neededBy(edges, [other.index]).has(stage.index));
}
