// `npm run bench -- build`: one bake of many test targets against as many single builds, on the engine that Docker finds.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planBuilds } from "../src/build/plan-builds.ts";
import type { PlannedBuild } from "../src/build/planned-build.ts";
import { runBuilds } from "../src/edge/buildx/run-builds.ts";
import { noSecrets } from "../src/edge/buildx/secrets.ts";
import { buildGraph } from "../src/graph/build-graph.ts";
import { sourceFile } from "../src/model/source.ts";
import { parseDockerfile } from "../src/parse/parse-dockerfile.ts";

const count = 40;
const root = realpathSync(mkdtempSync(join(tmpdir(), "stagegate-bench-")));

/** Services of a monorepo: the same build stage in each, and tests of its own that take a second. New in every round. */
function services(round: number): readonly PlannedBuild[] {
  const buildables = Array.from({ length: count }, (_, index) => {
    const path = `round${round}/service${index}/Dockerfile`;
    const text = `FROM busybox:local AS build\nRUN sleep 1; echo ${Date.now()} ${round}\n\nFROM build AS test\nRUN sleep 1; echo ${index}\n`;
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
    return { graph: buildGraph(parseDockerfile(sourceFile(path, text))), shownPath: path, inline: undefined };
  });
  return planBuilds(buildables, { what: "test", policy: { targets: [] }, changed: undefined }).builds;
}

async function seconds(builds: readonly PlannedBuild[]): Promise<number> {
  const start = performance.now();
  const { signal } = new AbortController();
  const given = { root, environment: process.env, builder: undefined, secrets: noSecrets, timeLimit: 3600, signal };
  const end = await runBuilds(builds, { ...given, log: () => {}, now: () => performance.now() });
  if (end.kind === "no-engine") throw new Error(end.reason);
  const failed = end.results.find(({ outcome }) => outcome !== "built");
  if (failed) throw new Error(`${failed.name}: ${failed.reason ?? failed.failure?.message}`);
  return (performance.now() - start) / 1000;
}

try {
  const together = await seconds(services(1));
  let apart = 0;
  for (const build of services(2)) apart += await seconds([build]);
  console.log(`${together.toFixed(1)} s  one bake of ${count} targets`);
  console.log(
    `${apart.toFixed(1)} s  ${count} builds, one after the other (${(apart / together).toFixed(1)} times as long)`,
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
