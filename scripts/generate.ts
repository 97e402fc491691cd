// Writes everything in the repository that is made from something else in it; with --check, fails where a file is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ruleIds, ruleIndex } from "./rule-index.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const stale: string[] = [];

function emit(path: string, text: string): void {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  stale.push(path);
  if (check) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Removes generated files whose source is gone. */
function keepOnly(folder: string, names: ReadonlySet<string>): void {
  if (!existsSync(join(root, folder))) return;
  for (const name of readdirSync(join(root, folder))) {
    if (names.has(name)) continue;
    stale.push(`${folder}/${name} (no longer made)`);
    if (!check) rmSync(join(root, folder, name));
  }
}

emit("src/rules/index.ts", ruleIndex(ruleIds(root)));

// The index decides which rules there are, so what shows them is loaded after it has been written.
const { rules } = await import("../src/rules/index.ts");
const { waiverRules } = await import("../src/policy/waiver-rules.ts");
const { rulePage, waiverRulePage } = await import("./rule-pages.ts");
const { policyFieldsTable, policyJsonSchema } = await import("./policy-schema.ts");
const { expressionReference } = await import("./expression-reference.ts");
const { migrationTables } = await import("./peers/migration-tables.ts");
const { between, readmeWithTables } = await import("./readme-tables.ts");

for (const rule of rules) emit(`docs/rules/${rule.id}.md`, rulePage(rule));
for (const rule of waiverRules) emit(`docs/rules/${rule.id}.md`, waiverRulePage(rule, rules));
keepOnly("docs/rules", new Set([...rules, ...waiverRules].map((rule) => `${rule.id}.md`)));
emit("policies/schema.json", `${JSON.stringify(policyJsonSchema(rules), null, 2)}\n`);
emit("README.md", readmeWithTables(readFileSync(join(root, "README.md"), "utf8"), root, rules));
emit(
  "docs/policy.md",
  between(readFileSync(join(root, "docs/policy.md"), "utf8"), "fields", policyFieldsTable(rules).trim()),
);
emit(
  "docs/expressions.md",
  between(readFileSync(join(root, "docs/expressions.md"), "utf8"), "reference", expressionReference().trim()),
);
emit(
  "docs/migrating.md",
  between(readFileSync(join(root, "docs/migrating.md"), "utf8"), "tables", migrationTables().trim()),
);

if (check && stale.length > 0) {
  console.error(`Stale, run \`npm run generate\`:\n${stale.map((path) => `  ${path}`).join("\n")}`);
  process.exitCode = 1;
} else if (!check) {
  console.log(stale.length === 0 ? "Everything is up to date." : `Written: ${stale.join(", ")}`);
}
