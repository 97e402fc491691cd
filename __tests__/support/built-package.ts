import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { root } from "./command-line.ts";

/**
 * What ships, in a temporary folder of its own, as GitHub and npm put it somewhere else: nothing of this repository is near.
 * It is dist/ as it stands here, or a new build where dist/ is missing or older than what it is made from.
 */
export function builtPackage(): { readonly folder: string; remove(): void } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stagegate-package-")));
  if (isUpToDate()) cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
  else execFileSync(process.execPath, [join(root, "scripts/build.ts"), join(folder, "dist")], { stdio: "inherit" });
  cpSync(join(root, "policies"), join(folder, "policies"), { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function isUpToDate(): boolean {
  const bundle = join(root, "dist/cli.js");
  if (!existsSync(bundle)) return false;
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).map((path) => `src/${path}`);
  const newest = Math.max(
    ...[...sources, "package.json", "package-lock.json", "scripts/build.ts"].map(
      (path) => statSync(join(root, path)).mtimeMs,
    ),
  );
  return statSync(bundle).mtimeMs > newest;
}
