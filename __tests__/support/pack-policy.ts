import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "../../src/model/policy.ts";
import { resolvePolicy } from "../../src/policy/resolve-policy.ts";
import { rules } from "../../src/rules/index.ts";

const folder = join(import.meta.dirname, "../../policies");

/** The text of every pack in the repository, by name. */
export function packTexts(): Map<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".yml"));
  return new Map(files.map((file) => [file.replace(/\.yml$/, ""), readFileSync(join(folder, file), "utf8")]));
}

export function packPolicy(name: string): Policy {
  const packs = packTexts();
  return resolvePolicy({ source: name, path: `policies/${name}.yml`, text: packs.get(name) ?? "" }, rules, packs);
}
