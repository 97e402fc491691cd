// `npm run try-rule ID [FOLDER [EVERY]]`: runs one rule, whether it is in the index or not: its own examples, then the Dockerfiles
// below a folder, printing every finding, or every n-th.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "valibot";
import { checkExample } from "../src/check/check-example.ts";
import { findingsOf } from "../src/check/passes.ts";
import { runRules } from "../src/check/run-rules.ts";
import { buildGraph } from "../src/graph/build-graph.ts";
import { sourceFile } from "../src/model/source.ts";
import { parseDockerfile } from "../src/parse/parse-dockerfile.ts";
import { renderFindings } from "../src/report/text.ts";
import type { Rule } from "../src/rules/rule.ts";

const [id = "", folder, every = "1"] = process.argv.slice(2);
const { default: rule } = (await import(`../src/rules/${id}.ts`)) as { default: Rule };

for (const example of rule.examples) {
  const { source, findings, fixed } = checkExample(rule, example);
  const lines = findings.map((finding) => finding.span.start.line);
  const agrees = JSON.stringify(lines) === JSON.stringify(example.lines) && fixed === example.fixed;
  console.log(`${agrees ? "ok " : "NOT"} ${example.title}: lines ${lines.join(", ") || "none"}`);
  if (!agrees && fixed !== example.fixed) console.log(`fixed:\n${fixed}\nexpected:\n${example.fixed}`);
  console.log(renderFindings(source, findings, { colour: false, width: 110 }));
}

if (folder !== undefined) {
  const level = rule.level === "off" ? "warning" : rule.level;
  const settings = new Map([[rule.id, { level, options: rule.options && parse(rule.options, {}) }]]);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?:docker|container)file/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const today = new Date().toISOString().slice(0, 10);
  let count = 0;
  for (const path of paths) {
    const source = sourceFile(path.slice(folder.length + 1), readFileSync(path, "utf8"));
    const graph = buildGraph(parseDockerfile(source));
    const { drafts, problems } = runRules(graph, [rule], settings, today);
    for (const problem of problems) console.log(`${source.path}: ${problem.message}`);
    for (const finding of findingsOf(graph, drafts, [rule])) {
      if (count++ % Number(every) === 0) console.log(renderFindings(source, [finding], { colour: false, width: 110 }));
    }
  }
  console.log(`${count} findings in ${paths.length} files`);
}
