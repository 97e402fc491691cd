// `npm run bench FOLDER`: what the whole analysis of the Dockerfiles in a folder costs, beside dockerfile-ast's parsing alone.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DockerfileParser } from "dockerfile-ast";
import { evaluate } from "../src/evaluate.ts";
import { buildGraph } from "../src/graph/build-graph.ts";
import { sourceFile } from "../src/model/source.ts";
import { parseDockerfile } from "../src/parse/parse-dockerfile.ts";
import { resolvePolicy } from "../src/policy/resolve-policy.ts";
import { renderJson } from "../src/report/json.ts";
import { rules } from "../src/rules/index.ts";

if (process.argv[2] === "build") {
  await import("./bench-build.ts");
  process.exit();
}

if (process.argv[2] === "playground") {
  await import("./bench-playground.ts");
  process.exit();
}

const root = join(import.meta.dirname, "..");
const folder = process.argv[2] ?? join(root, "examples");
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /(?:docker|container)file/i.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, "utf8") }));
const text = readFileSync(join(root, "policies/recommended.yml"), "utf8");
const policy = resolvePolicy({ source: "recommended", path: "policies/recommended.yml", text }, rules, new Map());

function each(run: (file: { path: string; text: string }) => unknown): () => void {
  return () => {
    for (const file of files) run(file);
  };
}

const change = { head: { sha: undefined, ref: undefined }, files, problems: [], target: undefined };
const read = ({ path, text: content }: { path: string; text: string }) => parseDockerfile(sourceFile(path, content));
const measured: Record<string, () => void> = {
  "dockerfile-ast: parse": each((file) => DockerfileParser.parse(file.text)),
  "dockerfile-ast: parse, arguments of each instruction": each((file) =>
    DockerfileParser.parse(file.text)
      .getInstructions()
      .map((instruction) => instruction.getArguments().map((argument) => argument.getValue())),
  ),
  "stagegate: read": each(read),
  "stagegate: read, graph": each((file) => buildGraph(read(file))),
  "stagegate: read, graph, all rules": () => evaluate(change, policy, rules, "0", "2026-11-24"),
  "stagegate: read, graph, all rules, JSON": () => renderJson(evaluate(change, policy, rules, "0", "2026-11-24")),
};

console.log(`${files.length} files, ${files.reduce((sum, file) => sum + file.text.length, 0)} characters, median of 5`);
for (const [what, run] of Object.entries(measured)) {
  const times = Array.from({ length: 6 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).slice(1);
  console.log(`${(times.sort((a, b) => a - b)[2] ?? 0).toFixed(0).padStart(7)} ms  ${what}`);
}
console.log(`${(process.memoryUsage().rss / 1_048_576).toFixed(0).padStart(7)} MB  resident at the end`);
