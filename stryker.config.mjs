// One file after the other, by `npm run mutation -- FOLDER`; scripts/mutation.ts says which files and tests.
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutation.config.ts" },
  // TypeScript 7 has no JavaScript API to rewrite the real one with, and nothing in the sandbox needs it.
  tsconfigFile: "tsconfig.not-rewritten.json",
  coverageAnalysis: "perTest",
  // Values of modules are made once, before a mutant is chosen.
  ignoreStatic: true,
  concurrency: 1,
  disableTypeChecks: false,
  ignorePatterns: ["dist", "docs", "examples", "fuzz-failures", "reports"],
  reporters: ["json"],
  jsonReporter: { fileName: "reports/mutation.json" },
};
