/**
 * `npm run bench [-- FOLDER] [--rounds N]`: what Stagegate costs beside its peers, all measured in one run, and how the cost grows.
 * Writes docs/performance.md. `npm run bench -- build` is about builds.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { measureCorpus } from "./bench/corpus.ts";
import { measureGrowth } from "./bench/growth.ts";
import { performancePage } from "./bench/page.ts";
import { measurePhases } from "./bench/phases.ts";
import { measureStart } from "./bench/start.ts";
import { dockerfilesIn } from "./bench/subject.ts";

if (process.argv[2] === "playground") {
  await import("./bench-playground.ts");
  process.exit();
}

const root = join(import.meta.dirname, "..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" } },
});
if (positionals[0] === "build") {
  await import("./bench-build.ts");
} else {
  const corpus = join(root, "../shared/corpus/files");
  const folder = resolve(positionals[0] ?? (existsSync(corpus) ? corpus : join(root, "examples")));
  const rounds = Number(values.rounds);
  const files = dockerfilesIn(folder);
  const start = await measureStart(root, 3 * rounds);
  const whole = await measureCorpus(root, folder, files, rounds);
  const page = performancePage({ start, whole, phases: measurePhases(files), growth: measureGrowth() });
  writeFileSync(join(root, "docs/performance.md"), page);
  console.log(page);
}
process.exit();
