import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate } from "../../src/evaluate.ts";
import type { Change } from "../../src/model/change.ts";
import type { Report } from "../../src/model/report.ts";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { rules } from "../../src/rules/index.ts";

/** A Dockerfile of the corpus. */
export interface Subject {
  readonly path: string;
  readonly text: string;
}

const name = "recommended";
const text = readFileSync(join(import.meta.dirname, `../../policies/${name}.yml`), "utf8");

export const policy = resolvePolicy(
  { source: name, path: `policies/${name}.yml`, text },
  rules,
  new Map([[name, text]]),
);
/** Every day gives the same findings. */
export const today = "2026-11-24";

/** The Dockerfiles below a folder, by their names. */
export function dockerfilesIn(folder: string): Subject[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /^(?:docker|container)file(?:\.|$)|\.(?:docker|container)file$/i.test(entry.name),
    )
    .filter(({ name: file }) => !file.endsWith(".dockerignore"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, "utf8") }));
}

/** Everything that `check` does with them, but for reading and writing. */
export function judged(files: readonly Subject[]): Report {
  const change: Change = { head: { sha: undefined, ref: undefined }, files, problems: [], target: undefined };
  return evaluate(change, policy, rules, "0", today);
}
