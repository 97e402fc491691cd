// Holds the reading of Dockerfiles against BuildKit's own: `npm run corpus FOLDER` with `facts.jsonl.gz` and `files/` in it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type BuildKitFacts, differencesFromBuildKit } from "./buildkit-facts.ts";

const folder = process.argv[2] ?? "../shared/corpus";
const facts = gunzipSync(readFileSync(join(folder, "facts.jsonl.gz")))
  .toString("utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as BuildKitFacts);

let different = 0;
for (const fact of facts) {
  const differences = differencesFromBuildKit(readFileSync(join(folder, "files", fact.path), "utf8"), fact);
  if (differences.length === 0) continue;
  different++;
  console.log(`${fact.path}\n${differences.map((difference) => `  ${difference}`).join("\n")}`);
}
console.log(`${facts.length} files read, ${different} differ from BuildKit's reading`);
process.exitCode = different === 0 ? 0 : 1;
