const testWords = new Set([
  "check",
  "checks",
  "coverage",
  "cypress",
  "e2e",
  "eslint",
  "fmt",
  "jest",
  "lint",
  "linter",
  "linting",
  "lints",
  "phpunit",
  "pytest",
  "rspec",
  "smoketest",
  "smoketests",
  "test",
  "tested",
  "tester",
  "testing",
  "tests",
  "typecheck",
  "unittest",
  "unittests",
  "validate",
  "verify",
  "vet",
  "vitest",
]);

const developmentWords = new Set([
  "bench",
  "benchmark",
  "benchmarks",
  "debug",
  "debugger",
  "debugging",
  "dev",
  "devcontainer",
  "devel",
  "develop",
  "developer",
  "development",
  "docs",
  "documentation",
  "hotreload",
  "local",
  "localdev",
  "migrate",
  "migration",
  "migrations",
  "migrator",
  "playground",
  "seed",
  "seeder",
  "seeds",
  "storybook",
  "watch",
]);

/** Too common as part of another name (`slack-integration`, `api-spec`, `admin-tools`): only the whole name counts. */
const wholeTestNames = new Set(["ci", "integration", "spec", "specs"]);
const wholeDevelopmentNames = new Set(["doc", "sandbox", "shell", "tool", "toolbox", "tools", "workspace"]);

/** Whether a stage of this name is there to test: one of its words says so. `latest` and `contest` are other words. */
export function isTestName(name: string): boolean {
  const words = wordsOf(name);
  if (words.length === 1 && wholeTestNames.has(words[0] ?? "")) return true;
  // A health check is a part of what ships.
  return words.some((word, index) => testWords.has(word) && (word !== "check" || words[index - 1] !== "health"));
}

/** Whether a stage of this name is there for development, documentation or an errand such as a migration. */
export function isDevelopmentName(name: string): boolean {
  const words = wordsOf(name);
  if (words.length === 1 && wholeDevelopmentNames.has(words[0] ?? "")) return true;
  return words.some((word) => developmentWords.has(word));
}

/** Words stand between `-`, `_` and `.`; numbers behind a word do not count: `test2`. */
function wordsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[-_.]/)
    .map((word) => (/^[a-z]{3,}\d+$/.test(word) ? word.replace(/(?<!\d)\d+$/, "") : word))
    .filter((word) => word !== "");
}
