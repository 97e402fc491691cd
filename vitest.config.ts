import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__tests__/**/*.test.ts"],
    testTimeout: 120_000,
    // Most of the time goes to waiting for the action, which paces its requests, and for builds.
    maxWorkers: 3 * availableParallelism(),
  },
});
