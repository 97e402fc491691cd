/**
 * Builds what ships: `node scripts/build.ts [FOLDER]`, by default into dist/. TypeScript 7 makes JavaScript of the sources in
 * lib/, and ncc makes one file of each entry; ncc cannot read TypeScript 7 itself. The same sources give the same bytes.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";

const root = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);

interface Bundle {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
}

type Bundler = (entry: string, options: Readonly<Record<string, unknown>>) => Promise<Bundle>;

const licences = "licenses.txt";

const target = resolve(process.argv[2] ?? join(root, "dist"));
// ncc numbers modules by their paths from the current folder.
process.chdir(root);
writeVersion();
compile();
await bundleInto(target);

/** Lets the sources know the version without reading a file at run time. */
function writeVersion(): void {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const text = `/** Written by scripts/build.ts from package.json. */\nexport const version = ${JSON.stringify(version)};\n`;
  const path = join(root, "src/edge/version.ts");
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

function compile(): void {
  rmSync(join(root, "lib"), { recursive: true, force: true });
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
}

async function bundleInto(folder: string): Promise<void> {
  // Only for its licences: those of both entries, each once.
  writeFileSync(join(root, "lib/all.js"), 'import "./action.js";\nimport "./cli.js";\n');
  const files = new Map([
    ["index.js", (await bundle("lib/action.js")).code],
    ["cli.js", (await bundle("lib/cli.js")).code],
    [licences, String((await bundle("lib/all.js")).assets[licences]?.source)],
    ["package.json", '{\n  "type": "module"\n}\n'],
  ]);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name), { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  chmodSync(join(folder, "cli.js"), 0o755);
}

/** @throws Error when the bundle is more than one file and its licences: code that is loaded later would be missing. */
async function bundle(entry: string): Promise<Bundle> {
  const ncc = require("@vercel/ncc") as Bundler;
  const result = await ncc(join(root, entry), { cache: false, license: licences, quiet: true, target: "es2022" });
  const unexpected = Object.keys(result.assets).filter((name) => name !== licences && name !== "package.json");
  if (unexpected.length > 0) throw new Error(`${entry} needs files beside it: ${unexpected.join(", ")}`);
  return result;
}
