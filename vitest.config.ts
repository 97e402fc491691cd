import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const all = ["__tests__/**/*.test.ts"];
/** They count what an engine holds before and after, so that nobody else may use it meanwhile. */
const withEngine = ["__tests__/action-build.test.ts", "__tests__/edge/command-line/build*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "tests", include: all, exclude: withEngine, sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: { name: "engine", include: withEngine, maxWorkers: 1, sequence: { groupOrder: 1 }, hookTimeout: 120_000 },
      },
    ],
    testTimeout: 120_000,
    // Most of the time goes to waiting for the action, which paces its requests, and for builds.
    maxWorkers: 3 * availableParallelism(),
  },
});
