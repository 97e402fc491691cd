// `npm run corpus FOLDER`: holds the reading of real Dockerfiles against BuildKit's own, and counts what the rules find there.
// The folder holds `facts.jsonl.gz` and `files/`. With `--rule ID [--every N]` the findings themselves are printed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { evaluate } from "../src/evaluate.ts";
import type { Report } from "../src/model/report.ts";
import { resolvePolicy } from "../src/policy/resolve-policy.ts";
import { renderFindings } from "../src/report/text.ts";
import { rules } from "../src/rules/index.ts";
import { type BuildKitFacts, differencesFromBuildKit } from "./buildkit-facts.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rule: { type: "string" }, every: { type: "string", default: "1" }, level: { type: "string" } },
});
const folder = positionals[0] ?? "../shared/corpus";
const facts = gunzipSync(readFileSync(join(folder, "facts.jsonl.gz")))
  .toString("utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as BuildKitFacts);
const files = facts.map(({ path }) => ({ path, text: readFileSync(join(folder, "files", path), "utf8") }));

const name = "recommended";
const text = readFileSync(join(import.meta.dirname, `../policies/${name}.yml`), "utf8");
const policy = resolvePolicy({ source: name, path: `policies/${name}.yml`, text }, rules, new Map([[name, text]]));
const change = { head: { sha: undefined, ref: undefined }, files, problems: [], target: undefined };
const report = evaluate(change, policy, rules, "0.0.0", new Date().toISOString().slice(0, 10));

if (values.rule === undefined) {
  compareReadings();
  countFindings(report);
} else {
  printFindings(report, values.rule, Number(values.every));
}

function compareReadings(): void {
  let different = 0;
  for (const [index, fact] of facts.entries()) {
    const differences = differencesFromBuildKit(files[index]?.text ?? "", fact);
    if (differences.length === 0) continue;
    different++;
    console.log(`${fact.path}\n${differences.map((difference) => `  ${difference}`).join("\n")}`);
  }
  console.log(`${facts.length} files read, ${different} differ from BuildKit's reading`);
  process.exitCode = different === 0 ? 0 : 1;
}

function countFindings({ files: judged, problems }: Report): void {
  const rows = rules.map(({ id }) => {
    const findings = judged.flatMap((file) => file.findings.filter((finding) => finding.rule === id));
    const count = (level: string) => findings.filter((finding) => finding.level === level).length;
    const inFiles = judged.filter((file) => file.findings.some((finding) => finding.rule === id)).length;
    return {
      rule: id,
      findings: findings.length,
      files: inFiles,
      error: count("error"),
      warning: count("warning"),
      notice: count("notice"),
    };
  });
  console.table(rows);
  for (const problem of problems) console.log(`${problem.path}: ${problem.message}`);
}

function printFindings({ files: judged }: Report, rule: string, every: number): void {
  let count = 0;
  for (const file of judged) {
    for (const finding of file.findings) {
      if (finding.rule !== rule || (values.level && finding.level !== values.level) || count++ % every !== 0) continue;
      console.log(renderFindings(file.source, [finding], { colour: false, width: 110 }));
    }
  }
}
