// `npm run mutation -- FOLDER|FILE…`: mutates the files one by one, runs the quick tests of their folder against every mutant, and
// writes each file's score into docs/reliability.md. Survivors are printed.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type MutatedFile, withScores } from "./mutation/scores.ts";

const root = join(import.meta.dirname, "..");
const page = join(root, "docs/reliability.md");
const report = join(root, "reports/mutation.json");

/** Tests by the folder of what they test: those that decide quickly whether a verdict is still the same. */
const tests: Readonly<Record<string, string>> = {
  "src/check": "__tests__/check/*.test.ts __tests__/evaluate.test.ts",
  "src/graph": "__tests__/graph/**/*.test.ts __tests__/rules.test.ts __tests__/bypass.test.ts",
  "src/policy": "__tests__/policy/*.test.ts __tests__/check/*.test.ts",
  "src/rules": "__tests__/rules.test.ts",
  "src/review": "__tests__/review/*.test.ts",
  "src/model": "__tests__/model/*.test.ts __tests__/check/*.test.ts __tests__/evaluate.test.ts",
};

interface StrykerReport {
  readonly files: Readonly<Record<string, MutatedFile>>;
}

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .map((file) => join(path, file))
    .sort();
}

function mutate(file: string): void {
  const folder = Object.keys(tests).find((each) => file.startsWith(`${each}/`));
  if (folder === undefined) throw new Error(`no tests are known for ${file}`);
  const { status } = spawnSync(
    process.execPath,
    [join(root, "node_modules/.bin/stryker"), "run", "stryker.config.mjs", "--mutate", file],
    { cwd: root, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, MUTATION_TESTS: tests[folder] } },
  );
  if (status !== 0) {
    console.log(`${file}: not measured, Stryker ended with ${status}`);
    return;
  }
  const { files } = JSON.parse(readFileSync(report, "utf8")) as StrykerReport;
  writeFileSync(page, withScores(readFileSync(page, "utf8"), files));
  for (const [path, { mutants }] of Object.entries(files)) {
    for (const { status: outcome, location, mutatorName, replacement } of mutants) {
      if (outcome !== "Survived" && outcome !== "NoCoverage") continue;
      console.log(`${path}:${location.start.line}:${location.start.column} ${outcome} ${mutatorName}: ${replacement}`);
    }
  }
}

const wanted = process.argv.slice(2).flatMap((path) => filesBelow(relative(root, join(process.cwd(), path))));
if (wanted.length === 0) console.log(`Name folders or files below ${Object.keys(tests).join(", ")}.`);
for (const file of wanted) mutate(file);
