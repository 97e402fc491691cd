import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** What is to be at a path: a text, bytes, or a link to somewhere. */
export type TreeEntry = string | Uint8Array | { readonly link: string };

/** A new temporary folder with these files, by their paths; removed when the test is over. Links resolved. */
export function tree(entries: Readonly<Record<string, TreeEntry>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "stagegate-test-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, entry] of Object.entries(entries)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (typeof entry === "string" || entry instanceof Uint8Array) writeFileSync(join(root, path), entry);
    else symlinkSync(entry.link, join(root, path));
  }
  return root;
}
