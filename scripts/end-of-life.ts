// `npm run end-of-life FILE [DAY]`: rebuilds the tables in src/knowledge/end-of-life from a file that was downloaded before,
// as they are on DAY (an ISO date, today where it is left out). The file is what `https://endoflife.date/api/v1/products/full`
// answers, an object with the list `result` of products; of each product these keys are read:
//   name, label, links.releasePolicy or else links.html (becomes the source), and releases, a list with
//   name ("3.12"), isEol, eolFrom (an ISO date, or null where it is not known), eoesFrom (extended support; only for Debian).
// Products are those that the tables have already; to add one, write it there with one release, then run this.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { distributions } from "../src/knowledge/end-of-life/distributions.ts";
import { languages } from "../src/knowledge/end-of-life/languages.ts";
import { services } from "../src/knowledge/end-of-life/services.ts";
import { asOfText, type EndOfLifeDownload, renewed, tableText } from "./end-of-life-table.ts";

const [file, day = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
if (file === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
  console.error(
    "Give the downloaded file, and perhaps the day that it is from: `npm run end-of-life full.json 2027-11-24`.",
  );
  process.exit(2);
}
const download = JSON.parse(readFileSync(file, "utf8")) as EndOfLifeDownload;
const folder = join(import.meta.dirname, "../src/knowledge/end-of-life");
const tables = Object.entries({ distributions, languages, services }).map(
  ([name, lives]) => [join(folder, `${name}.ts`), tableText(name, renewed(lives, download))] as const,
);
for (const [path, text] of tables) writeFileSync(path, text);
writeFileSync(join(folder, "as-of.ts"), asOfText(day));
const biome = join(import.meta.dirname, "../node_modules/.bin/biome");
execFileSync(biome, ["format", "--write", folder], { stdio: "inherit" });
