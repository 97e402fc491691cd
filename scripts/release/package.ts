/**
 * Makes the npm package: `node scripts/release/package.ts FOLDER` puts stagegate-<version>.tgz there and prints its path. It holds
 * dist/ as committed, which has its libraries inside, so that who installs it installs nothing else.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

const kept = [
  "name",
  "version",
  "description",
  "license",
  "keywords",
  "repository",
  "bugs",
  "homepage",
  "type",
  "bin",
  "files",
  "engines",
];

/** @returns the absolute path of the package. */
export function packInto(folder: string, root: string): string {
  const staging = mkdtempSync(join(tmpdir(), "stagegate-pack-"));
  try {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
    const published = Object.fromEntries(kept.flatMap((key) => (key in manifest ? [[key, manifest[key]]] : [])));
    writeFileSync(join(staging, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
    for (const name of [...(manifest.files as string[]), "README.md", "LICENSE"]) {
      cpSync(join(root, name), join(staging, name), { recursive: true });
    }
    mkdirSync(folder, { recursive: true });
    const printed = execFileSync("npm", ["pack", "--json", "--pack-destination", resolve(folder)], {
      cwd: staging,
      encoding: "utf8",
    });
    const [packed] = JSON.parse(printed) as { filename: string }[];
    return join(resolve(folder), packed?.filename ?? "");
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

if (import.meta.main) console.log(packInto(process.argv[2] ?? ".", join(import.meta.dirname, "../..")));
