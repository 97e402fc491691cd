import { defineConfig } from "vitest/config";

// The quick tests of what decides a verdict, for mutants: each runs through those that reach it, again and again.
export default defineConfig({
  test: {
    include: (process.env.MUTATION_TESTS ?? "__tests__/**/*.test.ts").split(" "),
    testTimeout: 60_000,
    isolate: false,
  },
});
